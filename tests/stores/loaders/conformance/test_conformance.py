"""Every file loader gives the same documents and the same numbers: those of float64 brute force."""

from __future__ import annotations

import numpy as np
import pytest

from inspector.records.documents import Condition
from inspector.records.results import RanksAre
from inspector.stores.collection import SearchParams
from tests import oracle
from tests.stores.loaders.conformance.conftest import Opened
from tests.stores.loaders.conformance.corpus import COUNT, DIM, DOCUMENTS, EMPTY, FIELDS, FILTERS, QUERIES, passing

DEEP = COUNT + 10
EXHAUSTIVE = SearchParams(nprobe=4, ef_search=COUNT)


def stored(opened: Opened) -> np.ndarray:
    return opened.collection.vectors(np.arange(COUNT))


def documents(opened: Opened):
    return [DOCUMENTS[row] for row in opened.source.rows]


def close(found, expected, within=1e-6) -> None:
    np.testing.assert_allclose(found, expected, rtol=0, atol=within, equal_nan=True)


def test_documents_are_those_that_were_given(opened: Opened) -> None:
    found = [each for batch in opened.collection.iterate() for each in batch]
    assert [each.id for each in found] == opened.source.ids
    for each, given in zip(found, documents(opened), strict=True):
        assert (each.title, each.text) == (given.title, given.text)
        assert {name: value for name, value in each.metadata.items() if name in FIELDS} == given.metadata
        if opened.source.chunks:
            assert (each.parent, each.position) == (given.parent, given.position)
    assert opened.collection.manifest.counts.empty_texts == 1
    assert found[int(np.flatnonzero(opened.source.rows == EMPTY)[0])].text == ""


def test_vectors_are_those_that_were_given_as_far_as_the_format_keeps_them(opened: Opened) -> None:
    given, found = opened.source.vectors[opened.source.rows], stored(opened)
    assert (found.shape, found.dtype) == ((COUNT, DIM), np.float32)
    origin = opened.collection.origin
    if opened.source.within is None:
        assert origin.decoded
        assert np.abs(found - given).max() > 1e-3
    else:
        close(found, given, opened.source.within)
        assert origin is None or origin.decoded == (opened.source.within > 0)


def test_the_metric_is_that_of_the_index(opened: Opened) -> None:
    assert opened.collection.contract.metric is opened.source.metric


def test_exact_search_finds_what_brute_force_finds_and_all_there_is_where_k_is_too_large(opened: Opened) -> None:
    vectors, metric = stored(opened), opened.source.metric.value
    for k in (1, 10, DEEP):
        for query, hits in zip(QUERIES, opened.collection.search(QUERIES, k, exact=True), strict=True):
            rows = oracle.top(metric, query, vectors, k)
            assert list(hits.ids) == [opened.source.ids[row] for row in rows]
            close(hits.similarities, [oracle.similarity(query, vectors[row]) for row in rows])


def test_vectors_that_are_zero_or_not_finite_are_kept_and_counted_and_those_not_finite_never_found(
    opened: Opened,
) -> None:
    given = opened.source.vectors[opened.source.rows]
    sound = np.isfinite(given).all(axis=1)
    counts = opened.collection.manifest.counts
    np.testing.assert_array_equal(np.isfinite(stored(opened)), np.isfinite(given))
    assert counts.invalid_vectors == np.count_nonzero(~sound)
    if opened.source.within is not None:
        assert counts.zero_vectors == np.count_nonzero(~given.any(axis=1)) == 1
    lost = {name for name, fine in zip(opened.source.ids, sound, strict=True) if not fine}
    for params in (None, EXHAUSTIVE):
        for hits in opened.collection.search(QUERIES, DEEP, exact=params is None, params=params):
            assert not lost & set(hits.ids)
            assert np.isfinite(hits.similarities).all()
    if lost:
        assert not opened.collection.ranks(QUERIES, sorted(lost)).ranks.any()


def test_ranks_are_those_of_brute_force(opened: Opened) -> None:
    found = opened.collection.ranks(QUERIES, [*opened.source.ids, "nobody"])
    expected = oracle.ranks(opened.source.metric.value, QUERIES, stored(opened), range(COUNT))
    np.testing.assert_array_equal(found.ranks, np.hstack([expected, np.zeros((len(QUERIES), 1))]))
    assert (found.ranks_are, found.depth) == (RanksAre.EXACT, 0)


@pytest.mark.parametrize(("field", "value"), FILTERS)
def test_a_filter_holds_before_the_search_for_each_type(opened: Opened, field: str, value: str) -> None:
    if field == "parent" and not opened.source.chunks:
        pytest.skip("its format has no chunks")
    where, mask = (Condition(field, value),), passing(field, value, documents(opened))
    assert 0 < sum(mask) < COUNT
    assert opened.collection.count_matching(where) == sum(mask)
    for query, hits in zip(QUERIES, opened.collection.search(QUERIES, 3, where=where, exact=True), strict=True):
        rows = oracle.top(opened.source.metric.value, query, stored(opened), 3, mask)
        assert list(hits.ids) == [opened.source.ids[row] for row in rows]
    ranks = opened.collection.ranks(QUERIES, opened.source.ids, where=where).ranks
    expected = oracle.ranks(opened.source.metric.value, QUERIES, stored(opened), range(COUNT), mask)
    np.testing.assert_array_equal(ranks, expected)
    for hits in opened.collection.search(QUERIES, COUNT, where=where, params=EXHAUSTIVE):
        assert {mask[opened.source.ids.index(each)] for each in hits.ids} == {True}
        assert len(hits.ids) == sum(mask & np.isfinite(stored(opened)).all(axis=1))


def test_production_finds_what_the_index_that_was_given_finds(opened: Opened) -> None:
    index = opened.made.index
    if index is None:
        assert not opened.collection.has_ann
        return
    names = dict(zip(opened.source.labels.tolist(), opened.source.ids, strict=True))
    for k in (1, 5, 10):
        _, labels = index.search(QUERIES, k)
        for row, hits in zip(labels, opened.collection.search(QUERIES, k), strict=True):
            assert sorted(hits.ids) == sorted(names[int(label)] for label in row if label >= 0)


def test_what_passes_through_the_codes_twice_is_what_is_stored(opened: Opened) -> None:
    given = opened.source.vectors[opened.source.rows]
    kept = opened.collection.as_kept(np.ascontiguousarray(given))
    close(kept, stored(opened), 1e-5)


def test_a_structure_says_how_it_treats_each_document(opened: Opened) -> None:
    for name in opened.source.ids:
        found = opened.collection.structure(QUERIES[1:2], name, 5)
        if found is None:
            assert not opened.collection.has_ann
            return
        assert found.metric is opened.source.metric
        assert (found.nlist is None) == ("IVF" not in opened.source.name)
        if found.nlist is not None:
            returned = name in opened.collection.search(QUERIES[1:2], COUNT)[0].ids
            assert returned == (found.cell_rank <= found.nprobe)
        if found.ef_search is not None:
            within = name in opened.collection.search(QUERIES[1:2], 5, params=EXHAUSTIVE)[0].ids
            assert (found.ef_needed is not None) == within
