"""Whether vectors come back from every FAISS type as FAISS, numpy or arithmetic says, in row order."""

import faiss
import numpy as np
import pytest

from inspector.errors import CancelledError, StoreError
from inspector.stores.foreign.faiss_contents import contents_of
from inspector.stores.foreign.faiss_vectors import codec_of, copy_vectors, read_faiss
from tests.stores.foreign.faiss_samples import (
    CODED,
    DIM,
    EXACT,
    GIVEN,
    HALF,
    LABELS,
    PACKED,
    ROWS,
    made,
    read_back,
    reconstructed,
)


def copied(index):
    out = np.full((contents_of(index).count, index.d), np.nan, dtype=np.float32)
    copy_vectors(index, out)
    return out


@pytest.mark.parametrize("factory", EXACT)
def test_flat_vectors_come_back_bit_for_bit(factory):
    index = read_back(made(factory))
    np.testing.assert_array_equal(copied(index), GIVEN)
    assert codec_of(index) is None


@pytest.mark.parametrize("factory", HALF)
def test_half_precision_is_what_numpy_casts(factory):
    np.testing.assert_array_equal(copied(read_back(made(factory))), GIVEN.astype(np.float16).astype(np.float32))


@pytest.mark.parametrize("factory", CODED + HALF + PACKED)
def test_codes_are_decoded_as_faiss_does_before_the_index_is_written(factory):
    np.testing.assert_allclose(copied(read_back(made(factory))), reconstructed(made(factory)), rtol=0, atol=2e-6)


@pytest.mark.parametrize("factory", CODED + HALF + PACKED)
def test_the_codec_gives_what_adding_and_reading_back_gives(factory):
    index = read_back(made(factory))
    before = copied(index)
    coded = codec_of(index)(GIVEN)
    assert coded.dtype == np.float32
    np.testing.assert_allclose(coded, before, rtol=0, atol=2e-6)
    np.testing.assert_array_equal(copied(index), before)
    assert index.ntotal == ROWS


@pytest.mark.parametrize("factory", ["IVF4,Flat", "IVF4,SQfp16", "IVF4,PQ4x4fs"])
def test_vectors_in_cells_follow_their_numbers(factory):
    index = faiss.index_factory(DIM, factory)
    index.train(GIVEN)
    index.add_with_ids(GIVEN, LABELS)
    found = copied(read_back(index))
    plain = copied(read_back(made(factory)))
    np.testing.assert_allclose(found, plain[np.argsort(LABELS)], rtol=0, atol=2e-3)


def test_repeated_numbers_keep_all_their_vectors():
    index = faiss.index_factory(DIM, "IVF4,Flat")
    index.train(GIVEN)
    index.add_with_ids(GIVEN[:4], np.array([9, 5, 9, 5]))
    found = copied(read_back(index))
    np.testing.assert_array_equal(contents_of(index).labels, [5, 5, 9, 9])
    assert sorted(map(tuple, found[:2])) == sorted(map(tuple, GIVEN[[1, 3]]))
    assert sorted(map(tuple, found[2:])) == sorted(map(tuple, GIVEN[[0, 2]]))


@pytest.mark.parametrize("factory", ["PCA8,Flat", "PCAW8,Flat", "PCAW16,Flat"])
def test_a_projection_is_taken_back_by_its_least_squares_inverse(factory):
    index = made(factory)
    transform = faiss.downcast_VectorTransform(index.chain.at(0))
    matrix = faiss.vector_to_array(transform.A)[: transform.d_out * DIM].reshape(-1, DIM).astype(np.float64)
    inner = GIVEN.astype(np.float64) @ matrix.T
    np.testing.assert_allclose(copied(read_back(index)), inner @ np.linalg.pinv(matrix).T, atol=2e-5)


def test_a_whitening_of_full_width_loses_nothing_but_rounding():
    np.testing.assert_allclose(copied(read_back(made("PCAW16,Flat"))), GIVEN, atol=2e-5)


@pytest.mark.parametrize("factory", ["Flat", "IVF4,PQ4x4", "IVF4,PQ4x4fs", "IDMap,Flat", "OPQ4_16,PQ4x4"])
def test_an_empty_index_gives_no_vectors(factory):
    index = read_back(made(factory, rows=0))
    assert copied(index).shape == (0, DIM)
    coder = codec_of(index)
    assert coder is None or coder(GIVEN[:0]).shape == (0, DIM)


def test_vectors_that_are_not_finite_come_back_as_they_are():
    given = GIVEN.copy()
    given[3, 2], given[4, 0] = np.nan, np.inf
    index = faiss.IndexFlatIP(DIM)
    index.add(given)
    np.testing.assert_array_equal(copied(read_back(index)), given)


def test_a_copy_in_blocks_into_a_file_is_the_same_and_can_be_stopped(tmp_path):
    many = np.random.default_rng(1).normal(size=(40_000, 4)).astype(np.float32)
    index = faiss.index_factory(4, "IVF2,Flat")
    index.train(many[:1000])
    index.add(many)
    out = np.lib.format.open_memmap(tmp_path / "v.npy", mode="w+", dtype=np.float32, shape=many.shape)
    seen = []
    copy_vectors(index, out, progress=lambda done, total, what: seen.append((done, total)))
    np.testing.assert_array_equal(out, many)
    assert seen[-1] == (40_000, 40_000)
    assert len(seen) >= 3

    def stop(done, total, what):
        raise CancelledError("enough")

    with pytest.raises(CancelledError):
        copy_vectors(index, out, progress=stop)


def test_what_gives_no_vectors_back_is_said_with_the_next_step():
    index = faiss.IndexPreTransform(faiss.CenteringTransform(DIM), faiss.IndexFlatL2(DIM))
    index.prepend_transform(faiss.ITQMatrix(DIM))
    index.train(GIVEN)
    index.add(GIVEN)
    with pytest.raises(StoreError, match="does not give its vectors back") as caught:
        copied(index)
    assert "vectors=" in caught.value.hint


@pytest.mark.parametrize("content", [b"", b"IxF", b"IxFI" + b"\xff" * 40, b"not an index", b"IxFI"])
def test_a_file_that_is_no_index_is_refused_with_its_path(tmp_path, content):
    (tmp_path / "v.faiss").write_bytes(content)
    with pytest.raises(StoreError) as caught:
        read_faiss(tmp_path / "v.faiss")
    assert str(tmp_path / "v.faiss") in caught.value.message
    assert ".cpp" not in caught.value.message


def test_a_binary_file_is_refused_as_such(tmp_path):
    faiss.write_index_binary(faiss.IndexBinaryFlat(64), str(tmp_path / "v.faiss"))
    with pytest.raises(StoreError, match="binary index"):
        read_faiss(tmp_path / "v.faiss")
