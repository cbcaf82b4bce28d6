"""The command `compare`: two indexes over the same queries, and what a change from one to the other would do."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from inspector.cli import progress
from inspector.cli.inspect import open_whole
from inspector.cli.output import print_json, quiet_stdout, warn
from inspector.cli.queries import read_query_file, read_text
from inspector.errors import RequestError, StoreError
from inspector.records.comparison import DOCUMENTS_ASKED
from inspector.records.documents import condition


def compare(
    index_a: Annotated[str, typer.Argument(metavar="INDEX_A", help="The index as it is.", show_default=False)],
    index_b: Annotated[str, typer.Argument(metavar="INDEX_B", help="The index as it would be.", show_default=False)],
    queries: Annotated[
        Path | None,
        typer.Option(help="A file of queries: .jsonl with id, text, count, or one a line; without it documents ask."),
    ] = None,
    qrels: Annotated[Path | None, typer.Option(help="Judgements of the queries: TSV, BEIR's or TREC's form.")] = None,
    k: Annotated[int, typer.Option(help="How many results each list has.")] = 10,
    where: Annotated[
        list[str] | None, typer.Option(metavar="FIELD=VALUE", help="Only documents whose field has this value.")
    ] = None,
    exact: Annotated[bool, typer.Option("--exact", help="Search all vectors, whatever production does.")] = False,
    sample: Annotated[int, typer.Option(help="Without queries: how many documents ask.")] = DOCUMENTS_ASKED,
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False,
) -> None:
    """Say how many queries would show another list with the second index, by how much, and which change does it."""
    from inspector.cli.compare_form import comparison_json, print_comparison
    from inspector.compare.comparing import compare as compare_indexes
    from inspector.compare.saved import Question, save_comparison
    from inspector.evaluate.judgements import parse_judgements
    from inspector.evaluate.query_sets import query_set

    if qrels is not None and queries is None:
        raise RequestError("--qrels needs --queries: judgements speak of queries by their ids.")
    asked = None if queries is None else query_set(read_query_file(queries))
    judged = None if qrels is None else parse_judgements(read_text(qrels), str(qrels))
    conditions = tuple(condition(text) for text in where or ())
    with quiet_stdout():
        before = open_whole(index_a, tested=False, background=False, model_needed=False)
        after = open_whole(index_b, tested=False, background=False, model_needed=False)
        after = replace(after, cache=before.cache)  # the same model reads each query once
        with progress.progress() as report:
            found = compare_indexes(
                before, after, asked, judged, k=k, where=conditions, exact=exact, sample=sample, progress=report
            )
    prints = before.collection.fingerprint, after.collection.fingerprint
    try:
        save_comparison(Question(*prints, asked, judged, k, conditions, exact, sample).key, found)
    except StoreError as error:
        warn(f"The result could not be kept for the app: {error.message}")
    if as_json:
        print_json(comparison_json(found))
    else:
        print_comparison(found)
