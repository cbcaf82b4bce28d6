"""What all sessions share of an index and its model."""

from __future__ import annotations

import gc
import sys

import pytest

from inspector.ui.runtime import engine
from tests.ui.waiting import until

MODEL = "sentence-transformers/all-MiniLM-L6-v2"


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
