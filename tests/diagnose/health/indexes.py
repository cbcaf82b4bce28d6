"""Small index folders with known faults, embedded by the toy encoder."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np

from inspector.contract import DEFAULT_RECIPE, Metric
from inspector.diagnose.health.subject import Subject
from inspector.records.documents import Document
from inspector.records.findings import Finding
from inspector.records.health import Health
from inspector.stores.folder import FolderCollection, open_folder
from inspector.stores.recipe import embedded_text
from tests.stores.samples import make_folder
from tests.toy import ToyEmbedder

WORDS = (
    "red",
    "green",
    "blue",
    "fox",
    "frog",
    "bird",
    "tree",
    "river",
    "stone",
    "cloud",
    "lamp",
    "chair",
    "door",
    "road",
)


def documents(count: int = 60, seed: int = 0) -> tuple[Document, ...]:
    """Give documents of two words in the title and six in the text, all different."""
    generator = np.random.default_rng(seed)
    found = []
    for row in range(count):
        words = generator.choice(WORDS, 8)
        found.append(Document(f"d{row}", " ".join(words[:2]), " ".join([*words[2:], f"number{row}"])))
    return tuple(found)


def unchanged(vectors: np.ndarray) -> None:
    """Leave the vectors as they are."""


def index(
    folder: Path,
    rows: tuple[Document, ...] | None = None,
    change: Callable[[np.ndarray], None] = unchanged,
    metric: Metric = Metric.COSINE,
    ann: str | None = None,
) -> FolderCollection:
    """Make and open an index whose vectors were changed after they were made."""
    rows = documents() if rows is None else rows
    vectors = ToyEmbedder().encode([embedded_text(DEFAULT_RECIPE, each) for each in rows])
    change(vectors)
    return open_folder(make_folder(folder / "index", rows, vectors, fields=(), metric=metric, ann=ann))


def subject(
    folder: Path,
    rows: tuple[Document, ...] | None = None,
    change: Callable[[np.ndarray], None] = unchanged,
    embedder: ToyEmbedder | None = None,
    queries: tuple[str, ...] = (),
    **settings: object,
) -> Subject:
    """Make an index and put it under examination, with the toy encoder."""
    return Subject(index(folder, rows, change, **settings), embedder or ToyEmbedder(), queries=queries)


def found(health: Health, check: str) -> Finding | None:
    """Give what a check found."""
    return next((finding for finding in health.findings if finding.check == check), None)


def renamed(rows: tuple[Document, ...], place: int, **values: str) -> tuple[Document, ...]:
    """Give documents with one of them changed."""
    return (*rows[:place], replace(rows[place], **values), *rows[place + 1 :])
