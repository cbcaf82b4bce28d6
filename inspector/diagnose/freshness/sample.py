"""A seeded sample of a collection, embedded anew: what the model's space looks like, and how far the index is from it.

299 documents: if none of them deviates, at most 1 % of the collection does, with 95 % confidence, because
0.99 ** 299 < 0.05. Cost: 299 documents encoded once for a collection and a model, seconds to half a minute; then kept
on disk (half a megabyte). Documents without a text are left out.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from inspector import files, fingerprint
from inspector.diagnose.freshness.kept import as_kept
from inspector.embedders.embedder import Embedder
from inspector.errors import StoreError
from inspector.explain.vector_cache import sound
from inspector.progress import Progress, silent
from inspector.search.pseudo_queries import documents_at
from inspector.stores.collection import Collection
from inspector.stores.recipe import embedded_text
from inspector.vectors import Float32Array, FloatArray, IntArray, directions, read_only

SHARE, CONFIDENCE = 0.01, 0.95
SEED, METHOD, BATCH = 0, 1, 16


def sample_size(share: float = SHARE, confidence: float = CONFIDENCE) -> int:
    """Give the fewest documents of which none deviates by chance in at most 1 - confidence of the draws.

    Args:
        share: The share of deviating documents that is to be noticed, in (0, 1).
        confidence: In (0, 1).
    """
    return math.ceil(math.log(1 - confidence) / math.log(1 - share))


@dataclass(frozen=True, slots=True)
class Reembedded:
    """A sample of documents with fresh vectors.

    Attributes:
        rows: Shape (s,): their places in the collection, ascending.
        fresh: Shape (s, dim): vectors of their texts by the contract's model, recipe and prompt, now.
        stored: Shape (s, dim): what the index holds.
    """

    rows: IntArray
    fresh: Float32Array
    stored: Float32Array

    @property
    def similarity(self) -> FloatArray:
        """Cosine similarity of fresh and stored vectors, shape (s,); NaN or 0 where there is no direction."""
        found: FloatArray = np.sum(directions(self.fresh) * directions(self.stored), axis=1)
        return found


def load_reembedded(
    collection: Collection, embedder: Embedder, *, size: int | None = None, progress: Progress = silent
) -> Reembedded:
    """Embed a seeded sample of a collection anew, or read what was kept.

    Args:
        collection: Any.
        embedder: The model of its contract, of the same dimension.
        size: How many documents; None = `sample_size()`.
        progress: Told after each batch; may stop the work.

    Raises:
        EmbedderError: the model failed, or gave a vector that is not finite.
        CancelledError: progress asked to stop.
    """
    wanted, embedder = size or sample_size(), as_kept(embedder, collection)
    contract = collection.contract
    key = fingerprint.of_values(METHOD, embedder.fingerprint, contract.document_prompt, contract.recipe, wanted, SEED)
    path = _path(collection, key)
    rows = collection.sample(wanted, SEED)
    kept = _read(path, embedder.dim, len(rows)) if path else None
    if kept is None:
        kept = _embed(collection, embedder, rows, progress)
        _keep(path, kept)
    fresh = kept[np.isfinite(kept).all(axis=1)]
    rows = rows[np.isfinite(kept).all(axis=1)]
    return Reembedded(read_only(rows), read_only(fresh), collection.vectors(rows))


def _embed(collection: Collection, embedder: Embedder, rows: IntArray, progress: Progress) -> Float32Array:
    """Embed the documents in some places; NaN for one without a text."""
    contract = collection.contract
    texts = [embedded_text(contract.recipe, document) for document in documents_at(collection, rows)]
    order = [place for place in np.argsort([len(text) for text in texts], kind="stable") if texts[place]]
    out = np.full((len(texts), embedder.dim), np.nan, dtype=np.float32)
    for start in range(0, len(order), BATCH):
        progress(start, len(order), "Embedding a sample of the documents anew")
        some = order[start : start + BATCH]
        batch = [texts[place] for place in some]
        out[some] = sound(embedder, batch, embedder.encode(batch, prompt=contract.document_prompt, batch=BATCH))
    progress(len(order), len(order), "Embedding a sample of the documents anew")
    return out


def _path(collection: Collection, key: str) -> Path | None:
    try:
        return files.home() / collection.fingerprint / f"reembedded-{key}.npy"
    except StoreError:
        return None


def _read(path: Path, dim: int, count: int) -> Float32Array | None:
    """Read kept vectors; None where there are none, or none that fit."""
    try:
        found = np.load(path, allow_pickle=False)
    except (OSError, *files.NO_ARRAY):
        return None
    fits = found.dtype == np.float32 and found.shape == (count, dim)
    return found if fits else None


def _keep(path: Path | None, vectors: Float32Array) -> None:
    if path is None:
        return
    try:
        files.write_atomic(path, lambda part: np.save(part, vectors))
    except StoreError:  # a full disk only means embedding again next time
        return
