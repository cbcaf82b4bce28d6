"""The command `why`: what lost a document, for one query or for a file of queries and what they should find."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from inspector.cli import progress
from inspector.cli.expected import read_expected
from inspector.cli.given import Given, LikeOption, VectorOption, VectorsOption, asked_indexes, read_given
from inspector.cli.inspect import NOT_GIVEN, open_whole
from inspector.cli.output import print_json, quiet_stdout, warn
from inspector.errors import RequestError
from inspector.records.documents import condition
from inspector.records.results import Retriever
from inspector.records.trace import TraceRequest
from inspector.text import listed

if TYPE_CHECKING:
    from inspector.inspection import OpenIndex

_WAYS = ((True, True, False, False, False), (True, False, True, False, False), (False, False, False, True, True))
"""What may be given together: query, id, passage, file of queries, file of expected documents."""


def why(
    index: Annotated[str, typer.Argument(metavar="INDEX", help="The index folder.", show_default=False)],
    query: Annotated[str | None, typer.Argument(metavar="[QUERY]", help="The query.", show_default=False)] = None,
    doc: Annotated[str | None, typer.Option(help="Id of the document, or of a parent: then of its best chunk.")] = None,
    passage: Annotated[str | None, typer.Option(help="Text of the document instead of its id.")] = None,
    queries: Annotated[Path | None, typer.Option(help="A file of queries, .jsonl with id and text.")] = None,
    expected: Annotated[Path | None, typer.Option(help="A TSV file: query id, document id.")] = None,
    k: Annotated[int, typer.Option(help="How long the list is that it should be in.")] = 10,
    where: Annotated[
        list[str] | None, typer.Option(metavar="FIELD=VALUE", help="Only documents whose field has this value.")
    ] = None,
    retriever: Annotated[Retriever, typer.Option(help="Whose list it should be in.")] = Retriever.EMBEDDING,
    weight: Annotated[float, typer.Option(help="Share of the embedding in the hybrid list, 0 to 1.")] = 0.5,
    exact: Annotated[bool, typer.Option("--exact", help="Search all vectors, whatever production does.")] = False,
    like: LikeOption = None,
    vector: VectorOption = None,
    vectors: VectorsOption = None,
    remedies: Annotated[bool, typer.Option(help="Try what would bring it back.")] = True,
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON; one line for each pair of a file.")] = False,
) -> None:
    """Say why a document is not among the results, with proof, and what would bring it back."""
    many = queries is not None
    given = read_given(like, vector, vectors, many=many)
    ways = tuple(value is not None for value in (query, doc, passage, queries, expected))
    if (like is not None or ways[0], *ways[1:]) not in _WAYS:
        raise RequestError("Give a query with --doc ID or --passage TEXT, or --queries FILE with --expected FILE.")
    pairs = read_expected(queries, expected) if queries and expected else [(query or "", doc or "")]
    conditions = tuple(condition(text) for text in where or ())
    asked = [TraceRequest(text, each, k, conditions, retriever, weight, exact=exact) for text, each in pairs]
    answer(index, asked, remedies=remedies, as_json=as_json, one_line=many, passage=passage or "", given=given)


def answer(
    index: str,
    asked: list[TraceRequest],
    *,
    remedies: bool,
    as_json: bool,
    one_line: bool,
    passage: str = "",
    given: Given = NOT_GIVEN,
) -> None:
    """Print the answers to all requests, in order; the model is loaded once.

    Args:
        index: The index folder.
        asked: The requests.
        remedies: Whether changes are tried.
        as_json: Whether the answer is JSON.
        one_line: Whether each answer is one line.
        passage: Text of the document, which takes the place of its id.
        given: What takes the place of the model.

    Raises:
        InspectorError: the index or a request cannot be used. A model that cannot be loaded only leaves things open.
    """
    from inspector.cli.trace_form import print_trace, trace_json
    from inspector.diagnose.trace import trace

    with quiet_stdout():
        opened = open_whole(index, background=False, model_needed=False, model_used=not given)
        indexes = list(asked_indexes(opened, given, [request.query for request in asked]))
    if passage:
        asked = [replace(request, doc=_holder(opened, passage)) for request in asked]
    for request, (index_asked, text) in zip(asked, indexes, strict=True):
        with quiet_stdout(), progress.progress() as report_progress:
            found = trace(index_asked, replace(request, query=text), remedies=remedies, progress=report_progress)
        if as_json:
            print_json(trace_json(found), one_line=one_line)
        else:
            print_trace(found)


def _holder(index: OpenIndex, passage: str) -> str:
    """Give the id of the document that holds a passage.

    Raises:
        RequestError: no document holds any of it, or several hold as much.
    """
    from inspector.diagnose.pasted import match

    with quiet_stdout():
        found = match(index, passage)
    if not found.candidates:
        near = listed([each.document.id for each in found.nearest]) or "none"
        raise RequestError("No stored document holds this passage.", f"Those that resemble it most: {near}.")
    if found.ambiguous:
        which = listed([f"{each.document.id} ({each.share:.0%})" for each in found.candidates], last="or")
        raise RequestError("Several documents hold this passage.", f"Give --doc with one of them: {which}.")
    best = found.candidates[0]
    warn(f"{best.share:.0%} of the passage stands in {best.document.id}.")
    return best.document.id
