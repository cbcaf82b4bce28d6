"""Whether damaged files of every kind end in an answer or a clear refusal, within bounds of time and memory.

Thirty variants a kind; `python -m tests.benchmarks.corruption` reads three hundred. What the app reads in its own
process must not crash it; what a child process reads may end that child, but may not raise anything unclear.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import zipfile

import numpy as np
import pytest

from inspector.stores.foreign.arrays import copy_array
from tests.architecture.source import ROOT
from tests.stores.foreign.corrupting import DAMAGES, TRICKS, variants
from tests.stores.foreign.originals import KINDS
from tests.stores.foreign.surviving import Outcome, python, survives, survives_fork

COUNT = 30


@pytest.fixture(scope="module")
def readings():
    """What became of every variant, by kind; a process of its own reads them, so that no thread of ours is forked."""
    done = subprocess.run(
        [*python("tests.benchmarks.corruption"), "--json", "--count", str(COUNT)],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
    )
    found: dict[str, list[dict[str, object]]] = {kind.name: [] for kind in KINDS}
    for line in done.stdout.splitlines():
        reading = json.loads(line)
        found[reading["kind"]].append(reading)
    return found


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_damaged_files_end_in_an_answer_or_a_clear_refusal(readings, kind):
    found = readings[kind.name]
    assert len(found) == COUNT
    assert [reading for reading in found if reading["defect"]] == []
    refused = [reading for reading in found if reading["outcome"] == Outcome.REFUSED]
    assert len(refused) >= 5
    assert all(reading["said"] for reading in refused)


def test_variants_are_the_same_for_the_same_seed_and_differ_from_the_original(tmp_path):
    (tmp_path / "v.bin").write_bytes(bytes(range(256)) * 8)
    start = len(TRICKS)
    first = [path.read_bytes() for path in list(variants(tmp_path / "v.bin", tmp_path / "a", 60))[start:]]
    again = [path.read_bytes() for path in list(variants(tmp_path / "v.bin", tmp_path / "b", 60))[start:]]
    other = [path.read_bytes() for path in list(variants(tmp_path / "v.bin", tmp_path / "c", 60, seed=1))[start:]]
    assert first == again
    assert first != other
    assert sum(each != (tmp_path / "v.bin").read_bytes() for each in first) > 45
    assert len({path.name.split("-", 1)[1] for path in (tmp_path / "a").iterdir()}) == len(DAMAGES) + len(TRICKS)


def _answer(path):
    return None


def _raise(path):
    raise KeyError("what")


def _crash(path):
    import ctypes

    ctypes.string_at(0)


def _grow(path):
    bytearray(1 << 40)


def _spin(path):
    while True:
        pass


@pytest.mark.parametrize(
    ("read", "outcome"),
    [
        (_answer, Outcome.READ),
        (_raise, Outcome.UNCLEAR),
        (_crash, Outcome.CRASHED),
        (_grow, Outcome.UNCLEAR),
        (_spin, Outcome.ENDLESS),
        (copy_array, Outcome.UNCLEAR),
    ],
)
def test_the_harness_tells_the_outcomes_apart(tmp_path, read, outcome):
    assert survives_fork(read, tmp_path / "none", seconds=1).outcome is outcome


def test_the_harness_takes_a_command(tmp_path):
    (tmp_path / "c.jsonl").write_text("{}\n")
    trial = survives([*python("inspector"), "build", "--out", str(tmp_path / "index")], tmp_path / "c.jsonl")
    assert trial.outcome is Outcome.REFUSED
    assert "id" in trial.said
    assert survives(python("inspector.nowhere"), tmp_path).outcome is Outcome.UNCLEAR


def _zipped(header: bytes, zeros: int) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("v.npy", "w") as file:
        file.write(header)
        for _ in range(zeros):
            file.write(bytes(1 << 20))
    return content.getvalue()


def test_a_zip_bomb_is_refused_in_little_time_and_memory(tmp_path):
    header = io.BytesIO()
    np.lib.format.write_array_header_1_0(header, {"descr": "<f4", "fortran_order": False, "shape": (1 << 21, 128)})
    (tmp_path / "bomb.npz").write_bytes(_zipped(header.getvalue(), 1024))
    trial = survives_fork(lambda path: copy_array(path, lambda block: None), tmp_path / "bomb.npz", memory=2 << 30)
    assert (trial.outcome, "which no vectors do" in trial.said) == (Outcome.REFUSED, True)


@pytest.mark.parametrize(
    "name", ["../v", "/etc/passwd", "a\0b", "..\\..\\v", "v" * 5000, "\udcff", "PRN", "v.npy.npy", ""]
)
def test_the_names_in_an_archive_lead_nowhere(tmp_path, name):
    content = io.BytesIO()
    np.save(content, np.ones((3, 2), dtype=np.float32))
    with zipfile.ZipFile(tmp_path / "v.npz", "w") as archive:
        archive.writestr(zipfile.ZipInfo(name.encode("utf-8", "replace").decode() + ".npy"), content.getvalue())
    before = sorted(tmp_path.rglob("*"))
    trial = survives_fork(lambda path: copy_array(path, lambda block: None), tmp_path / "v.npz")
    assert trial.outcome in (Outcome.READ, Outcome.REFUSED)
    assert sorted(tmp_path.rglob("*")) == before
