"""Contributions look up the column of a document."""

from __future__ import annotations

import numpy as np

from inspector.records.explanation import Contributions
from inspector.text import words


def test_a_document_is_found_in_its_column_and_a_stranger_in_none() -> None:
    ids = ("b", "a")
    effects = np.zeros((2, 2))
    ranks = np.zeros((2, 2), dtype=np.int64)
    contributions = Contributions(
        words("copy list"), 0, ids, effects[0], ranks[0], effects, ranks, effects[0], (), effects[0]
    )
    assert [contributions.column(document_id) for document_id in ("b", "a", "c")] == [0, 1, -1]
