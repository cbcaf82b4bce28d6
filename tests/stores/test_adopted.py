"""A file made elsewhere is copied once, by a process of its own, and never written to."""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from inspector.cli.main import run
from inspector.errors import RequestError, StoreError
from inspector.stores import open_index
from inspector.stores.copies import copies
from inspector.stores.folder import FolderCollection
from tests.stores.loaders.conformance.corpus import COUNT, DIM, VECTORS, write_jsonl
from tests.ui.harness import ROOT


def source(folder: Path, name: str = "v.npy") -> str:
    np.save(folder / name, VECTORS)
    return f"numpy:{folder / name}?documents={write_jsonl(folder / 'c.jsonl')}"


def made() -> list[str]:
    return sorted(path.name for path in copies().iterdir())


def test_a_source_is_copied_once_and_the_copy_outlives_it(tmp_path: Path) -> None:
    spec = source(tmp_path)
    content = (tmp_path / "v.npy").read_bytes()
    first = open_index(spec)
    again = open_index(spec)
    assert isinstance(first, FolderCollection)
    assert first.fingerprint == again.fingerprint
    assert made() == [first.folder.name]
    assert first.folder.name.startswith("v-")
    assert (tmp_path / "v.npy").read_bytes() == content
    assert first.origin is not None
    assert (first.origin.spec, first.origin.population, first.origin.engine) == (spec, COUNT, "")
    shutil.rmtree(tmp_path)
    assert open_index(first.folder).search(VECTORS[:1], 1)[0].ids == ("d0",)


def test_a_copy_that_was_damaged_is_made_anew(tmp_path: Path) -> None:
    first = open_index(source(tmp_path))
    assert isinstance(first, FolderCollection)
    vectors = first.folder / "vectors.npy"
    vectors.write_bytes(vectors.read_bytes()[:-8])
    with pytest.raises(StoreError):
        open_index(first.folder)
    again = open_index(source(tmp_path))
    assert again.fingerprint == first.fingerprint
    assert again.search(VECTORS[:1], 1)[0].ids == ("d0",)


def test_another_content_or_another_statement_is_another_copy(tmp_path: Path) -> None:
    spec = source(tmp_path)
    open_index(spec)
    open_index(f"{spec}&metric=ip")
    np.save(tmp_path / "v.npy", VECTORS[::-1])
    open_index(spec)
    assert len(made()) == 3


@pytest.mark.parametrize("name", ["a b ü?.npy", "文書.npy", "a+b.npy", "c=d.npy"])
def test_any_file_name_will_do(tmp_path: Path, name: str) -> None:
    assert open_index(source(tmp_path, name)).count == COUNT


def test_relative_paths_and_links_are_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source(tmp_path)
    (tmp_path / "link.npy").symlink_to("v.npy")
    monkeypatch.chdir(tmp_path)
    assert open_index("numpy:link.npy?documents=c.jsonl").count == COUNT


def test_the_users_folder_is_known_by_its_sign(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert open_index("numpy:~/v.npy?documents=~/c.jsonl").count == COUNT


def test_a_source_that_changes_while_it_is_read_is_refused_and_nothing_is_kept(tmp_path: Path) -> None:
    spec = source(tmp_path)

    def change(done: int, total: int, message: str) -> None:
        if not message.startswith("Hashing"):
            np.save(tmp_path / "v.npy", VECTORS + 1)

    with pytest.raises(StoreError, match="changed while it was read"):
        open_index(spec, progress=change)
    assert made() == []
    assert open_index(spec).vectors(np.array([0]))[0, 0] == VECTORS[0, 0] + 1


def test_a_value_that_is_none_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="metric"):
        open_index(f"numpy:{tmp_path / 'none.npy'}?documents=x&metric=euclid")


def prepare(spec: str, *, largest: int = 0) -> subprocess.Popen[str]:
    """Run the command `prepare`; no file it writes may have more than `largest` bytes."""

    def bound() -> None:
        if largest:
            resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))

    command = [sys.executable, "-m", "inspector", "prepare", spec]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, cwd=ROOT, preexec_fn=bound)


def test_two_processes_that_open_the_same_at_once_both_get_it(tmp_path: Path) -> None:
    spec = source(tmp_path)
    running = [prepare(spec), prepare(spec)]
    said = [each.communicate(timeout=120) for each in running]
    assert [each.returncode for each in running] == [0, 0], said
    assert said[0][0] == said[1][0]
    assert len(made()) == 1


