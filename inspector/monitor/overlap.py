"""Which documents stayed, were edited, came and went between two indexes.

Invariant: a document is the same where its id is, or, where documents were given other ids in between, where its title
and text are. Cost: one pass over the texts of each side; some 200 bytes a document.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from inspector import fingerprint
from inspector.progress import Progress, silent
from inspector.records.drift import Turnover
from inspector.stores.collection import Collection
from inspector.text import counted
from inspector.vectors import IntArray, cosine_distance, directions, read_only

OTHER_VECTORS = "Same text, another vector:"
"""How the note begins that says how many documents have one."""
APART = 1e-3
"""Cosine distance from which on two vectors of one text are other ones; another precision stays far below."""
SAMPLE = 1_000
_BATCH = 1_024


@dataclass(frozen=True, slots=True)
class Overlap:
    """How two indexes overlap.

    Attributes:
        turnover: In numbers.
        came: Shape (n,), ascending: places in now of the documents that are new or edited.
        went: Shape (m,), ascending: places in then of the documents that are gone or were edited.
        before: The id then of each document that is on both sides, by its id now.
    """

    turnover: Turnover
    came: IntArray
    went: IntArray
    before: Mapping[str, str]


def overlap_of(then: Collection, now: Collection, progress: Progress = silent) -> Overlap:
    """Compare what two indexes hold.

    Raises:
        CancelledError: progress asked to stop.
    """
    old, present = _texts(then, progress), _texts(now, progress)
    before = _before(old, present)
    edited = {each for each, was in before.items() if old[was] != present[each]}
    stayed = {was for each, was in before.items() if each not in edited}
    came = [row for row, each in enumerate(present) if each not in before or each in edited]
    went = [row for row, each in enumerate(old) if each not in stayed]
    found = Turnover(
        then=len(old),
        now=len(present),
        stayed=len(before) - len(edited),
        edited=len(edited),
        new=len(present) - len(before),
        gone=len(old) - len(set(before.values())),
    )
    return Overlap(found, _rows(came), _rows(went), before)


def other_vectors(then: Collection, now: Collection, overlap: Overlap) -> str:
    """Say how many documents with the same text have another vector now, as a sentence; empty where none has.

    At most `SAMPLE` of them, drawn with a seed, are compared. A vector that is usable (finite, other than zero) on one
    side only is another one.

    Args:
        then: The earlier index.
        now: The later one, with vectors of as many dimensions.
        overlap: How the two overlap.
    """
    rows = np.setdiff1d(np.arange(now.count), overlap.came)
    if len(rows) > SAMPLE:
        rows = np.sort(np.random.default_rng(0).choice(rows, SAMPLE, replace=False))
    if not len(rows):
        return ""
    places = then.rows_of([overlap.before[each] for each in now.ids_at(rows)])
    old, new = then.vectors(places), now.vectors(rows)
    had, has = (np.isfinite(each).all(axis=1) & (each != 0).any(axis=1) for each in (old, new))
    both = had & has
    alike = np.einsum("ij,ij->i", directions(old[both]), directions(new[both]))
    others = int(np.count_nonzero(had != has)) + int(np.count_nonzero(cosine_distance(alike) > APART))
    return f"{OTHER_VECTORS} {others:,} of {counted(len(rows), 'document')} compared." if others else ""


def _texts(collection: Collection, progress: Progress) -> dict[str, str]:
    """Give the fingerprint of each document's title and text by its id, in order."""
    found: dict[str, str] = {}
    for batch in collection.iterate(_BATCH):
        progress(len(found), collection.count, f"Reading {collection.name}")
        for document in batch:
            found[document.id] = fingerprint.of_values(document.title, document.text)
    return found


def _before(old: Mapping[str, str], present: Mapping[str, str]) -> dict[str, str]:
    """Match the documents by id, or by text where that finds more than twice as many that are unchanged."""
    by_id = {each: each for each in present if each in old}
    ids_of = {text: each for each, text in old.items()}
    by_text = {each: ids_of[text] for each, text in present.items() if text in ids_of}
    unchanged = sum(old[each] == present[each] for each in by_id)
    return by_text if len(by_text) > 2 * unchanged else by_id


def _rows(places: list[int]) -> IntArray:
    return read_only(np.array(places, dtype=np.int64))
