"""Whether numpy's files are read as float32 matrices, and what only claims to be one is refused."""

import io
import struct
import zipfile

import numpy as np
import pytest

from inspector.errors import StoreError
from inspector.stores.foreign.arrays import ArrayFacts, copy_array, measure_array

WIDE = np.random.default_rng(3).normal(size=(20_000, 6))


def copied(path, name=""):
    blocks = []
    facts = copy_array(path, blocks.append, name)
    assert all(block.dtype == np.float32 and block.flags.c_contiguous for block in blocks)
    assert max(map(len, blocks)) <= 16_384
    return facts, np.concatenate(blocks)


@pytest.mark.parametrize("order", ["C", "F"])
@pytest.mark.parametrize("dtype", ["<f4", ">f4", "<f8", ">f8", "<f2", ">f2"])
@pytest.mark.parametrize("kind", ["npy", "npz", "packed"])
def test_a_matrix_of_any_float_type_and_order_comes_out_as_numpy_casts_it(tmp_path, kind, dtype, order):
    given, path = np.asarray(WIDE.astype(dtype), order=order), tmp_path / f"v.{kind[:3]}"
    {"npy": np.save, "npz": np.savez, "packed": np.savez_compressed}[kind](path, given)
    path = path if path.exists() else path.with_name("v.pac.npz")
    facts, found = copied(path)
    assert (facts.count, facts.dim, facts.name) == (20_000, 6, "" if kind == "npy" else "arr_0")
    assert np.dtype(facts.dtype) == np.dtype(dtype)
    np.testing.assert_array_equal(found, given.astype(np.float32))
    assert measure_array(path) == facts


def test_rows_that_are_not_finite_and_numbers_beyond_float32_come_through(tmp_path):
    given = np.array([[np.nan, 1.0], [np.inf, 0.0], [1e300, -1e300]])
    np.save(tmp_path / "v.npy", given)
    np.testing.assert_array_equal(copied(tmp_path / "v.npy")[1], [[np.nan, 1], [np.inf, 0], [np.inf, -np.inf]])


def test_the_only_matrix_of_floats_in_an_archive_is_found_and_several_are_asked_for(tmp_path):
    path = tmp_path / "v.npz"
    np.savez(path, ids=np.arange(3), v=np.ones((3, 2)))
    assert measure_array(path) == ArrayFacts("v", 3, 2, "float64")
    np.savez(path, a=np.ones((3, 2)), b=np.zeros((4, 2)))
    with pytest.raises(StoreError, match="2 matrices of floats among: a, b") as caught:
        measure_array(path)
    assert caught.value.hint == "Name the one to read."
    assert measure_array(path, "b").count == 4
    with pytest.raises(StoreError, match='no array "c"; it has: a, b'):
        measure_array(path, "c")


@pytest.mark.parametrize(
    "given",
    [np.ones(4), np.ones((2, 2, 2)), np.ones((2, 2), dtype=int), np.ones((2, 2), dtype=complex), np.ones((0, 3)),
     np.ones((3, 0)), np.float32(1), np.ones((1, 70_000)), np.array([["a"]])],
    ids=lambda given: f"{given.dtype} {given.shape}",
)  # fmt: skip
@pytest.mark.parametrize("ending", ["npy", "npz"])
def test_anything_but_a_matrix_of_floats_is_refused(tmp_path, given, ending):
    (np.save if ending == "npy" else np.savez)(tmp_path / f"v.{ending}", given)
    with pytest.raises(StoreError):
        measure_array(tmp_path / f"v.{ending}", "" if ending == "npy" else "arr_0")


@pytest.mark.parametrize("ending", ["npy", "npz"])
def test_objects_are_never_unpickled(tmp_path, ending):
    marker, path = tmp_path / "made", tmp_path / f"v.{ending}"

    class Harmful:
        def __reduce__(self):
            return open, (str(marker), "w")

    given = np.array([[Harmful()]], dtype=object)
    np.save(path, given, allow_pickle=True) if ending == "npy" else np.savez(path, given)
    with pytest.raises(StoreError):
        copy_array(path, lambda block: None)
    assert not marker.exists()


def header(shape: str, dtype: str = "<f4") -> bytes:
    text = f"{{'descr': {dtype!r}, 'fortran_order': False, 'shape': {shape}, }}".encode()
    text += b" " * (-(len(text) + 11) % 64) + b"\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(text)) + text


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x93NUMPY",
        b"\x93NUMPY\x09\x00\x10\x00",
        header("(1000000000, 384)") + b"0" * 100,
        header("(4611686018427387904, 4)") + b"0" * 100,
        header("(-1, 4)") + b"0" * 100,
        header("(2, 3.0)") + b"0" * 100,
        header("(10, 10)") + b"0" * 399,
        header("(" * 300),
        header("(1, 1)", "|O") + b"0" * 8,
        header("(1, 1)", "<f99"),
        b"{}",
    ],
)
def test_a_header_that_claims_what_the_file_does_not_hold_is_refused(tmp_path, content):
    path = tmp_path / "v.npy"
    path.write_bytes(content)
    with pytest.raises(StoreError) as caught:
        copy_array(path, lambda block: None)
    assert str(path) in caught.value.message
    with zipfile.ZipFile(tmp_path / "v.npz", "w") as archive:
        archive.writestr("v.npy", content)
    with pytest.raises(StoreError):
        copy_array(tmp_path / "v.npz", lambda block: None)


def test_an_archive_that_unpacks_to_far_more_than_vectors_do_is_refused_before_it_is_unpacked(tmp_path):
    path, blocks = tmp_path / "bomb.npz", []
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("v.npy", "w") as file:
        file.write(header("(262144, 128)"))
        for _ in range(128):
            file.write(b"\0" * (1 << 20))
    assert path.stat().st_size < 200_000
    with pytest.raises(StoreError, match="which no vectors do"):
        copy_array(path, blocks.append)
    assert blocks == []


def test_a_member_of_another_size_than_its_header_says_is_refused(tmp_path):
    path = tmp_path / "v.npz"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("v.npy", header("(1000, 4)") + b"\0" * 160_000)
    with pytest.raises(StoreError, match=r"says it is 1,000 x 4, 16,000 bytes, but unpacks to"):
        measure_array(path)


def test_the_checksum_of_an_archive_is_compared(tmp_path):
    content = io.BytesIO()
    np.savez(content, v=np.ones((1000, 4), dtype=np.float32))
    data = bytearray(content.getvalue())
    data[8000] ^= 1
    (tmp_path / "v.npz").write_bytes(data)
    with pytest.raises(StoreError, match="CRC"):
        copy_array(tmp_path / "v.npz", lambda block: None)


def test_a_limit_on_bytes_holds_for_what_is_claimed(tmp_path):
    np.save(tmp_path / "v.npy", np.ones((100, 4), dtype=np.float32))
    assert measure_array(tmp_path / "v.npy", most=1_600).count == 100
    with pytest.raises(StoreError, match="1,600 bytes, at most 1,599 are read"):
        measure_array(tmp_path / "v.npy", most=1_599)
