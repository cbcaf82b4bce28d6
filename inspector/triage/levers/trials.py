"""The levers that lists alone decide: other searches of the same vectors, other mixtures of the same lists."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from inspector.contract import Metric
from inspector.inspection import OpenIndex
from inspector.records.documents import Where
from inspector.records.results import Retriever
from inspector.records.triage import TriageSettings
from inspector.search.copies import copies
from inspector.search.hybrid import DEPTH, Ranked, fuse
from inspector.stores.collection import SearchParams
from inspector.triage.batch import Batch
from inspector.triage.levers.trial import Change
from inspector.triage.wanted import place_of
from inspector.triage.weights import WEIGHTS, best_places
from inspector.vectors import BoolArray

Changes = tuple[Change, ...] | str

NO_MODEL = "Not tried: without its model no query has a vector."
PROBES = (2, 4, 8, 16)
"""How many times as much of an ANN structure is looked at."""


def _by_meaning(index: OpenIndex, settings: TriageSettings) -> bool:
    return settings.retriever is not Retriever.KEYWORD


def _approximate(index: OpenIndex, settings: TriageSettings) -> bool:
    return index.collection.has_ann and not settings.exact and _by_meaning(index, settings)


def exact_applies(index: OpenIndex, settings: TriageSettings) -> Changes:
    """Offer exact search where an ANN structure answers."""
    if not _approximate(index, settings):
        return ()
    return (Change("Search all vectors instead of the approximate index."),)


def exact(batch: Batch, changes: tuple[Change, ...]) -> BoolArray:
    """Search all vectors."""
    return _column(batch, _searched(batch, exact=True))


def probes_apply(index: OpenIndex, settings: TriageSettings) -> Changes:
    """Offer to look at more cells or candidates of an ANN structure that has such a setting."""
    if not _approximate(index, settings) or not index.collection.count:
        return ()
    first = np.zeros(1, dtype=np.int64)
    collection = index.collection
    structure = collection.structure(collection.vectors(first), collection.ids_at(first)[0], settings.k)
    if structure is None:
        return ()
    if structure.nprobe is not None and structure.nlist is not None:
        now, most = structure.nprobe, structure.nlist
        said = f"Search {{}} of its {most} cells (nprobe) instead of {now}."
    elif structure.ef_search is not None:
        now, most = structure.ef_search, collection.population
        said = f"Keep {{}} candidates (efSearch) instead of {now}."
    else:
        return ()
    values = dict.fromkeys(min(now * times, most) for times in PROBES)
    return tuple(Change(said.format(value), value) for value in values if value > now)


def probes(batch: Batch, changes: tuple[Change, ...]) -> BoolArray:
    """Search with each of the settings; the structure reads the one it has."""
    columns = []
    for change in changes:
        value = int(change.value or 1)
        columns.append(_column(batch, _searched(batch, params=SearchParams(nprobe=value, ef_search=value))))
    return np.hstack(columns)


def unit_applies(index: OpenIndex, settings: TriageSettings) -> Changes:
    """Offer to rank by direction alone where lengths count."""
    contract = index.collection.contract
    if contract.metric is Metric.COSINE or contract.normalized or not _by_meaning(index, settings):
        return ()
    return (Change("Scale all vectors to length 1 before they are indexed."),)


def unit(batch: Batch, changes: tuple[Change, ...]) -> BoolArray:
    """Rank by direction alone, among all vectors."""
    return _column(batch, _searched(batch, exact=True, metric=Metric.COSINE))


def filter_applies(index: OpenIndex, settings: TriageSettings) -> Changes:
    """Offer to leave the filter away."""
    return (Change("Leave the filter away."),) if settings.where else ()


def filter_off(batch: Batch, changes: tuple[Change, ...]) -> BoolArray:
    """Search everything."""
    depth = max(batch.settings.k, DEPTH)
    keyword = [
        _top(batch, batch.index.keyword.score(batch.cases[place].query.text, None).top(depth)) for place in batch.judged
    ]
    if batch.settings.retriever is Retriever.KEYWORD:
        return _column(batch, keyword)
    return _column(batch, _searched(batch, where=(), exact=batch.settings.exact, production=True), keyword)


def copies_apply(index: OpenIndex, settings: TriageSettings) -> Changes:
    """Offer to show one result per text."""
    return (Change("Show one result per text."),)


def collapse(batch: Batch, changes: tuple[Change, ...]) -> BoolArray:
    """Leave out what repeats a document above it; a document that is left out itself is there as the one it repeats."""
    inside = []
    for case in batch.judged:
        place = batch.places[case]
        inside.append(
            batch.within(place) or (place is not None and _comes_in(batch, batch.lists[case][:place], batch.settings.k))
        )
    return np.array(inside, dtype=bool)[:, None]


def _comes_in(batch: Batch, ids: Sequence[str], k: int) -> bool:
    """Say whether the last document of a list is among the first k different ones, itself or as what it repeats.

    Texts are read from the top until k different ones are found, so a list without copies costs k texts.
    """
    above, reach = ids[:-1], k
    while True:
        found = batch.index.collection.documents([*above[:reach], ids[-1]])
        texts = [each.text or each.title for each in found]
        first = [text for text, original in zip(texts[:-1], copies(texts[:-1]), strict=True) if original is None][:k]
        if len(first) >= k:
            return copies([*first, texts[-1]])[-1] is not None
        if reach >= len(above):
            return True
        reach *= 2


def keyword_applies(index: OpenIndex, settings: TriageSettings) -> Changes:
    """Offer keyword search."""
    return () if settings.retriever is Retriever.KEYWORD else (Change("Use keyword search alone."),)


def keyword(batch: Batch, changes: tuple[Change, ...]) -> BoolArray:
    """Look the documents up in the keyword lists."""
    lists = batch.answers.keyword.lists
    found = [batch.within(place_of(lists[place].ids, batch.wanted[place])) for place in batch.judged]
    return np.array(found, dtype=bool)[:, None]


def weights_apply(index: OpenIndex, settings: TriageSettings) -> Changes:
    """Offer the hybrid list with every weight between the two searches alone."""
    if index.embedder is None:
        return NO_MODEL
    inner = [weight for weight in WEIGHTS if 0 < weight < 1]
    return tuple(Change("Use the hybrid list with an embedding share of", weight) for weight in inner)


def weights(batch: Batch, changes: tuple[Change, ...]) -> BoolArray:
    """Put both lists together with every weight."""
    rows = []
    for place in batch.judged:
        lists = batch.ranked(batch.answers.embedding, place), batch.ranked(batch.answers.keyword, place)
        rows.append(best_places(*lists, batch.wanted[place], batch.settings.fusion)[1:-1])
    found = np.array(rows)
    return (found > 0) & (found <= batch.settings.k)


def _searched(
    batch: Batch,
    *,
    exact: bool = False,
    params: SearchParams | None = None,
    metric: Metric | None = None,
    where: Where | None = None,
    production: bool = False,
) -> list[Ranked]:
    """Search with the judged queries, to the depth that the asked list needs."""
    hybrid = batch.settings.retriever is Retriever.HYBRID
    depth = max(batch.settings.k, DEPTH) if hybrid else batch.settings.k
    filtered = batch.settings.where if where is None else where
    hits = batch.index.collection.search(
        batch.vectors, depth, where=filtered, exact=exact, params=params, metric=metric
    )
    return [Ranked(each.ids, each.similarities) for each in hits]


def _top(batch: Batch, found: tuple[object, object]) -> Ranked:
    rows, scores = found
    return Ranked(batch.index.collection.ids_at(rows), scores)  # type: ignore[arg-type]


def _column(batch: Batch, lists: Sequence[Ranked], keyword: Sequence[Ranked] | None = None) -> BoolArray:
    """Say for each judged query whether a list has one of its documents within k, shape (judged, 1).

    Args:
        batch: The batch.
        lists: The embedding lists, or for the keyword retriever the keyword lists, one for each judged query.
        keyword: The keyword lists to fuse with; None = those of the batch.
    """
    settings, found = batch.settings, []
    for row, place in enumerate(batch.judged):
        ids = lists[row].ids
        if settings.retriever is Retriever.HYBRID:
            other = batch.ranked(batch.answers.keyword, place) if keyword is None else keyword[row]
            ids = tuple(hit.id for hit in fuse(settings.fusion, lists[row], other, settings.weight, settings.k))
        found.append(batch.within(place_of(ids, batch.wanted[place])))
    return np.array(found, dtype=bool)[:, None]
