from concurrent.futures import ThreadPoolExecutor

import faiss
import numpy as np
import pytest

from inspector.contract import Metric
from inspector.stores.ann import AnnIndex, open_ann
from inspector.stores.ann_build import adopt_ann, write_ann
from inspector.stores.ann_spec import AnnKind, parse_ann
from inspector.stores.collection import SearchParams
from tests import oracle

METRICS = list(Metric)
EXHAUSTIVE = ["flat", "hnsw,m=16,efSearch=600", "ivf,nlist=8,nprobe=8"]
COUNT, DIM = 600, 16


def vectors(seed=0, count=COUNT):
    return np.random.default_rng(seed).normal(size=(count, DIM)).astype(np.float32)


def queries(seed=1):
    return np.random.default_rng(seed).normal(size=(5, DIM)).astype(np.float32)


def opened(tmp_path, rows, metric, text):
    spec = write_ann(tmp_path / "ann.faiss", rows, metric, parse_ann(text))
    return open_ann(tmp_path / "ann.faiss", len(rows), rows.shape[1], spec)


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("text", EXHAUSTIVE)
def test_exhaustive_settings_equal_brute_force_after_a_round_trip(tmp_path, metric, text):
    rows = vectors()
    found = opened(tmp_path, rows, metric, text).search(queries(), 10)
    assert [hits.rows.tolist() for hits in found] == [oracle.top(metric, query, rows, 10) for query in queries()]


@pytest.mark.parametrize("metric", METRICS)
def test_product_quantization_finds_most_of_what_brute_force_finds(tmp_path, metric):
    rows = vectors()
    found = opened(tmp_path, rows, metric, "ivfpq,nlist=4,nprobe=4,m=16,nbits=6").search(queries(), 10)
    shared = [
        len(set(hits.rows.tolist()) & set(oracle.top(metric, query, rows, 10)))
        for query, hits in zip(queries(), found, strict=True)
    ]
    assert sum(shared) >= 40  # of 50: one code of 64 values for each single dimension


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("text", [*EXHAUSTIVE, "ivfpq,nlist=4,nprobe=4,nbits=4"])
def test_a_filtered_document_is_never_found(tmp_path, metric, text):
    rows = vectors()
    mask = np.random.default_rng(3).random(COUNT) < 0.1
    index = opened(tmp_path, rows, metric, text)
    for hits in index.search(queries(), 20, mask=mask):
        assert len(hits.rows) == 20
        assert mask[hits.rows].all()
    assert all(len(hits.rows) == 0 for hits in index.search(queries(), 20, mask=np.zeros(COUNT, dtype=bool)))


@pytest.mark.parametrize("text", ["flat", "ivf,nlist=8,nprobe=8"])
def test_a_filtered_exhaustive_search_equals_brute_force_over_what_passes(tmp_path, text):
    rows = vectors()
    mask = np.random.default_rng(3).random(COUNT) < 0.1
    found = opened(tmp_path, rows, Metric.COSINE, text).search(queries(), 10, mask=mask)
    wanted = [oracle.top("cosine", query, rows, 10, mask) for query in queries()]
    assert [hits.rows.tolist() for hits in found] == wanted


def test_the_configured_settings_are_in_the_file_and_a_search_can_override_them(tmp_path):
    rows = vectors()
    index = opened(tmp_path, rows, Metric.COSINE, "ivf,nlist=32,nprobe=1")
    wanted = [oracle.top("cosine", query, rows, 10) for query in queries()]
    few = [hits.rows.tolist() for hits in index.search(queries(), 10)]
    assert few != wanted
    assert [hits.rows.tolist() for hits in index.search(queries(), 10, params=SearchParams(nprobe=32))] == wanted
    assert [hits.rows.tolist() for hits in index.search(queries(), 10)] == few
    everything = index.search(queries(), 10, mask=np.ones(COUNT, dtype=bool))
    assert [hits.rows.tolist() for hits in everything] == few


