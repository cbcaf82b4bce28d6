"""The command `case save`: asks a question, and keeps the answer as a case."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from inspector.cli import progress
from inspector.cli.inspect import open_whole
from inspector.cli.output import console, print_json, quiet_stdout
from inspector.records.documents import condition
from inspector.records.results import Request, Retriever
from inspector.records.trace import TraceRequest

if TYPE_CHECKING:
    from inspector.records.cases import Case


def save(
    index: Annotated[str, typer.Argument(metavar="INDEX", help="The index.", show_default=False)],
    query: Annotated[str, typer.Argument(metavar="QUERY", help="What was asked.", show_default=False)],
    doc: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="A document that should come; give it once for each.")
    ] = None,
    within: Annotated[int | None, typer.Option(help="How far up they should be; without it, within k.")] = None,
    k: Annotated[int, typer.Option(help="How many results each list has.")] = 10,
    where: Annotated[
        list[str] | None, typer.Option(metavar="FIELD=VALUE", help="Only documents whose field has this value.")
    ] = None,
    retriever: Annotated[Retriever, typer.Option(help="Whose list they should be in.")] = Retriever.EMBEDDING,
    weight: Annotated[float, typer.Option(help="Share of the embedding in the hybrid list, 0 to 1.")] = 0.5,
    exact: Annotated[bool, typer.Option("--exact", help="Search all vectors, whatever production does.")] = False,
    title: Annotated[str, typer.Option(help="A few words; without them, the query.")] = "",
    note: Annotated[str, typer.Option(help="What you want to add.")] = "",
    out: Annotated[
        Path | None, typer.Option(metavar="CASE.json", help="Write the case there instead of on the shelf.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False,
) -> None:
    """Ask a question, trace what should have come, and keep it all as a case."""
    from inspector.cases.file import write_case
    from inspector.cases.shelf import folder, shelve

    conditions = tuple(condition(text) for text in where or ())
    request = Request(query, k, conditions, exact, weight=weight)
    case = _made(index, request, retriever, doc or [], within)
    case = replace(case, title=title.strip() or case.title, note=note.strip())
    if out is None:
        case = shelve(case)
    else:
        write_case(out, case)
    path = out or folder() / f"{case.id}.json"
    met = all(each.met for each in case.seen.expected) if case.seen.expected else None
    if as_json:
        print_json({"id": case.id, "path": str(path), "met": met})
    else:
        console().print(f"{case.id}: {path}", markup=False, soft_wrap=True)


def _made(index: str, request: Request, retriever: Retriever, expected: list[str], within: int | None) -> Case:
    """Ask the question and make the case.

    Raises:
        InspectorError: the index, its model or the request cannot be used.
    """
    from inspector.cases.make import make_case
    from inspector.diagnose.trace import trace
    from inspector.projection.points import MAX_POINTS
    from inspector.projection.record import MapSettings
    from inspector.projection.saved import load_map
    from inspector.report import report

    query, k, where, weight, exact = request.query, request.k, request.where, request.weight, request.exact
    with quiet_stdout(), progress.progress() as told:
        opened = open_whole(index, model_needed=retriever is not Retriever.KEYWORD)
        inspection = report(opened, request)
        asked = [TraceRequest(query, each, k, where, retriever, weight, exact=exact) for each in expected]
        traces = [trace(opened, each, progress=told) for each in asked]
        return make_case(
            opened,
            inspection,
            expected=expected,
            within=within,
            retriever=retriever,
            traces=traces,
            spec="" if Path(index).exists() else index,
            drawn=load_map(opened.collection, MapSettings(MAX_POINTS, 0)),
        )
