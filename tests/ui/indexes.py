"""Small indexes for tests of the app and the command line, built with the toy encoder."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from inspector.build.build import build
from inspector.build.settings import BuildSettings
from tests.toy import ToyEmbedder

CROWD = 3000

LINES = (
    {"id": "copy", "title": "Copying", "text": "How do I copy a nested list?", "kind": "function"},
    {"id": "sort", "title": "Sorting", "text": "How do I sort a list in place?", "kind": "method"},
    {"id": "wait", "title": "Waiting", "text": "How long does a thread wait?", "kind": "method"},
)


def corpus(path: Path, lines: tuple[dict[str, str], ...] = LINES) -> Path:
    """Write a corpus."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(json.dumps(line) for line in lines) + "\n", encoding="utf-8")
    return path


def toy_index(folder: Path, lines: tuple[dict[str, str], ...] = LINES) -> Path:
    """Build an index with the toy encoder; in the app its model cannot be loaded, so keyword search works alone."""
    source = corpus(folder.parent / f"{folder.name}.jsonl", lines)
    return build(source, folder, embedder=ToyEmbedder()).path


def crowd_index(folder: Path, scratch: Path) -> Path:
    """Build an index of `CROWD` random vectors, as long as the real model's, whose map takes a while."""
    lines = tuple({"id": f"c{row}", "title": "", "text": f"crowd member {row}"} for row in range(CROWD))
    np.save(scratch / "vectors.npy", np.random.default_rng(0).normal(size=(CROWD, 384)).astype(np.float32))
    return build(corpus(scratch / "crowd.jsonl", lines), folder, BuildSettings(vectors=scratch / "vectors.npy")).path
