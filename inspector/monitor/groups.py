"""The two groups of documents that are laid side by side, and the samples drawn of them.

Documents that stayed are on both sides: they would only water a difference down, and the test wants two sets that were
drawn apart. So what came is compared with all that was there then; where too little came, what went with all that is
there now. Invariant: no document stands in both groups unchanged, and of the passages of one whole document only one is
drawn, because they resemble each other. Cost: reading the sampled documents and vectors.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from inspector.monitor.overlap import Overlap
from inspector.records.documents import Document
from inspector.records.drift import Side
from inspector.stores.collection import Collection
from inspector.stores.recipe import embedded_text
from inspector.text import counted
from inspector.vectors import Float32Array, IntArray

LEAST = 20
"""Fewer documents or queries a side are not tested."""
SAMPLE = 1_000
SEED = 0
_BATCH = 1_024


@dataclass(frozen=True, slots=True)
class Group:
    """A set of documents that is compared as a whole.

    Attributes:
        name: What people call it: "the 120 new documents".
        collection: Where they are.
        rows: Shape (n,): their places.
    """

    name: str
    collection: Collection
    rows: IntArray


@dataclass(frozen=True, slots=True)
class Drawn:
    """A seeded sample of a group, with usable vectors.

    Attributes:
        side: What was drawn, in numbers.
        documents: Those drawn.
        vectors: Shape (len(documents), dim): finite and other than zero.
        texts: What is embedded of each.
    """

    side: Side
    documents: tuple[Document, ...]
    vectors: Float32Array
    texts: tuple[str, ...]


def everything(then: Collection, now: Collection) -> tuple[Group, Group]:
    """Give both sides whole."""
    return (
        Group(f"the {counted(then.count, 'document')} then", then, np.arange(then.count)),
        Group(f"the {counted(now.count, 'document')} now", now, np.arange(now.count)),
    )


def groups(then: Collection, now: Collection, overlap: Overlap) -> tuple[Group, Group]:
    """Choose the two groups to compare: what came and all then; else all now and what went; else both whole."""
    whole_then, whole_now = everything(then, now)
    came, went = len(overlap.came), len(overlap.went)
    if came == now.count:
        return whole_then, whole_now
    if came < LEAST <= went:
        return Group(f"the {counted(went, 'document')} that went", then, overlap.went), whole_now
    word = "new or edited document" if overlap.turnover.edited else "new document"
    return whole_then, Group(f"the {counted(came, word)}", now, overlap.came)


def draw(group: Group, size: int = SAMPLE, seed: int = SEED) -> Drawn:
    """Draw a sample of a group without repetition, one passage of a whole document at most.

    Args:
        group: The group.
        size: How many at most.
        seed: The same seed gives the same sample.
    """
    order = group.rows[np.random.default_rng(seed).permutation(len(group.rows))]
    chosen: list[int] = []
    parents: set[str] = set()
    for start in range(0, len(order), _BATCH):
        part = order[start : start + _BATCH]
        found = group.collection.documents(group.collection.ids_at(part))
        for row, document in zip(part, found, strict=True):
            if document.parent is None or document.parent not in parents:
                chosen.append(int(row))
                parents |= {document.parent} if document.parent is not None else set()
        if len(chosen) >= size:
            break
    rows = np.sort(np.array(chosen[:size], dtype=np.int64))
    vectors = group.collection.vectors(rows)
    usable = usable_rows(vectors)
    documents = group.collection.documents(group.collection.ids_at(rows[usable]))
    recipe = group.collection.contract.recipe
    texts = tuple(embedded_text(recipe, document) for document in documents)
    side = Side(group.name, len(group.rows), len(documents), len(rows) - len(documents))
    return Drawn(side, documents, np.ascontiguousarray(vectors[usable]), texts)


def usable_rows(vectors: Float32Array) -> IntArray:
    """Give the places of the vectors that are finite and other than zero."""
    finite = np.isfinite(vectors).all(axis=1)
    return np.flatnonzero(finite & (vectors != 0).any(axis=1))
