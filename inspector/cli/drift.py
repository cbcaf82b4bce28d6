"""The command `drift`: an earlier index, an earlier part, or earlier queries against those of now."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.text import Text

from inspector.cli import progress
from inspector.cli.model import load_model
from inspector.cli.output import console, print_json, quiet_stdout, shown, warn
from inspector.cli.queries import read_queries
from inspector.errors import RequestError, StoreError

if TYPE_CHECKING:
    from inspector.embedders.embedder import Embedder
    from inspector.progress import Progress
    from inspector.records.drift import Drift
    from inspector.stores.collection import Collection

WAYS = "Give --then INDEX, or --field and --split, or --queries and --then-queries."


def drift(
    index: Annotated[str, typer.Argument(metavar="INDEX", help="The index of now.", show_default=False)],
    then: Annotated[str | None, typer.Option(metavar="INDEX", help="The earlier index.")] = None,
    field: Annotated[
        str | None, typer.Option(help="With --split: part this index at a value of this metadata field.")
    ] = None,
    split: Annotated[str | None, typer.Option(help="The value with which now begins, such as 2025-01-01.")] = None,
    queries: Annotated[
        Path | None,
        typer.Option(
            help="With --then-queries: the queries of now. Without: real queries whose neighbors are compared. "
            ".jsonl with text, or one query a line."
        ),
    ] = None,
    then_queries: Annotated[Path | None, typer.Option(help="The earlier queries.")] = None,
    k: Annotated[int, typer.Option(min=1, max=1000, help="Neighbors compared for each query.")] = 10,
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False,
) -> None:
    """Compare the documents, or the queries, of then and now: is it different, in what, and what follows."""
    from inspector.stores import open_index

    _check_ways(then, field, split, queries, then_queries)
    now_asked = read_queries(queries) if queries else ()
    then_asked = read_queries(then_queries) if then_queries else ()
    with quiet_stdout(), progress.progress() as report:
        collection = open_index(index, progress=report)
        if then_queries and queries:
            names = (then_queries.name, queries.name)
            key, found = _queries(collection, then_asked, now_asked, names, report)
        elif then is not None:
            key, found = _indexes(collection, open_index(then, progress=report), now_asked, k, report)
        else:
            key, found = _parts(collection, field or "", split or "", now_asked, k, report)
    _keep(collection, key, found)
    if as_json:
        print_json(drift_json(found))
    else:
        print_drift(found)


def _check_ways(
    then: str | None, field: str | None, split: str | None, queries: Path | None, then_queries: Path | None
) -> None:
    """Refuse options that do not say one comparison.

    Raises:
        RequestError: none is said, or several, or half of one.
    """
    if (field is None) != (split is None):
        raise RequestError("--field and --split go together.", WAYS)
    ways = [then is not None, field is not None, then_queries is not None]
    if sum(ways) != 1:
        raise RequestError(f"{'Nothing was said' if not any(ways) else 'Too much was said'} to compare with.", WAYS)
    if then_queries is not None and queries is None:
        raise RequestError("--then-queries needs --queries, the queries of now.", WAYS)


def _indexes(
    now: Collection, then: Collection, queries: tuple[str, ...], k: int, report: Progress
) -> tuple[str, Drift]:
    from inspector.monitor.documents import compare_documents
    from inspector.monitor.saved import key_of_indexes

    model, why = _model(now, report)
    found = compare_documents(then, now, model, queries=queries, no_model=why, k=k, progress=report)
    return key_of_indexes(then.fingerprint, queries, k), found


def _parts(
    collection: Collection, field: str, split: str, queries: tuple[str, ...], k: int, report: Progress
) -> tuple[str, Drift]:
    from inspector.monitor.documents import compare_parts
    from inspector.monitor.saved import key_of_parts

    model, why = _model(collection, report)
    found = compare_parts(collection, field, split, model, queries=queries, no_model=why, k=k, progress=report)
    return key_of_parts(field, split, queries, k), found


def _queries(
    collection: Collection, then: tuple[str, ...], now: tuple[str, ...], names: tuple[str, str], report: Progress
) -> tuple[str, Drift]:
    """Compare two lists of queries.

    Raises:
        RequestError: there is no model to embed them with.
    """
    from inspector.monitor.queries import compare_queries
    from inspector.monitor.saved import key_of_queries

    model, why = _model(collection, report)
    if model is None:
        raise RequestError(f"Queries cannot be embedded, because {why}.", "Rebuild the index with --model.")
    return key_of_queries(then, now), compare_queries(collection, model, then, now, names=names, progress=report)


def _model(collection: Collection, report: Progress) -> tuple[Embedder | None, str]:
    """Load the model, or say why there is none that fits, as the end of a sentence."""
    contract = collection.contract
    model, why = load_model(contract, report)
    if model is None:
        return None, why
    if model.dim != contract.dim:
        return None, f"the index has {contract.dim} dimensions, but {model.name} makes {model.dim}"
    return model, ""


def _keep(collection: Collection, key: str, found: Drift) -> None:
    from inspector.monitor.saved import save_drift

    try:
        save_drift(collection, key, found)
    except StoreError as error:
        warn(f"The result could not be kept for the app: {error.message}")


def drift_json(found: Drift) -> dict[str, Any]:
    """Give the JSON form of a comparison: its sentence, then the record field by field."""
    from inspector.monitor.sentence import headline

    return {"sentence": headline(found), **asdict(found)}


def print_drift(found: Drift) -> None:
    """Print a comparison on stdout: the answer, in what, what follows, what was not measured."""
    from inspector.monitor import sentence

    out = console()
    out.print(shown(sentence.headline(found), "bold"))
    out.print(shown(f"Then: {found.then_name}. Now: {found.now_name}.", "dim"))
    if found.turnover is not None:
        out.print(shown(sentence.came_and_went(found.turnover)))
    _block("In what", [*(sentence.words(found.vocabulary) if found.vocabulary else ()), *sentence.means(found)])
    _block(
        "What shows it best",
        [f"{each.id}  {each.title}" if each.id != each.title else each.id for each in found.examples],
    )
    _block("In numbers", list(sentence.proof(found)))
    if found.neighbors is not None:
        _block(
            "Queries that changed most",
            [f"{each.new} of {each.of} new  {each.text}" for each in found.neighbors.worst],
        )
    _block("To bear in mind", list(found.notes))


def _block(title: str, lines: list[str]) -> None:
    """Print a titled block of lines; nothing where there is none."""
    if not lines:
        return
    out = console()
    out.print()
    out.print(Text(title, style="bold"))
    for line in lines:
        out.print(shown(f"  {line}"))
