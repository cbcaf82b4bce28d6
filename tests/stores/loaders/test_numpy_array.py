from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from inspector.errors import StoreError
from inspector.progress import silent
from inspector.stores.loaders.numpy_array import take, widened
from inspector.stores.spec import read_spec
from tests.stores.loaders.conformance.corpus import COUNT, VECTORS, write_jsonl


@pytest.mark.parametrize(
    ("dtype", "said"),
    [("float32", ()), ("float64", ("The vectors were float64 and are stored as float32.",)), (">f4", None)],
)
def test_another_type_is_told(dtype: str, said: tuple[str, ...] | None) -> None:
    assert widened(dtype) == (said or widened(dtype))
    assert bool(widened(dtype)) == (dtype != "float32")


def test_one_of_several_arrays_is_taken_by_its_name(tmp_path: Path) -> None:
    np.savez(tmp_path / "v.npz", first=VECTORS, second=VECTORS[::-1])
    spec = f"numpy:{tmp_path / 'v.npz'}?documents={write_jsonl(tmp_path / 'c.jsonl')}"
    with pytest.raises(StoreError, match="first, second"):
        take(read_spec(spec), tmp_path, silent)
    take(read_spec(f"{spec}&array=second"), tmp_path, silent)
    np.testing.assert_array_equal(np.load(tmp_path / "vectors.npy"), VECTORS[::-1])


def test_another_number_of_documents_is_refused_with_both_numbers(tmp_path: Path) -> None:
    np.save(tmp_path / "v.npy", VECTORS[1:])
    spec = read_spec(f"numpy:{tmp_path / 'v.npy'}?documents={write_jsonl(tmp_path / 'c.jsonl')}")
    with pytest.raises(StoreError, match=f"has {COUNT - 1} vectors, but c.jsonl has {COUNT} documents"):
        take(spec, tmp_path, silent)
