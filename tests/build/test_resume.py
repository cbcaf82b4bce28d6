from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from inspector.build.build import build
from inspector.build.embedding import WINDOW
from inspector.build.settings import BuildSettings
from inspector.errors import CancelledError
from inspector.stores.ann_spec import parse_ann
from inspector.stores.folder import open_folder
from tests.build.corpora import jsonl, numbered
from tests.toy import ToyEmbedder

COUNT = WINDOW + 100


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return jsonl(tmp_path, *numbered(COUNT))


def kill_in_second_window(corpus: Path, out: Path) -> None:
    command = [sys.executable, "-m", "tests.build.waiting", str(corpus), str(out)]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)
    try:
        assert child.stdout is not None
        assert child.stdout.readline().strip() == b"waiting"
    finally:
        child.send_signal(signal.SIGKILL)
        child.communicate()


def vectors(folder: Path) -> np.ndarray:
    return np.load(folder / "vectors.npy", allow_pickle=False)


def test_a_killed_build_goes_on_where_it_was(corpus: Path, tmp_path: Path) -> None:
    out, embedder = tmp_path / "index", ToyEmbedder()
    kill_in_second_window(corpus, out)
    assert not out.exists()
    done = build(corpus, out, embedder=embedder)
    assert (done.resumed, done.encoded, embedder.calls, done.count) == (WINDOW, 100, 100, COUNT)
    whole = build(corpus, tmp_path / "whole", embedder=ToyEmbedder())
    assert np.array_equal(vectors(out), vectors(tmp_path / "whole"))
    assert done.fingerprint == whole.fingerprint
    assert {path.name for path in tmp_path.iterdir()} == {corpus.name, "index", "whole"}


def test_a_killed_build_leaves_the_old_index_in_its_place(corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "index"
    before = build(jsonl(tmp_path, *numbered(3), name="old.jsonl"), out, embedder=ToyEmbedder())
    kill_in_second_window(corpus, out)
    assert open_folder(out).fingerprint == before.fingerprint


@pytest.mark.parametrize("change", ["corpus", "recipe", "model"])
def test_what_was_made_by_other_settings_is_not_used(corpus: Path, tmp_path: Path, change: str) -> None:
    out = tmp_path / "index"
    kill_in_second_window(corpus, out)
    rows = [*numbered(COUNT - 1), {"id": "other", "text": "other"}] if change == "corpus" else numbered(COUNT)
    recipe = "{text}" if change == "recipe" else "{title}\n{text}"
    embedder = ToyEmbedder(seed=1 if change == "model" else 0)
    done = build(jsonl(tmp_path, *rows), out, BuildSettings(recipe=recipe), embedder=embedder)
    assert (done.resumed, done.encoded) == (0, COUNT)


def test_vectors_serve_again_when_only_the_ann_structure_changes(corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "index"
    kill_in_second_window(corpus, out)
    done = build(corpus, out, BuildSettings(ann=parse_ann("flat"), name="renamed"), embedder=ToyEmbedder())
    assert done.resumed == WINDOW
    assert (open_folder(out).name, open_folder(out).has_ann) == ("renamed", True)


def test_a_stopped_build_keeps_its_finished_windows(corpus: Path, tmp_path: Path) -> None:
    def stop(done: int, total: int, message: str) -> None:
        if message == "Embedding documents" and done > WINDOW:
            raise CancelledError("Stopped.")

    with pytest.raises(CancelledError):
        build(corpus, tmp_path / "index", progress=stop, embedder=ToyEmbedder())
    assert build(corpus, tmp_path / "index", embedder=ToyEmbedder()).resumed == WINDOW


def test_a_state_file_that_is_damaged_starts_anew(corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "index"
    kill_in_second_window(corpus, out)
    (tmp_path / ".index.building.json").write_text("{")
    assert build(corpus, out, embedder=ToyEmbedder()).resumed == 0


def test_vectors_that_are_shorter_than_noted_are_made_anew(corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "index"
    kill_in_second_window(corpus, out)
    (tmp_path / ".index.building" / "vectors.npy").write_bytes(b"short")
    done = build(corpus, out, embedder=ToyEmbedder())
    assert (done.resumed, done.count) == (0, COUNT)
