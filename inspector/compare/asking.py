"""What two indexes are asked with: queries, each encoded by the index's own model, or documents that both have.

Invariant: a document that stands in for a query asks each index with the vector that index keeps of it, and never
counts as found.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from inspector.compare.documents import Join
from inspector.errors import RequestError
from inspector.evaluate.answering import encode_queries
from inspector.inspection import OpenIndex
from inspector.progress import Progress
from inspector.records.comparison import DOCUMENTS_ASKED, AskedWith
from inspector.records.results import Retriever
from inspector.records.runs import Query
from inspector.text import first_sentence, join_spaces
from inspector.vectors import Float32Array

_SEED = 0


@dataclass(frozen=True, slots=True)
class Asked:
    """What both indexes are asked with.

    Attributes:
        asked_with: Queries or documents.
        retriever: Whose lists are compared: keyword search where a model is missing on either side.
        queries: What was asked, each id once.
        before: Vectors for the first index, shape (queries, dim); None where keywords are searched.
        after: Vectors for the second index, shape (queries, its dim).
        notes: What has to be said about it, each a sentence.
    """

    asked_with: AskedWith
    retriever: Retriever
    queries: tuple[Query, ...]
    before: Float32Array | None
    after: Float32Array | None
    notes: tuple[str, ...] = ()


def ask_with_queries(before: OpenIndex, after: OpenIndex, queries: Sequence[Query], progress: Progress) -> Asked:
    """Encode queries, at least one, for both indexes; without a model on either side both are searched by keywords.

    Raises:
        EmbedderError: a model does not fit its index, or it failed.
        CancelledError: progress asked to stop.
    """
    missing = [each for each in (before, after) if each.embedder is None]
    if missing:
        notes = tuple(_without_model(each) for each in missing)
        return Asked(AskedWith.QUERIES, Retriever.KEYWORD, tuple(queries), None, None, notes)
    left = encode_queries(before, queries, progress=progress)
    right = encode_queries(after, queries, progress=progress)
    return Asked(AskedWith.QUERIES, Retriever.EMBEDDING, tuple(queries), left, right)


def ask_with_documents(join: Join, size: int = DOCUMENTS_ASKED) -> Asked:
    """Draw documents that both indexes have, with a direction in both.

    Args:
        join: Both indexes, document by document.
        size: At most so many, >= 1.

    Raises:
        RequestError: size is below 1, or no document is in both with a direction.
    """
    if size < 1:
        raise RequestError(f"A sample of {size} documents asks nothing.", "Sample at least 1.")
    if join.by_parent:
        raise RequestError(
            "The two indexes have only parents of chunks in common, so no document can stand in for a query.",
            "Give queries.",
        )
    common = np.flatnonzero(join.partners >= 0)
    drawn = np.sort(np.random.default_rng(_SEED).permutation(len(common))[:size])
    rows = common[drawn]
    left, right = join.before.vectors(rows), join.after.vectors(join.partners[rows])
    usable = _directed(left) & _directed(right)
    if not usable.any():
        raise RequestError("No document has a vector with a direction in both indexes.", "Give queries.")
    documents = join.before.documents(join.before.ids_at(rows[usable]))
    queries = tuple(Query(each.id, join_spaces(each.title) or first_sentence(each.text)) for each in documents)
    left_out = int(np.count_nonzero(~usable))
    notes = (f"{left_out:,} drawn documents have no direction in one of the indexes and asked nothing.",)
    return Asked(
        AskedWith.DOCUMENTS,
        Retriever.EMBEDDING,
        queries,
        left[usable],
        right[usable],
        notes if left_out else (),
    )


def _directed(vectors: Float32Array) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    return np.asarray(np.isfinite(vectors).all(axis=1) & vectors.any(axis=1))


def _without_model(index: OpenIndex) -> str:
    why = index.model_refusal.rstrip(".") or "it names none"
    return (
        f"{index.collection.name} has no model here ({why}), so its queries cannot be embedded: the keyword lists of "
        "both are compared."
    )
