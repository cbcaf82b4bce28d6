"""The command `why`: what lost a document, for one query or for a file of queries and what they should find."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from inspector.cli import progress
from inspector.cli.expected import read_expected
from inspector.cli.inspect import open_whole
from inspector.cli.output import print_json, quiet_stdout
from inspector.errors import RequestError
from inspector.records.documents import condition
from inspector.records.results import Retriever
from inspector.records.trace import TraceRequest


def why(
    index: Annotated[str, typer.Argument(metavar="INDEX", help="The index folder.", show_default=False)],
    query: Annotated[str | None, typer.Argument(metavar="[QUERY]", help="The query.", show_default=False)] = None,
    doc: Annotated[str | None, typer.Option(help="Id of the document, or of a parent: then of its best chunk.")] = None,
    queries: Annotated[Path | None, typer.Option(help="A file of queries, .jsonl with id and text.")] = None,
    expected: Annotated[Path | None, typer.Option(help="A TSV file: query id, document id.")] = None,
    k: Annotated[int, typer.Option(help="How long the list is that it should be in.")] = 10,
    where: Annotated[
        list[str] | None, typer.Option(metavar="FIELD=VALUE", help="Only documents whose field has this value.")
    ] = None,
    retriever: Annotated[Retriever, typer.Option(help="Whose list it should be in.")] = Retriever.EMBEDDING,
    weight: Annotated[float, typer.Option(help="Share of the embedding in the hybrid list, 0 to 1.")] = 0.5,
    exact: Annotated[bool, typer.Option("--exact", help="Search all vectors, whatever production does.")] = False,
    remedies: Annotated[bool, typer.Option(help="Try what would bring it back.")] = True,
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON; one line for each pair of a file.")] = False,
) -> None:
    """Say why a document is not among the results, with proof, and what would bring it back."""
    single = query is not None and doc is not None
    many = queries is not None and expected is not None
    if single == many or (query is not None) != (doc is not None) or (queries is not None) != (expected is not None):
        raise RequestError("Give either a query with --doc ID, or --queries FILE with --expected FILE.")
    pairs = [(query or "", doc or "")] if single else read_expected(queries or Path(), expected or Path())
    conditions = tuple(condition(text) for text in where or ())
    asked = [TraceRequest(text, each, k, conditions, retriever, weight, exact=exact) for text, each in pairs]
    answer(index, asked, remedies=remedies, as_json=as_json, one_line=many)


def answer(index: str, asked: list[TraceRequest], *, remedies: bool, as_json: bool, one_line: bool) -> None:
    """Print the answers to all requests, in order; the model is loaded once.

    Raises:
        InspectorError: the index or a request cannot be used. A model that cannot be loaded only leaves things open.
    """
    from inspector.cli.trace_form import print_trace, trace_json
    from inspector.diagnose.trace import trace

    with quiet_stdout():
        opened = open_whole(index, background=False, model_needed=False)
    for request in asked:
        with quiet_stdout(), progress.progress() as report_progress:
            found = trace(opened, request, remedies=remedies, progress=report_progress)
        if as_json:
            print_json(trace_json(found), one_line=one_line)
        else:
            print_trace(found)
