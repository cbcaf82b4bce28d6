"""Small indexes for tests of the app and the command line, built with the toy encoder."""

from __future__ import annotations

import json
from pathlib import Path

from inspector.build.build import build
from tests.toy import ToyEmbedder

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
