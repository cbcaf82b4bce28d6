"""Embeds the stored documents into the growing file of vectors, in windows that survive an interruption.

Invariant: row i is document i, whatever the order in which texts went through the model. Inside a window texts go
longest first, so that little is padded. Memory: one window, at most 512 documents and about 16 million code points.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from inspector.embedders.embedder import Embedder
from inspector.progress import Progress
from inspector.stores.documents import DocumentTable
from inspector.stores.recipe import embedded_text
from inspector.stores.vector_file import VectorFile
from inspector.vectors import Float32Array

WINDOW = 512
_WINDOW_LENGTH = 16_000_000
_READ_AT_ONCE = 32
_BATCHES_AT_ONCE = 4


@dataclass(frozen=True, slots=True)
class Encoding:
    """How documents become vectors.

    Attributes:
        embedder: The model.
        recipe: How a document becomes the embedded text.
        prompt: Put before every text.
        batch: Texts in one forward pass, >= 1.
    """

    embedder: Embedder
    recipe: str
    prompt: str
    batch: int


def embed_documents(
    table: DocumentTable, how: Encoding, file: VectorFile, noted: Callable[[int], None], progress: Progress
) -> None:
    """Embed the documents whose vectors are not in the file yet.

    Args:
        table: The stored documents.
        how: Model, recipe, prompt and batch.
        file: Where the vectors go; its rows are finished.
        noted: Called with the finished rows after each window.
        progress: Called with finished documents, after a few batches each.

    Raises:
        EmbedderError: the model failed.
        StoreError: the disk is full.
        CancelledError: progress asked to stop; the finished windows stay.
    """
    progress(file.rows, table.count, "Embedding documents")
    for texts in _windows(table, file.rows, how.recipe):
        file.append(_vectors(texts, how, _shifted(progress, file.rows, table.count)))
        noted(file.rows)


def _shifted(progress: Progress, start: int, total: int) -> Callable[[int], None]:
    return lambda done: progress(start + done, total, "Embedding documents")


def _windows(table: DocumentTable, start: int, recipe: str) -> Iterator[list[str]]:
    texts: list[str] = []
    length = 0
    while start < table.count:
        rows = np.arange(start, min(start + _READ_AT_ONCE, table.count), dtype=np.int64)
        for document in table.documents_at(rows):
            texts.append(embedded_text(recipe, document))
            length += len(texts[-1])
        start += len(rows)
        if len(texts) >= WINDOW or length >= _WINDOW_LENGTH or start >= table.count:
            yield texts
            texts, length = [], 0


def _vectors(texts: Sequence[str], how: Encoding, tell: Callable[[int], None]) -> Float32Array:
    out = np.empty((len(texts), how.embedder.dim), dtype=np.float32)
    order = np.argsort([-len(text) for text in texts], kind="stable")
    step = how.batch * _BATCHES_AT_ONCE
    for start in range(0, len(order), step):
        rows = order[start : start + step]
        out[rows] = how.embedder.encode([texts[row] for row in rows], prompt=how.prompt, batch=how.batch)
        tell(min(start + step, len(order)))
    return out