@pytest.mark.parametrize("largest", [1_000, 4_000])
def test_a_full_disk_is_one_sentence_and_nothing_is_kept(tmp_path: Path, largest: int) -> None:
    ended = prepare(source(tmp_path), largest=largest)
    _, said = ended.communicate(timeout=120)
    assert ended.returncode == 2, said
    assert "could not be written" in said or "cannot be" in said
    assert "Traceback" not in said
    assert not copies().exists() or made() == []


@pytest.mark.parametrize("below", ["file/home", "file"])
def test_a_home_that_cannot_be_written_names_the_variable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], below: str
) -> None:
    spec = source(tmp_path)
    (tmp_path / "file").touch()
    monkeypatch.setenv("INSPECTOR_HOME", str(tmp_path / below))
    assert run(["prepare", spec]) == 2
    assert "Set INSPECTOR_HOME" in capfd.readouterr()[1]


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("INSPECTOR_OPEN_SECONDS", "0.01", "took longer than 0.01"),
        ("INSPECTOR_OPEN_MEMORY", "50 MB", "more than 0.04"),
    ],
)
def test_the_bounds_are_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(StoreError, match=said) as caught:
        open_index(source(tmp_path))
    assert name in str(caught.value)


def refused(tmp_path: Path) -> dict[str, tuple[str, str]]:
    """Specs that cannot be opened, by what is wrong, with what is said."""
    np.save(tmp_path / "v.npy", VECTORS)
    np.save(tmp_path / "flat.npy", VECTORS[0])
    np.save(tmp_path / "none.npy", np.zeros((0, DIM), dtype=np.float32))
    write_jsonl(tmp_path / "c.jsonl")
    lines = (tmp_path / "c.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    (tmp_path / "few.jsonl").write_text("".join(lines[:-1]), encoding="utf-8")
    (tmp_path / "twice.jsonl").write_text("".join([*lines[:-1], lines[0]]), encoding="utf-8")
    (tmp_path / "empty.jsonl").touch()
    npy, docs = f"numpy:{tmp_path}/v.npy", f"documents={tmp_path}/c.jsonl"
    return {
        "unknown setting": (f"{npy}?{docs}&colour=red", 'no setting "colour". It has: documents'),
        "no documents named": (npy, 'needs "documents"'),
        "documents missing": (f"{npy}?documents={tmp_path}/no.jsonl", "does not exist"),
        "documents a folder": (f"{npy}?documents={tmp_path}", "is a folder"),
        "documents of another kind": (f"{npy}?documents={tmp_path}/v.npy", "a corpus ends in one of"),
        "too few documents": (f"{npy}?documents={tmp_path}/few.jsonl", "has 40 vectors, but few.jsonl has 39"),
        "an id twice": (f"{npy}?documents={tmp_path}/twice.jsonl", 'line 40: it repeats the id "d0" of line 1'),
        "no document": (f"{npy}?documents={tmp_path}/empty.jsonl", "is empty"),
        "array missing": (f"numpy:{tmp_path}/no.npy?{docs}", "does not exist"),
        "array of one dimension": (f"numpy:{tmp_path}/flat.npy?{docs}", "a matrix of floats was expected"),
        "array without rows": (f"numpy:{tmp_path}/none.npy?{docs}", "a matrix of floats was expected"),
        "a device": (f"numpy:/dev/zero?{docs}", "is a pipe or a device"),
        "no such user": (f"numpy:~nobody-of-this-name/v.npy?{docs}", "the name of no user"),
        "a name that is not there": (f"{npy}?{docs}&title=headline", 'has the key "headline"'),
        "a text that is not there": (f"{npy}?{docs}&text=body", 'line 1: it has no key "body"'),
        "an unknown field in the recipe": (f"{npy}?{docs}&recipe={{body}}", "names {body}"),
        "no FAISS file": (f"faiss:{tmp_path}/v.npy?{docs}", "cannot be read as a FAISS index"),
        "no table": (f"parquet:{tmp_path}/c.jsonl", "is no Parquet and no Arrow file"),
        "no LangChain folder": (f"langchain:{tmp_path}", "does not exist"),
        "out of the folder": (f"langchain:{tmp_path}?index=../x", "no name of a saved index"),
        "a secret": (f"{npy}?{docs}&token=x", "environment"),
        "no scheme of ours": ("nosuch:/x?y=z", "no kind of store"),
    }


def test_what_cannot_be_opened_says_why_and_ends_with_2(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    for wrong, (spec, said) in refused(tmp_path).items():
        assert run(["prepare", spec]) == 2, wrong
        out, heard = capfd.readouterr()
        assert said in heard, wrong
        assert out == ""
        assert "Traceback" not in heard
    assert not copies().exists() or made() == []
