"""The command `inspect`: one query, or a file of them, against an index."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from inspector.cli import progress
from inspector.cli.given import Given, LikeOption, VectorOption, VectorsOption, asked_indexes, read_given
from inspector.cli.json_form import inspection_json
from inspector.cli.output import print_json, quiet_stdout, warn
from inspector.cli.queries import read_queries
from inspector.cli.spending import announce
from inspector.errors import RequestError
from inspector.records.documents import condition
from inspector.records.results import ExplainLevel, Request

if TYPE_CHECKING:
    from inspector.inspection import OpenIndex
    from inspector.records.inspection import Inspection

NOT_GIVEN = Given()


def inspect(
    index: Annotated[str, typer.Argument(metavar="INDEX", help="The index folder.", show_default=False)],
    query: Annotated[str | None, typer.Argument(metavar="[QUERY]", help="The query.", show_default=False)] = None,
    queries: Annotated[
        Path | None, typer.Option(help="A file of queries: .jsonl with id and text, or one query a line.")
    ] = None,
    k: Annotated[int, typer.Option(help="How many results each list has.")] = 10,
    where: Annotated[
        list[str] | None, typer.Option(metavar="FIELD=VALUE", help="Only documents whose field has this value.")
    ] = None,
    exact: Annotated[bool, typer.Option("--exact", help="Search all vectors, whatever production does.")] = False,
    explain: Annotated[
        ExplainLevel,
        typer.Option(
            help="Effects of the query's words; full, with --json: also fair shares, pairs, margins, counterfactuals."
        ),
    ] = (ExplainLevel.FIRST),
    like: LikeOption = None,
    vector: VectorOption = None,
    vectors: VectorsOption = None,
    collapse: Annotated[
        bool, typer.Option("--collapse", help="One result per parent: the best chunk, at its place in the whole list.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON; one line for each query of a file.")] = False,
) -> None:
    """Show what embedding, keyword and hybrid search find for a query, and what each word does."""
    given = read_given(like, vector, vectors, many=queries is not None)
    if (query is None and like is None) == (queries is None):
        raise RequestError("Give either a query or --queries FILE, one of the two.")
    asked = read_queries(queries) if queries else (query or "",)
    conditions = tuple(condition(text) for text in where or ())
    requests = [Request(text, k, conditions, exact, explain) for text in asked]
    answer(index, requests, as_json=as_json, one_line=queries is not None, collapse=collapse, given=given)


def answer(
    index: str,
    requests: list[Request],
    *,
    as_json: bool,
    one_line: bool,
    collapse: bool = False,
    given: Given = NOT_GIVEN,
) -> None:
    """Print the answers to all requests, in order; the model is loaded once.

    Args:
        index: The index.
        requests: The requests.
        as_json: Whether the answer is JSON.
        one_line: Whether each answer is one line.
        collapse: Whether each list shows one result per parent.
        given: What takes the place of the model.

    Raises:
        InspectorError: the index, its model or a request cannot be used.
    """
    from inspector.cli.text_form import print_inspection
    from inspector.records.results import check_request
    from inspector.report import report
    from inspector.search.parents import collapsed, has_parents

    for request in requests:
        check_request(request)
    with quiet_stdout():
        tested = any(each.explain is not ExplainLevel.NONE for each in requests)
        opened = open_whole(index, tested=tested, model_used=not given)
        indexes = list(asked_indexes(opened, given, [each.query for each in requests]))
    if not given and not all(each.query.strip() for each in requests):
        warn("A query is empty: what comes is nearest to a text without words. Type what was asked.")
    if collapse and not has_parents(opened.collection):
        warn(f"No document of {opened.collection.name} names a parent, so there is nothing to collapse.")
    for request, (asked, text) in zip(requests, indexes, strict=True):
        with quiet_stdout():
            inspection = report(asked, replace(request, query=text))
        if collapse:
            inspection = collapsed(inspection)
        if as_json:
            print_json(_form(asked, inspection), one_line=one_line)
        else:
            print_inspection(inspection)


def _form(opened: OpenIndex, inspection: Inspection) -> dict[str, Any]:
    """Give the JSON form of an answer, with the whole explanation where it was asked for."""
    form, effects = inspection_json(inspection), inspection.contributions
    if inspection.request.explain is not ExplainLevel.FULL or effects is None or opened.embedder is None:
        return form
    from inspector.cli.explain_json import full_contributions
    from inspector.explain.full import explain_fully

    with quiet_stdout(), progress.progress() as report_progress:
        full = explain_fully(
            opened.collection, opened.embedder, inspection.request, effects.ids, report_progress, opened.cache
        )
    first = form["cost"]  # the tokens of the whole explanation are not counted
    cost = {"encodes": first["encodes"] + full.encodes, "tokens": None if full.encodes else first["tokens"]}
    return {**form, "contributions": full_contributions(form["contributions"], full), "cost": cost}


def open_whole(
    index: str, *, tested: bool = True, background: bool = True, model_needed: bool = True, model_used: bool = True
) -> OpenIndex:
    """Open an index with its keyword index, its model and its backgrounds.

    Args:
        index: The index folder.
        tested: Whether the model is tested for effects that can be believed; needless where none are asked for.
        background: Whether the collection's backgrounds are loaded.
        model_needed: Whether an index whose model cannot be loaded is refused; otherwise it opens without one, and says
            why.
        model_used: Whether the model is used at all; where the queries are given as vectors it is not loaded.

    Raises:
        StoreError: the index or its keyword index cannot be opened.
        EmbedderError: its model is needed and cannot be loaded.
    """
    from inspector.embedders import load_embedder
    from inspector.embedders.self_test import batch_verdict
    from inspector.errors import EmbedderError, MissingDependencyError
    from inspector.inspection import OpenIndex
    from inspector.search.background import load_background
    from inspector.search.keyword_cache import keyword_of
    from inspector.stores import open_index

    with progress.progress() as report_progress:
        collection = open_index(index, progress=report_progress)
        keyword, contract = keyword_of(collection, progress=report_progress), collection.contract
    if not model_used:
        return OpenIndex(collection, keyword)
    try:
        if not contract.model:
            raise EmbedderError(
                f"Nobody said which model made the vectors of {collection.name}, so queries cannot be embedded.",
                "Rebuild the index with --model, name it in the spec (model=…), or ask with --like or --vector.",
            )
        announce(contract.model)
        with progress.progress() as report_progress:
            report_progress(0, 0, "Loading the model")
            embedder = load_embedder(contract.model, max_tokens=contract.max_tokens or None)
            known = load_background(collection, embedder, progress=report_progress) if background else None
    except (EmbedderError, MissingDependencyError) as error:
        if model_needed:
            raise
        return OpenIndex(collection, keyword, model_refusal=error.message)
    refusal = batch_verdict(embedder).refusal if tested else ""
    return OpenIndex(collection, keyword, embedder, known, effects_refusal=refusal)
