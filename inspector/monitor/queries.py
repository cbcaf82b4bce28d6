"""Drift of queries: what was asked then and what is asked now, of one collection."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime

import numpy as np

from inspector.embedders.embedder import Embedder
from inspector.errors import EmbedderError, RequestError
from inspector.monitor.asked import embedded, shown
from inspector.monitor.fit import query_fit
from inspector.monitor.groups import SAMPLE, SEED, usable_rows
from inspector.monitor.quantities import quantities
from inspector.monitor.shift import Shift, clearest, shift
from inspector.monitor.words import count_terms, vocabulary
from inspector.progress import Progress, silent
from inspector.records.drift import Drift, Drifting, Example, QueryFit, Side, Verdict
from inspector.search.background import load_background
from inspector.stores.collection import Collection
from inspector.text import counted, join_spaces
from inspector.vectors import Float32Array


def compare_queries(
    collection: Collection,
    embedder: Embedder,
    then: Sequence[str],
    now: Sequence[str],
    *,
    names: tuple[str, str] = ("queries then", "queries now"),
    progress: Progress = silent,
) -> Drift:
    """Compare two lists of queries, each as it was asked: a query that came twice counts twice.

    Args:
        collection: The index they ask.
        embedder: The model of its contract.
        then: Earlier queries.
        now: Later ones.
        names: What people call the two lists.
        progress: Told how far each step has come.

    Raises:
        RequestError: a list holds no query.
        EmbedderError: the model does not fit the index, or it failed.
        CancelledError: progress asked to stop.
    """
    before, after = _checked(collection, embedder, then, now, names)
    old, side_then, old_vectors = _drawn(collection, embedder, before, "then", progress)
    new, side_now, new_vectors = _drawn(collection, embedder, after, "now", progress)
    same = Counter(before) == Counter(after)
    found = Shift(Verdict.IDENTICAL, None, None, np.zeros(0)) if same else shift(old_vectors, new_vectors, progress)
    fit, notes = _fit(collection, embedder, old_vectors, new_vectors, progress)
    return Drift(
        drifting=Drifting.QUERIES,
        then_name=names[0],
        now_name=names[1],
        verdict=found.verdict,
        then=side_then,
        now=side_now,
        turnover=None,
        test=found.test,
        separation=found.separation,
        vocabulary=vocabulary(*count_terms(before), *count_terms(after)),
        quantities=quantities(old, new, embedder, prompt=collection.contract.query_prompt, progress=progress),
        examples=_examples(new, found),
        neighbors=None,
        fit=fit,
        notes=notes,
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
    )


def _checked(
    collection: Collection, embedder: Embedder, then: Sequence[str], now: Sequence[str], names: tuple[str, str]
) -> tuple[list[str], list[str]]:
    """Give both lists with every query on one line, empty ones left out.

    Raises:
        RequestError: a list holds no query.
        EmbedderError: the model does not fit the index.
    """
    if embedder.dim != collection.contract.dim:
        raise EmbedderError(
            f"The index has {collection.contract.dim} dimensions, but {embedder.name} makes {embedder.dim}.",
            "Choose the model it was built with, or rebuild it.",
        )
    before, after = ([text for each in texts if (text := join_spaces(each))] for texts in (then, now))
    for texts, name in ((before, names[0]), (after, names[1])):
        if not texts:
            raise RequestError(f"There is no query in {name}.", "Give one query a line.")
    return before, after


def _drawn(
    collection: Collection, embedder: Embedder, texts: Sequence[str], when: str, progress: Progress
) -> tuple[tuple[str, ...], Side, Float32Array]:
    """Draw and embed a sample of one list."""
    rng = np.random.default_rng(SEED + (when == "now"))
    order = np.sort(rng.permutation(len(texts))[:SAMPLE])
    chosen = [texts[row] for row in order]
    vectors = embedded(embedder, chosen, collection.contract.query_prompt, progress)
    usable = usable_rows(vectors)
    noun = counted(len(texts), "query") if len(texts) == 1 else f"{len(texts):,} queries"
    side = Side(f"the {noun} {when}", len(texts), len(usable), len(chosen) - len(usable))
    return tuple(chosen[row] for row in usable), side, vectors[usable]


def _examples(texts: Sequence[str], found: Shift) -> tuple[Example, ...]:
    """Give the queries that show best what is asked now; nothing where nothing changed. Each text comes once."""
    if found.verdict not in (Verdict.CHANGED, Verdict.TOO_FEW):
        return ()
    first = {texts[row]: row for row in reversed(range(len(texts)))}
    rows = np.array(sorted(first.values()), dtype=np.int64)
    best = rows[clearest(found.scores[rows])]
    return tuple(Example(texts[row], shown(texts[row]), float(found.scores[row])) for row in best)


def _fit(
    collection: Collection, embedder: Embedder, then: Float32Array, now: Float32Array, progress: Progress
) -> tuple[QueryFit | None, tuple[str, ...]]:
    """Measure how well the collection answers both lists, or say why not."""
    background = load_background(collection, embedder, progress)
    found = query_fit(collection, background, then, now)
    if found is not None:
        return found, ()
    why = background.reason or "A side has fewer than two queries that find something."
    return None, (f"How well the collection answers was not measured. {why}",)
