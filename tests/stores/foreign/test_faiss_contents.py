"""Whether a FAISS index is described as what it is: metric, kind, labels by row, and what is left of its vectors."""

import faiss
import numpy as np
import pytest

from inspector.contract import Metric
from inspector.errors import StoreError
from inspector.stores.foreign.faiss_contents import Kept, contents_of
from tests.stores.foreign.faiss_samples import CODED, DIM, EXACT, GIVEN, HALF, LABELS, PACKED, ROWS, made, read_back

KEPT = {
    **dict.fromkeys(EXACT, Kept.EXACT),
    **dict.fromkeys(HALF, Kept.HALF),
    **dict.fromkeys(CODED + PACKED, Kept.CODED),
}


@pytest.mark.parametrize("factory", KEPT)
def test_labels_are_in_row_order_and_precision_is_said(factory):
    found = contents_of(read_back(made(factory)))
    assert (found.count, found.dim, found.metric) == (ROWS, DIM, Metric.L2)
    assert (found.kept, found.lossless) == (KEPT[factory], KEPT[factory] is Kept.EXACT)
    expected = LABELS if "IDMap" in factory else np.arange(ROWS)
    np.testing.assert_array_equal(found.labels, expected)
    assert found.numbered == ("IDMap" not in factory)
    assert not found.labels.flags.writeable


@pytest.mark.parametrize("factory", ["Flat", "IVF4,PQ4x4", "IDMap,Flat", "HNSW8,Flat", "OPQ4_16,PQ4x4", "PQ4x4,RFlat"])
def test_an_empty_index_is_described(factory):
    found = contents_of(read_back(made(factory, rows=0)))
    assert (found.count, len(found.labels), found.numbered) == (0, 0, True)


def test_inner_product_and_l2_are_told_apart_and_another_metric_is_refused():
    assert contents_of(made("Flat", faiss.METRIC_INNER_PRODUCT)).metric is Metric.INNER_PRODUCT
    with pytest.raises(StoreError, match="metric that FAISS numbers 2"):
        contents_of(read_back(faiss.IndexFlat(DIM, faiss.METRIC_L1)))


def test_kinds_are_named_from_the_outside_in():
    assert contents_of(made("OPQ4_16,IVF4,PQ4x4")).kind == "IndexPreTransform, IndexIVFPQ"
    assert contents_of(made("IDMap,Flat")).kind == "IndexIDMap, IndexFlat"
    assert contents_of(made("IVF4,PQ4x4,RFlat")).kind == "IndexRefineFlat, IndexIVFPQ, IndexFlat"


@pytest.mark.parametrize("factory", ["IVF4,Flat", "IVF4,PQ4x4", "IVF4,SQ8"])
def test_cells_with_numbers_of_their_own_are_ordered_by_number(factory):
    index = faiss.index_factory(DIM, factory)
    index.train(GIVEN)
    index.add_with_ids(GIVEN, LABELS)
    found = contents_of(read_back(index))
    np.testing.assert_array_equal(found.labels, np.sort(LABELS))
    assert not found.numbered


def test_a_binary_index_is_refused():
    with pytest.raises(StoreError, match="binary index"):
        contents_of(faiss.IndexBinaryFlat(64))


def test_cells_that_keep_copies_only_once_are_refused():
    index = faiss.index_factory(DIM, "IVF4,FlatDedup")
    index.train(GIVEN)
    index.add(np.vstack([GIVEN, GIVEN[:5]]))
    with pytest.raises(StoreError, match="Its cells hold 300 vectors, but it says 305"):
        contents_of(read_back(index))


def test_a_map_of_numbers_that_is_too_short_is_refused():
    index = faiss.IndexIDMap(faiss.IndexFlatL2(DIM))
    index.add_with_ids(GIVEN, LABELS)
    index.id_map.resize(5)
    with pytest.raises(StoreError, match="does not fit the vectors behind it"):
        contents_of(index)
