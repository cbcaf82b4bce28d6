import faiss
import numpy as np
import pytest

from inspector.errors import StoreError
from inspector.stores.ann_build import adopt_ann

COUNT, DIM = 600, 16


def vectors(seed=0, count=COUNT):
    return np.random.default_rng(seed).normal(size=(count, DIM)).astype(np.float32)


def queries(seed=1):
    return np.random.default_rng(seed).normal(size=(5, DIM)).astype(np.float32)


def made_elsewhere(key, metric=faiss.METRIC_INNER_PRODUCT, rows=None, ids=None):
    rows = vectors() if rows is None else rows
    index = faiss.index_factory(rows.shape[1], key, metric)
    index.train(rows)
    if ids is None:
        index.add(rows)
    else:
        index.add_with_ids(rows, ids)
    return index


def test_settings_of_a_structure_made_elsewhere_are_read_off_it(tmp_path):
    index = made_elsewhere("IVF4,PQ4x4")
    index.nprobe = 3
    faiss.write_index(index, str(tmp_path / "made.faiss"))
    spec = adopt_ann(tmp_path / "made.faiss", tmp_path / "ann.faiss", COUNT, DIM)
    assert (spec.structure, spec.nlist, spec.nprobe, spec.m, spec.nbits) == ("IndexIVFPQ", 4, 3, 4, 4)


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: made_elsewhere("Flat", rows=vectors(count=7)), "holds 7 vectors, but there are 600"),
        (
            lambda: made_elsewhere("Flat", rows=vectors().reshape(1200, 8)[:600]),
            "8 dimensions, but the vectors have 16",
        ),
        (lambda: made_elsewhere("IDMap,Flat", ids=np.arange(COUNT) + 5), "otherwise than 0 to 599"),
        (lambda: made_elsewhere("IVF4,Flat", ids=np.zeros(COUNT, dtype=np.int64)), "otherwise than 0 to 599"),
        (lambda: made_elsewhere("Flat", faiss.METRIC_L1), "metric"),
    ],
)
def test_a_structure_that_does_not_fit_is_refused(tmp_path, make, says):
    faiss.write_index(make(), str(tmp_path / "made.faiss"))
    with pytest.raises(StoreError) as caught:
        adopt_ann(tmp_path / "made.faiss", tmp_path / "ann.faiss", COUNT, DIM)
    assert says in str(caught.value)
    assert not (tmp_path / "ann.faiss").exists()


@pytest.mark.parametrize("content", [b"", b"not a FAISS file", b"IxHN" + b"\xff" * 200])
def test_a_corrupt_file_is_refused_and_hurts_nobody(tmp_path, content):
    (tmp_path / "made.faiss").write_bytes(content)
    with pytest.raises(StoreError, match="cannot be read as a FAISS index"):
        adopt_ann(tmp_path / "made.faiss", tmp_path / "ann.faiss", COUNT, DIM)


def test_a_missing_file_is_said_to_be_missing(tmp_path):
    with pytest.raises(StoreError, match="does not exist"):
        adopt_ann(tmp_path / "none.faiss", tmp_path / "ann.faiss", COUNT, DIM)
