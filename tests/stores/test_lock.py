from __future__ import annotations

import os
from pathlib import Path

import pytest

from inspector.errors import CancelledError, StoreError
from inspector.stores.lock import locked


def test_a_lock_is_held_once_and_leaves_no_file(tmp_path: Path) -> None:
    with locked(tmp_path / "index"):
        with pytest.raises(StoreError, match="Another process"), locked(tmp_path / "index"):
            pass
        with locked(tmp_path / "other"):
            pass
    assert list(tmp_path.iterdir()) == []
    with locked(tmp_path / "index"):
        pass


def test_a_lock_file_left_by_an_ended_process_does_not_count(tmp_path: Path) -> None:
    (tmp_path / ".index.lock").touch()
    with locked(tmp_path / "index"):
        pass


def test_a_folder_above_that_is_a_file_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="cannot be written"), locked(tmp_path / "file" / "index"):
        pass


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the superuser may write anywhere")
def test_a_folder_above_without_permission_is_one_sentence(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(StoreError, match="permission denied"), locked(tmp_path / "index"):
        pass


def test_one_that_waits_gets_the_lock_when_it_is_free_and_may_be_stopped(tmp_path: Path) -> None:
    heard: list[str] = []
    holder = locked(tmp_path / "index")
    holder.__enter__()

    def free(done: int, total: int, message: str) -> None:
        heard.append(message)
        holder.__exit__(None, None, None)

    with locked(tmp_path / "index", patience=60, progress=free):
        assert len(heard) == 1

    def stop(done: int, total: int, message: str) -> None:
        raise CancelledError("Stopped.")

    with (
        locked(tmp_path / "index"),
        pytest.raises(CancelledError),
        locked(tmp_path / "index", patience=60, progress=stop),
    ):
        pass
