"""Which stored document an id means: itself, the best chunk of a parent, or none, and then which ids resemble it."""

from __future__ import annotations

from difflib import get_close_matches

import numpy as np

from inspector.diagnose.trace.question import Question
from inspector.inspection import OpenIndex
from inspector.records.documents import Condition
from inspector.records.trace import TraceRequest
from inspector.stores.collection import Collection

LOOKED_AT = 50_000
"""Ids that are compared at most, a seeded sample where there are more."""

OFFERED = 3


def best_chunk(index: OpenIndex, request: TraceRequest) -> str | None:
    """Give the id that is traced: the document's own, else that of the parent's chunk that stands best; None for none.

    Raises:
        EmbedderError: the model failed.
    """
    collection = index.collection
    if collection.rows_of([request.doc])[0] >= 0:
        return request.doc
    chunks = collection.matching((Condition("parent", request.doc),)) if request.doc else None
    rows = np.flatnonzero(chunks) if chunks is not None else np.empty(0, dtype=np.int64)
    if not len(rows):
        return None
    ids = collection.ids_at(rows)
    question = Question(index, request)
    if question.no_model:
        return ids[0]
    ranks = collection.ranks(question.query, ids, where=request.where).ranks[0]
    return ids[int(np.argmin(np.where(ranks > 0, ranks, np.iinfo(np.int64).max)))]


def nearest_ids(collection: Collection, document_id: str) -> tuple[str, ...]:
    """Give up to three ids that resemble one: the same but for case and space first, then by shared letters."""
    ids = collection.ids_at(collection.sample(LOOKED_AT))
    wanted = _loosely(document_id)
    same = [each for each in ids if _loosely(each) == wanted]
    close = get_close_matches(document_id, ids, n=OFFERED)
    return tuple(dict.fromkeys([*same, *close]))[:OFFERED]


def _loosely(text: str) -> str:
    return "".join(text.casefold().split())
