"""The lever that needs traces: documents whose vectors are not of their texts, embedded again, all of them together.

Invariant: every judged query is ranked anew with the fresh vectors in place of the stored ones, so what the documents
push out of other lists is counted too. Cost: one encode of each such document, and the search once more.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from inspector.contract import Metric
from inspector.explain.vector_cache import Encoding, encode_cached
from inspector.inspection import OpenIndex
from inspector.progress import Progress, silent
from inspector.records.findings import Cause
from inspector.records.results import Retriever
from inspector.records.triage import TriageRow, TriageSettings
from inspector.search.hybrid import Ranked, fuse
from inspector.stores.recipe import embedded_text
from inspector.triage.batch import Batch
from inspector.triage.wanted import place_of
from inspector.vectors import Float32Array, cosine_similarity

CAUSES = frozenset(
    {Cause.INVALID_VECTOR, Cause.ZERO_VECTOR, Cause.FOREIGN_MODEL, Cause.MISSING_PROMPT, Cause.STALE_VECTOR}
)
"""What embedding a document again undoes."""

OTHER_METRIC = "Not tried: this index ranks by vectors of any length, where a fresh one cannot simply be put in."


def documents_to_embed(rows: Sequence[TriageRow]) -> tuple[str, ...]:
    """Give the traced documents whose vectors are at fault, each once."""
    return tuple(dict.fromkeys(row.doc for row in rows if row.doc and CAUSES & {row.cause, *row.also}))


def refusal(index: OpenIndex, settings: TriageSettings) -> str:
    """Say why re-embedding cannot be tried on many queries at once, as a sentence; empty where it can."""
    contract = index.collection.contract
    if contract.metric is not Metric.COSINE and not contract.normalized:
        return OTHER_METRIC
    return ""


def fresh_vectors(index: OpenIndex, ids: Sequence[str], progress: Progress = silent) -> Float32Array:
    """Embed documents as the contract says, shape (len(ids), dim), as the store would keep them.

    Raises:
        EmbedderError: the model failed.
        CancelledError: progress asked to stop.
    """
    if index.embedder is None:
        return np.empty((0, 0), dtype=np.float32)
    contract = index.collection.contract
    texts = [embedded_text(contract.recipe, each) for each in index.collection.documents(ids)]
    encoding = Encoding(index.embedder, contract.document_prompt, index.cache)
    return index.collection.as_kept(encode_cached(encoding, texts, progress=progress))


def with_fresh(batch: Batch, ids: Sequence[str], fresh: Float32Array) -> tuple[bool, ...]:
    """Say for each judged query whether one of its documents is within k once some have fresh vectors.

    Args:
        batch: The queries, answered with lists longer by at least the number of these documents.
        ids: The documents.
        fresh: Shape (len(ids), dim): their vectors.
    """
    if not batch.judged:
        return ()
    settings, out = batch.settings, []
    similarities = cosine_similarity(batch.vectors, fresh)
    passing = _passing(batch, ids)
    for row, place in enumerate(batch.judged):
        found = _put_in(batch.ranked(batch.answers.embedding, place), ids, similarities[row], passing)
        ranked = found.ids
        if settings.retriever is Retriever.HYBRID:
            keyword = batch.ranked(batch.answers.keyword, place)
            ranked = tuple(hit.id for hit in fuse(settings.fusion, found, keyword, settings.weight, settings.k))
        out.append(batch.within(place_of(ranked, batch.wanted[place])))
    return tuple(out)


def _passing(batch: Batch, ids: Sequence[str]) -> list[bool]:
    """Say which documents pass the filter."""
    mask = batch.index.collection.matching(batch.settings.where)
    rows = batch.index.collection.rows_of(ids)
    return [mask is None or bool(mask[row]) for row in rows]


def _put_in(ranked: Ranked, ids: Sequence[str], similarities: np.ndarray, passing: Sequence[bool]) -> Ranked:
    """Give a list with some documents at the places their fresh vectors give them."""
    gone = frozenset(ids)
    pairs = [(float(score), each) for each, score in zip(ranked.ids, ranked.scores, strict=True) if each not in gone]
    new = zip(ids, similarities, passing, strict=True)
    pairs += [(float(score), each) for each, score, there in new if there and np.isfinite(score)]
    pairs.sort(key=lambda pair: -pair[0])
    return Ranked(tuple(each for _, each in pairs), np.array([score for score, _ in pairs]))
