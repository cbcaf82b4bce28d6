"""Atomic writes, checked reads, and folders put in place in one step."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from inspector.errors import CorpusError, StoreError
from inspector.files import (
    append_whole,
    home,
    read_json,
    readable,
    reason,
    recover_folder,
    replace_folder,
    write_atomic,
    write_json,
)

AS_ROOT = os.geteuid() == 0


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_write_replaces_the_file_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "a.txt"
    write_atomic(path, lambda part: part.write_text("old") and None)
    write_atomic(path, lambda part: part.write_text("new") and None)
    assert path.read_text() == "new"
    assert names(path.parent) == ["a.txt"]


@pytest.mark.parametrize("failure", [RuntimeError("no"), KeyboardInterrupt(), MemoryError()])
def test_a_writer_that_fails_leaves_the_old_file_and_nothing_beside_it(tmp_path: Path, failure: BaseException) -> None:
    path = tmp_path / "a.txt"
    path.write_text("old")

    def write(part: Path) -> None:
        part.write_text("half")
        raise failure

    with pytest.raises(type(failure)):
        write_atomic(path, write)
    assert path.read_text() == "old"
    assert names(tmp_path) == ["a.txt"]


def test_a_full_disk_is_one_sentence_and_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("old")

    def write(part: Path) -> None:
        part.write_text("half")
        raise OSError(28, "No space left on device")

    with pytest.raises(StoreError, match=r"a\.txt could not be written: no space left on device\. Free some space"):
        write_atomic(path, write)
    assert path.read_text() == "old"
    assert names(tmp_path) == ["a.txt"]


def test_a_process_killed_while_writing_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    write_json(path, {"version": 1})
    script = (
        "import os, signal, sys\nfrom pathlib import Path\nfrom inspector.files import write_atomic\n"
        "def write(part):\n    part.write_text('{\"ver')\n    os.kill(os.getpid(), signal.SIGKILL)\n"
        "write_atomic(Path(sys.argv[1]), write)\n"
    )
    root = Path(__file__).parents[1]
    done = subprocess.run([sys.executable, "-c", script, str(path)], cwd=root, check=False)
    assert done.returncode == -signal.SIGKILL
    assert read_json(path) == {"version": 1}


def test_numpy_fills_the_very_file_it_is_given(tmp_path: Path) -> None:
    path = tmp_path / "vectors.npy"
    write_atomic(path, lambda part: np.save(part, np.arange(3)))
    assert np.load(path, allow_pickle=False).tolist() == [0, 1, 2]
    assert names(tmp_path) == ["vectors.npy"]


def test_a_written_file_can_be_read_by_whom_the_mask_allows(tmp_path: Path) -> None:
    by_hand = tmp_path / "by-hand"
    by_hand.touch()
    write_json(tmp_path / "a.json", 1)
    assert stat.S_IMODE((tmp_path / "a.json").stat().st_mode) == stat.S_IMODE(by_hand.stat().st_mode)


def test_a_folder_that_is_a_file_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="could not be written"):
        write_json(tmp_path / "file" / "a.json", 1)


@pytest.mark.skipif(AS_ROOT, reason="root may write everywhere")
def test_a_folder_without_permission_is_one_sentence(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(StoreError, match="permission denied"):
        write_json(tmp_path / "a.json", 1)


@pytest.mark.parametrize(
    "value", [{"name": "Ünïcode 你好 😀", "n": [1, 2.5, None, True]}, [], "x", 1e-300, {"b": 1, "a": 2}]
)
def test_json_comes_back_as_it_was_written(tmp_path: Path, value: object) -> None:
    write_json(tmp_path / "a.json", value)
    assert read_json(tmp_path / "a.json") == value


def test_json_is_written_in_utf_8_and_keeps_its_order(tmp_path: Path) -> None:
    write_json(tmp_path / "a.json", {"b": "ü", "a": 1})
    assert (tmp_path / "a.json").read_bytes().decode("utf-8") == '{\n  "b": "ü",\n  "a": 1\n}\n'


def test_what_json_cannot_say_is_refused_before_the_old_file_is_touched(tmp_path: Path) -> None:
    write_json(tmp_path / "a.json", 1)
    with pytest.raises(ValueError, match="not JSON compliant"):
        write_json(tmp_path / "a.json", {"distance": float("nan")})
    assert read_json(tmp_path / "a.json") == 1


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is not a JSON file"),
        (b'{"half":', "is not a JSON file"),
        (b"\xff\xfe\x00", "is not a JSON file"),
        (b"[" * 200_000, "is not a JSON file"),
    ],
)
def test_a_file_that_is_no_json_is_one_sentence(tmp_path: Path, content: bytes, sentence: str) -> None:
    (tmp_path / "a.json").write_bytes(content)
    with pytest.raises(StoreError, match=sentence):
        read_json(tmp_path / "a.json")


def test_a_missing_json_file_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"a\.json cannot be read: no such file or directory"):
        read_json(tmp_path / "a.json")


def folder(path: Path, content: str) -> Path:
    path.mkdir()
    (path / "content").write_text(content)
    return path


def test_a_folder_takes_the_place_of_another(tmp_path: Path) -> None:
    target = folder(tmp_path / "index", "old")
    replace_folder(folder(tmp_path / "index.building", "new"), target)
    assert (target / "content").read_text() == "new"
    assert names(tmp_path) == ["index"]


def test_a_folder_takes_a_free_place(tmp_path: Path) -> None:
    replace_folder(folder(tmp_path / "new", "new"), tmp_path / "index")
    assert names(tmp_path) == ["index"]


def test_a_folder_that_cannot_be_moved_leaves_the_old_one_in_its_place(tmp_path: Path) -> None:
    target = folder(tmp_path / "index", "old")
    with pytest.raises(StoreError, match="could not be replaced: no such file or directory"):
        replace_folder(tmp_path / "missing", target)
    assert (target / "content").read_text() == "old"
    assert names(tmp_path) == ["index"]


def test_whoever_reads_on_in_a_replaced_folder_sees_the_old_content(tmp_path: Path) -> None:
    target = folder(tmp_path / "index", "old")
    np.save(target / "v.npy", np.arange(3))
    mapped = np.load(target / "v.npy", mmap_mode="r", allow_pickle=False)
    replace_folder(folder(tmp_path / "new", "new"), target)
    assert mapped.tolist() == [0, 1, 2]


def test_a_replacement_killed_half_way_is_undone_and_one_killed_at_its_end_is_finished(tmp_path: Path) -> None:
    target = tmp_path / "in[d]ex"
    folder(tmp_path / ".in[d]ex.old-1", "old")
    recover_folder(target)
    assert (names(tmp_path), names(target)) == (["in[d]ex"], names(folder(tmp_path / "like", "old")))
    folder(tmp_path / ".in[d]ex.old-2", "older")
    recover_folder(target)
    assert names(tmp_path) == ["in[d]ex", "like"]


def test_home_is_the_folder_named_and_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INSPECTOR_HOME", str(tmp_path / "a" / "b"))
    assert home() == tmp_path / "a" / "b"
    assert home().is_dir()


def test_a_home_that_cannot_be_made_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("INSPECTOR_HOME", str(tmp_path / "file" / "home"))
    with pytest.raises(StoreError, match=r"cannot be made: .*\. Set INSPECTOR_HOME"):
        home()


def test_a_refusal_while_reading_is_one_sentence_of_the_kind_asked_for(tmp_path: Path) -> None:
    with (
        pytest.raises(CorpusError, match=r"corpus\.jsonl does not exist\. Check the path\."),
        readable(tmp_path / "corpus.jsonl", CorpusError),
    ):
        (tmp_path / "corpus.jsonl").read_text()
    with pytest.raises(StoreError, match="is a folder, a file was expected"), readable(tmp_path):
        tmp_path.read_text()


def test_a_reason_is_the_systems_own_in_lower_case() -> None:
    assert reason(OSError(13, "Permission denied")) == "permission denied"
    assert reason(OSError("Broken header")) == "broken header"


def test_json_written_here_is_read_by_any_reader(tmp_path: Path) -> None:
    write_json(tmp_path / "a.json", {"x": [0.1]})
    assert json.loads((tmp_path / "a.json").read_text(encoding="utf-8")) == {"x": [0.1]}


def test_lines_are_appended_whole_and_a_torn_one_before_them_is_closed(tmp_path: Path) -> None:
    append_whole(tmp_path / "a.jsonl", b"one\n", sync=True)
    append_whole(tmp_path / "a.jsonl", b"two\n")
    assert (tmp_path / "a.jsonl").read_bytes() == b"one\ntwo\n"
    (tmp_path / "a.jsonl").write_bytes(b"one\ntw")
    append_whole(tmp_path / "a.jsonl", b"three\n")
    assert (tmp_path / "a.jsonl").read_bytes() == b"one\ntw\nthree\n"


def test_an_append_that_writes_only_a_part_leaves_the_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    append_whole(tmp_path / "a.jsonl", b"one\n")
    whole = os.write
    monkeypatch.setattr(os, "write", lambda handle, data: whole(handle, data[:2]))
    with pytest.raises(OSError, match="only a part"):
        append_whole(tmp_path / "a.jsonl", b"two\n")
    assert (tmp_path / "a.jsonl").read_bytes() == b"one\n"
