"""Do documents of different texts have the very same vector?

Nothing can rank them apart. Long texts that begin alike may share a vector, since the model stops reading: a note. A
vector that more than half of the collection shares is no vector of theirs: a failure.
"""

from __future__ import annotations

import hashlib

import numpy as np

from inspector.diagnose.health.check import HealthCheck, Need, Outcome
from inspector.diagnose.health.subject import Subject
from inspector.records.findings import Cause, Evidence, Finding, Severity
from inspector.vectors import IntArray

_BLOCK = 16_384


def run(subject: Subject) -> Outcome:
    """Give the finding where one vector stands for several texts."""
    rows = np.flatnonzero(subject.directed & ~subject.texts.empty)
    _, number = np.unique(_keys(subject, rows), return_inverse=True)
    texts = subject.texts.groups[rows]
    order = np.lexsort((texts, number))
    first = np.ones(len(order), dtype=np.bool_)
    first[1:] = (number[order][1:] != number[order][:-1]) | (texts[order][1:] != texts[order][:-1])
    several = np.bincount(number[order][first]) > 1  # vectors that stand for more than one text
    sizes = np.bincount(number)
    shared = int(sizes[several].sum())
    measured = (
        Evidence("Documents that share their vector with one of another text", f"{shared:,} of {subject.count:,}"),
    )
    if not shared:
        return Outcome(measured=measured)
    largest = int(np.argmax(np.where(several, sizes, 0)))
    crowd = int(sizes[largest])
    grave = len(rows) > 2 and 2 * crowd > len(rows)
    finding = Finding(
        cause=Cause.STALE_VECTOR if grave else None,
        check=CHECK.name,
        severity=Severity.FAILURE if grave else Severity.NOTE,
        summary=f"{shared:,} of {subject.count:,} documents have the same vector as one of another text; one vector "
        f"stands for {crowd:,} documents.",
        evidence=(*measured, Evidence("The vector that is shared most stands for", f"{crowd:,} documents")),
        likely_cause="One vector was stored for all of them, by a mistake in the program that filled the index."
        if grave
        else "Long texts that begin alike: the model stops reading before they differ.",
        try_this="Embed these documents again."
        if grave
        else "Put what tells these documents apart at their beginning, or split them into passages.",
        verify_by="Search for the words in which two of the documents named here differ: both are equally far.",
        ids=subject.named(rows[number == largest]),
    )
    return Outcome(finding, measured)


def _keys(subject: Subject, rows: IntArray) -> np.ndarray[tuple[int], np.dtype[np.uint64]]:
    """Hash the vectors in some places to 64 bits each, shape (len(rows),)."""
    keys = np.empty(len(rows), dtype=np.uint64)
    for start in range(0, len(rows), _BLOCK):
        subject.progress(start, len(rows), "Comparing the vectors")
        block = np.ascontiguousarray(subject.collection.vectors(rows[start : start + _BLOCK]))
        for place, vector in enumerate(block, start=start):
            keys[place] = int.from_bytes(hashlib.blake2b(vector.tobytes(), digest_size=8).digest(), "little")
    return keys


CHECK = HealthCheck(
    name="same_vector",
    question="Do documents of different texts have the very same vector?",
    run=run,
    needs=(Need.DIRECTIONS,),
)
