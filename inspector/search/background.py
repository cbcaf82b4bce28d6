"""What similarities mean in one collection: two backgrounds from pseudo-queries.

Similarities have no scale of their own, so each is read against its own collection. *Related at all?* is answered by
the similarities of pseudo-queries to random documents; *any good answer here?* by the similarity of each pseudo-query's
first hit. Pseudo-queries are first sentences, or titles where there is no text, encoded like queries.
Cost, once for a collection and a model: 200 short texts encoded and one exact search; about 5 MB on disk.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from inspector import files, fingerprint
from inspector.embedders.embedder import Embedder
from inspector.errors import EmbedderError, StoreError
from inspector.progress import Progress, silent
from inspector.search.pseudo_queries import first_hit_similarities, pseudo_queries, random_similarities
from inspector.stores.collection import Collection
from inspector.vectors import FloatArray, read_only

QUERIES, DOCUMENTS, SEED = 200, 1000, 0
METHOD = 2
"""Version of the way backgrounds are measured; part of the key of those kept on disk."""


@dataclass(frozen=True, slots=True)
class Background:
    """The two backgrounds of a collection: cosine similarities in [-1, 1], ascending, read-only.

    Attributes:
        random: Similarities of pseudo-queries to random documents; empty where there are none.
        best: Similarity of each pseudo-query's first hit; empty where there are none.
        queries: Number of pseudo-queries.
        reason: Why one or both are empty, as a sentence; "" where neither is.
    """

    random: FloatArray
    best: FloatArray
    queries: int
    reason: str = ""

    @property
    def best_percentiles(self) -> tuple[float, float, float] | None:
        """The 5th, 50th and 95th percentile of `best`; None where it is empty."""
        if not len(self.best):
            return None
        low, middle, high = np.percentile(self.best, (5, 50, 95))
        return float(low), float(middle), float(high)


def related_percentile(background: Background, similarity: float) -> float | None:
    """Say how a similarity stands among those to random documents: "related at all?".

    Args:
        background: Of the same collection and model.
        similarity: Cosine similarity.

    Returns:
        Share of random similarities below it, 0 to 100, equal ones counted half; None where there are none to compare
        with, or the similarity is NaN.
    """
    return _percentile(background.random, similarity)


def best_percentile(background: Background, similarity: float) -> float | None:
    """Say how a query's best similarity stands among the pseudo-queries': "any good answer here?".

    Args:
        background: Of the same collection and model.
        similarity: Cosine similarity of the query's first hit.

    Returns:
        Share of best similarities below it, 0 to 100, equal ones counted half; None where there are none to compare
        with, or the similarity is NaN.
    """
    return _percentile(background.best, similarity)


def _percentile(ascending: FloatArray, value: float) -> float | None:
    if not len(ascending) or np.isnan(value):
        return None
    below = int(np.searchsorted(ascending, value, side="left"))
    up_to = int(np.searchsorted(ascending, value, side="right"))
    return 50.0 * (below + up_to) / len(ascending)


def measure_background(
    collection: Collection,
    embedder: Embedder,
    *,
    queries: int = QUERIES,
    documents: int = DOCUMENTS,
    seed: int = SEED,
    progress: Progress = silent,
) -> Background:
    """Measure both backgrounds of a collection, as far as it allows.

    Args:
        collection: Any, also one of a single document or without a word.
        embedder: The model that made its vectors.
        queries: How many documents are sampled for pseudo-queries, >= 1; those without words give none.
        documents: How many random documents each pseudo-query is compared with, >= 1.
        seed: The same seed gives the same samples.
        progress: Called with encoded pseudo-queries.

    Raises:
        EmbedderError: the model makes vectors of another length, or it failed.
        CancelledError: progress asked to stop.
    """
    if embedder.dim != collection.contract.dim:
        raise EmbedderError(
            f"The index has {collection.contract.dim} dimensions, but {embedder.name} makes {embedder.dim}.",
            "Choose the model it was built with, or rebuild it.",
        )
    asked = pseudo_queries(collection, embedder, queries, seed, progress)
    if not asked.sources:
        reason = "No sampled document has a title or a text to make a pseudo-query from."
        return Background(_ascending(np.empty(0)), _ascending(np.empty(0)), 0, reason)
    # Another seed than the sources', so that large collections are not compared with the sources alone.
    random = random_similarities(collection, asked, collection.sample(documents, seed + 1))
    best = first_hit_similarities(collection, asked)
    reason = "" if len(random) and len(best) else "There are no two different documents with usable vectors to compare."
    return Background(_ascending(random), _ascending(best), len(asked.sources), reason)


def _ascending(similarities: FloatArray) -> FloatArray:
    return read_only(np.sort(similarities))


def load_background(collection: Collection, embedder: Embedder, progress: Progress = silent) -> Background:
    """Give the backgrounds of a collection, kept on disk from the first time on.

    They are kept under `files.home()` by the fingerprints of collection and model; a kept file that cannot be read is
    measured again, and a disk that cannot be written to only means measuring again next time.

    Args:
        collection: Any.
        embedder: The model that made its vectors.
        progress: Called while measuring.

    Raises:
        EmbedderError: the model makes vectors of another length, or it failed.
        CancelledError: progress asked to stop.
    """
    prompt = collection.contract.query_prompt
    key = fingerprint.of_values(METHOD, embedder.fingerprint, prompt, QUERIES, DOCUMENTS, SEED)
    try:
        path = files.home() / collection.fingerprint / f"background-{key}.json"
    except StoreError:
        return measure_background(collection, embedder, progress=progress)
    kept = _read(path)
    if kept is None:
        kept = measure_background(collection, embedder, progress=progress)
        _keep(path, kept)
    return kept


def _read(path: Path) -> Background | None:
    """Read kept backgrounds; None where the file is missing or broken."""
    try:
        kept = files.read_json(path)
        random, best = (np.array(kept[name], dtype=np.float64) for name in ("random", "best"))
        queries, reason = int(kept["queries"]), str(kept["reason"])
    except (StoreError, KeyError, TypeError, ValueError):
        return None
    if random.ndim != 1 or best.ndim != 1 or not np.isfinite(random).all() or not np.isfinite(best).all():
        return None
    return Background(_ascending(random), _ascending(best), queries, reason)


def _keep(path: Path, background: Background) -> None:
    value = {
        "random": background.random.tolist(),
        "best": background.best.tolist(),
        "queries": background.queries,
        "reason": background.reason,
    }
    try:
        files.write_json(path, value)
    except StoreError:
        return
