import numpy as np
import pytest

from inspector.contract import Contract
from inspector.errors import CancelledError, StoreError
from inspector.stores import layout
from inspector.stores.finish import finish_folder, verify
from inspector.stores.manifest import Counts, read_manifest
from tests.stores.samples import make_folder, vectors_for


def test_hashes_tell_a_change_that_sizes_do_not(tmp_path):
    folder = make_folder(tmp_path / "index")
    assert verify(folder) == ()
    content = bytearray((folder / layout.VECTORS).read_bytes())
    content[-1] ^= 1
    (folder / layout.VECTORS).write_bytes(bytes(content))
    (folder / layout.DOCUMENTS).unlink()
    assert verify(folder) == (layout.DOCUMENTS, layout.VECTORS)


def test_a_build_counts_what_is_odd(tmp_path):
    vectors = vectors_for()
    vectors[0, 0], vectors[1, 1], vectors[2] = np.nan, -np.inf, 0
    counts = read_manifest(make_folder(tmp_path / "index", vectors=vectors)).counts
    assert counts == Counts(documents=6, empty_texts=1, invalid_vectors=2, zero_vectors=1)


def test_files_that_do_not_belong_together_are_refused(tmp_path):
    with pytest.raises(StoreError, match="6 documents of 8 dimensions, but the vectors have the shape 5 x 8"):
        make_folder(tmp_path / "index", vectors=vectors_for(5))
    assert not (tmp_path / "index" / layout.MANIFEST).exists()


def test_finishing_can_be_stopped_and_leaves_no_manifest(tmp_path):
    folder = make_folder(tmp_path / "index")
    (folder / layout.MANIFEST).unlink()

    def stop(done, total, message):
        raise CancelledError("stopped")

    with pytest.raises(CancelledError):
        finish_folder(folder, name="x", contract=Contract(model="toy", dim=8), progress=stop)
    assert not (folder / layout.MANIFEST).exists()