def test_the_length_of_the_candidate_list_changes_what_hnsw_finds(tmp_path):
    rows = vectors(count=3000)
    index = opened(tmp_path, rows, Metric.COSINE, "hnsw,m=4,efConstruction=8,efSearch=1")
    wanted = [oracle.top("cosine", query, rows, 5) for query in queries()]

    def hits_with(ef):
        found = index.search(queries(), 5, params=SearchParams(ef_search=ef))
        return sum(len(set(hits.rows.tolist()) & set(best)) for hits, best in zip(found, wanted, strict=True))

    assert hits_with(3000) > hits_with(1)


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("text", ["flat", "hnsw", "ivf", "ivfpq,nbits=4"])
def test_broken_zero_and_equal_vectors_keep_their_places(tmp_path, metric, text):
    rows = vectors()
    rows[3, 2], rows[4, 0], rows[5] = np.nan, np.inf, 0
    rows[10:40] = rows[9]
    index = opened(tmp_path, rows, metric, text)
    assert index.count == COUNT
    sound = np.isfinite(rows).all(axis=1)
    for hits in index.search(queries(), 30, mask=sound):
        assert not {3, 4} & set(hits.rows.tolist())


def test_more_than_there_are_gives_all_there_are(tmp_path):
    found = opened(tmp_path, vectors(), Metric.L2, "flat").search(queries(), 10_000)
    assert all(sorted(hits.rows.tolist()) == list(range(COUNT)) for hits in found)


def test_a_query_that_is_not_finite_finds_nothing(tmp_path):
    asked = queries()
    asked[1, 0] = np.nan
    found = opened(tmp_path, vectors(), Metric.COSINE, "hnsw").search(asked, 3)
    assert [len(hits.rows) for hits in found] == [3, 0, 3, 3, 3]


def made_elsewhere(key, metric=faiss.METRIC_INNER_PRODUCT, rows=None, ids=None):
    rows = vectors() if rows is None else rows
    index = faiss.index_factory(rows.shape[1], key, metric)
    index.train(rows)
    if ids is None:
        index.add(rows)
    else:
        index.add_with_ids(rows, ids)
    return index


FOREIGN = [
    "Flat",
    "HNSW16,Flat",
    "IVF4,Flat",
    "IVF4,PQ4x4",
    "IVF4,PQ4x4,RFlat",
    "PCA8,IVF4,Flat",
    "PCA8,Flat",
    "SQ8",
    "PQ4x4",
    "HNSW16,SQ8",
    "IVF4,SQ8",
    "IVF4_HNSW8,Flat",
    "IVF4,PQ4x4fs",
    "NSG16,Flat",
]


@pytest.mark.parametrize("key", FOREIGN)
def test_structures_made_elsewhere_are_adopted_searched_and_filtered(tmp_path, key):
    faiss.write_index(made_elsewhere(key), str(tmp_path / "made.faiss"))
    spec = adopt_ann(tmp_path / "made.faiss", tmp_path / "ann.faiss", COUNT, DIM)
    assert (tmp_path / "ann.faiss").read_bytes() == (tmp_path / "made.faiss").read_bytes()
    assert spec.kind is AnnKind.FILE
    index = open_ann(tmp_path / "ann.faiss", COUNT, DIM, spec)
    bare = faiss.read_index(str(tmp_path / "made.faiss"))
    labels = bare.search(queries(), 10)[1]
    found = index.search(queries(), 10)
    assert [set(hits.rows.tolist()) for hits in found] == [set(row[row >= 0].tolist()) for row in labels]
    mask = np.random.default_rng(3).random(COUNT) < 0.3
    for params in (None, SearchParams(nprobe=4, ef_search=100)):
        assert all(mask[hits.rows].all() for hits in index.search(queries(), 10, mask=mask, params=params))


def test_the_metric_of_a_structure_is_its_own():
    assert AnnIndex(made_elsewhere("Flat", faiss.METRIC_L2)).metric is Metric.L2
    assert AnnIndex(made_elsewhere("Flat")).metric is Metric.INNER_PRODUCT


def test_two_threads_with_different_settings_do_not_meet(tmp_path):
    rows = vectors()
    index = opened(tmp_path, rows, Metric.COSINE, "ivf,nlist=32,nprobe=1")

    def search(nprobe):
        return [hits.rows.tolist() for hits in index.search(queries(), 10, params=SearchParams(nprobe=nprobe))]

    alone = {nprobe: search(nprobe) for nprobe in (1, 32)}
    with ThreadPoolExecutor(2) as pool:
        for nprobe, answer in zip([1, 32] * 10, pool.map(search, [1, 32] * 10), strict=True):
            assert answer == alone[nprobe]
