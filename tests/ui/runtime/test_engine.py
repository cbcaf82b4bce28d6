"""What all sessions share of an index and its model."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path

import numpy as np
import pytest

from inspector.errors import StoreError
from inspector.stores.layout import DOCUMENTS, KEYWORD, VECTORS
from inspector.ui.runtime import engine
from tests.toy_index import toy_index
from tests.ui.waiting import until

MODEL = "sentence-transformers/all-MiniLM-L6-v2"


def test_a_file_that_was_cut_short_under_an_open_index_is_told_and_not_read_and_a_restored_one_opens_again(
    tmp_path: Path,
) -> None:
    """Through the old map of a restored file the process would still be ended by the system."""
    folder = toy_index(tmp_path).collection.folder
    opened = engine.collection(folder)
    assert engine.collection(folder) is opened
    for path in (folder / VECTORS, folder / DOCUMENTS, next((folder / KEYWORD).glob("*.npy"))):
        whole = path.read_bytes()
        os.truncate(path, len(whole) // 2)
        with pytest.raises(StoreError, match=f"{path.name} has {len(whole) // 2:,} bytes, the manifest says"):
            engine.collection(folder)
        (tmp_path / "restored").write_bytes(whole)
        os.replace(tmp_path / "restored", path)
        again = engine.collection(folder)
        assert again is not opened
        assert len(again.vectors(np.arange(again.count))) == len(again.documents(again.ids_at(np.arange(again.count))))
        opened = again


@pytest.mark.model
def test_once_a_model_is_shared_no_thread_keeps_pythons_lock_for_long_and_garbage_is_sought_among_what_is_new() -> None:
    before = sys.getswitchinterval()
    try:
        until(lambda: not engine.embedder(MODEL, 0).loading)
        assert engine.embedder(MODEL, 0).value is not None
        assert sys.getswitchinterval() == pytest.approx(engine.SWITCH_SECONDS)
        assert len(gc.get_objects()) < gc.get_freeze_count()
    finally:
        gc.unfreeze()
        sys.setswitchinterval(before)
        engine.forget_embedder(MODEL, 0)
