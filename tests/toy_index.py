"""Small indexes built for real, with the toy encoder."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from inspector.build.build import build
from inspector.build.settings import BuildSettings
from inspector.embedders.embedder import Embedder
from inspector.inspection import OpenIndex
from inspector.search.keyword import open_keyword
from inspector.stores import open_index
from tests.toy import ToyEmbedder

TWELVE = (
    ("copy", "copy a nested list", "make a deep copy of a nested list"),
    ("sort", "sort a list", "put the items of a list in order"),
    ("reverse", "reverse a list", "turn the items of a list around"),
    ("csv", "read a csv file", "go through the rows of a csv file"),
    ("json", "write json", "turn a value into json text"),
    ("http", "fetch a page", "download a page over http"),
    ("E-1042", "error E-1042", "the sync client lost its token"),
    ("E-1024", "error E-1024", "the sync client lost its folder"),
    ("thread", "wait for a thread", "wait until a thread has ended"),
    ("timer", "call later", "call a function after some seconds"),
    ("path", "split a path", "cut a path into folder and file"),
    ("empty", "only a title", ""),
)


def write_corpus(folder: Path, rows: Sequence[tuple[str, str, str]] = TWELVE) -> Path:
    """Write a corpus; every document has the metadata "kind" (code for ids with a dash, else howto) and "row"."""
    path = folder / "corpus.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for row, (each, title, text) in enumerate(rows):
            kind = "code" if "-" in each else "howto"
            file.write(json.dumps({"id": each, "title": title, "text": text, "kind": kind, "row": row}) + "\n")
    return path


def toy_index(
    folder: Path,
    rows: Sequence[tuple[str, str, str]] = TWELVE,
    embedder: Embedder | None = None,
    **settings: object,
) -> OpenIndex:
    """Build and open an index in `folder`, with its keyword index and the toy encoder."""
    model = embedder or ToyEmbedder()
    build(write_corpus(folder, rows), folder / "index", BuildSettings(**settings), embedder=model)
    collection = open_index(folder / "index")
    assert collection.keyword_folder is not None
    return OpenIndex(collection, open_keyword(collection.keyword_folder), model)
