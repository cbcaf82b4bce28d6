from pathlib import Path

import pytest

from inspector.errors import StoreError
from inspector.stores.copies import made_apart


def test_a_copy_is_in_its_place_only_when_it_is_whole(tmp_path: Path) -> None:
    folder = tmp_path / "copies" / "docs"
    with made_apart(folder) as part:
        (part / "a").write_text("whole")
        assert not folder.exists()
    assert [each.name for each in folder.parent.iterdir()] == ["docs"]
    with pytest.raises(ZeroDivisionError), made_apart(folder) as part:
        (part / "a").write_text(str(1 // 0))
    assert [each.name for each in folder.parent.iterdir()] == ["docs"]
    assert (folder / "a").read_text() == "whole"


def test_what_cannot_be_written_is_said_with_the_place(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(StoreError, match=r"docs cannot be made"), made_apart(tmp_path / "file" / "docs"):
        pass
