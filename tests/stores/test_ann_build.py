import numpy as np
import pytest

from inspector.contract import Metric
from inspector.errors import CancelledError, RequestError
from inspector.stores.ann import open_ann
from inspector.stores.ann_build import build_ann, write_ann
from inspector.stores.ann_spec import AnnKind, AnnSpec, parse_ann

COUNT, DIM = 600, 16


METRICS = list(Metric)


def vectors(seed=0, count=COUNT):
    return np.random.default_rng(seed).normal(size=(count, DIM)).astype(np.float32)


def queries(seed=1):
    return np.random.default_rng(seed).normal(size=(5, DIM)).astype(np.float32)


def opened(tmp_path, rows, metric, text):
    spec = write_ann(tmp_path / "ann.faiss", rows, metric, parse_ann(text))
    return open_ann(tmp_path / "ann.faiss", len(rows), rows.shape[1], spec)


@pytest.mark.parametrize("text", ["flat", "hnsw", "ivf", "ivfpq,m=4"])
@pytest.mark.parametrize("count", [2, 5])
def test_tiny_and_uniform_collections_can_be_built(tmp_path, text, count):
    rows = np.tile(vectors(count=1), (count, 1))
    index = opened(tmp_path, rows, Metric.COSINE, text)
    found = index.search(queries(), 10)
    assert all(sorted(hits.rows.tolist()) == list(range(count)) for hits in found)


@pytest.mark.parametrize("text", ["flat", "hnsw", "ivf"])
def test_one_document_is_found(tmp_path, text):
    rows = vectors(count=1)
    assert [hits.rows.tolist() for hits in opened(tmp_path, rows, Metric.L2, text).search(queries(), 3)] == [[0]] * 5


def test_defaults_count_only_vectors_to_learn_from():
    rows = vectors()
    rows[100:] = 0
    _, spec = build_ann(rows, Metric.COSINE, AnnSpec(AnnKind.IVFPQ))
    # 100 vectors with a direction: 100 // 39 = 2 cells, 2 ** 6 = 64 <= 100 < 2 ** 7.
    assert (spec.nlist, spec.nbits) == (2, 6)


def test_defaults_are_filled_in_and_told():
    _, spec = build_ann(vectors(), Metric.COSINE, AnnSpec(AnnKind.IVFPQ))
    # 4 * sqrt(600) = 98, but 600 // 39 = 15 cells; sqrt(15) = 4; 16 dimensions // 8 = 2 codes.
    assert (spec.nlist, spec.nprobe, spec.m, spec.nbits) == (15, 4, 2, 8)
    assert spec.structure == "IndexIVFPQ"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("ivf,nlist=1000", "nlist=1000 takes at least 1000 vectors to learn from, there are 600"),
        ("ivfpq,m=5", "1, 2, 4, 8, 16"),
        ("ivfpq,nbits=10", "nbits=10 takes at least 1024 vectors to learn from, there are 600"),
        ("hnsw,m=1", "at least 2"),
    ],
)
def test_settings_that_do_not_fit_are_refused(text, says):
    with pytest.raises(RequestError) as caught:
        build_ann(vectors(), Metric.COSINE, parse_ann(text))
    assert says in str(caught.value)


def test_building_can_be_stopped_and_leaves_no_file(tmp_path):
    def stop(done, total, message):
        raise CancelledError("stopped")

    with pytest.raises(CancelledError):
        write_ann(tmp_path / "ann.faiss", vectors(), Metric.COSINE, parse_ann("flat"), progress=stop)
    assert list(tmp_path.iterdir()) == []
