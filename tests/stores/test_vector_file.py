from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from inspector.errors import StoreError
from inspector.stores.vector_file import VectorFile, finished_rows

ROWS = np.arange(12, dtype=np.float32).reshape(4, 3)


def test_rows_appended_in_parts_read_as_one_matrix(tmp_path: Path) -> None:
    with VectorFile(tmp_path / "v.npy", 4, 3) as file:
        file.append(ROWS[:1])
        file.append(ROWS[1:])
    assert np.array_equal(np.load(tmp_path / "v.npy", allow_pickle=False), ROWS)


def test_what_stands_behind_the_finished_rows_is_cut_off(tmp_path: Path) -> None:
    path = tmp_path / "v.npy"
    with VectorFile(path, 4, 3) as file:
        file.append(ROWS[:2])
        file.append(-ROWS[2:3])
    assert finished_rows(path, 3, 2) == 2
    with VectorFile(path, 4, 3, rows=2) as file:
        file.append(ROWS[2:])
    assert np.array_equal(np.load(path, allow_pickle=False), ROWS)


def test_rows_that_were_noted_but_are_not_there_do_not_count(tmp_path: Path) -> None:
    assert finished_rows(tmp_path / "v.npy", 3, 2) == 0


def test_a_disk_without_room_is_told_before_the_work(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"need 4,000,000,000,000 MB more"), VectorFile(tmp_path / "v", 10**15, 1000):
        pass
    assert not (tmp_path / "v").exists()
