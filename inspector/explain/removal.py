"""Removal effects: what each word of the query does to the similarity and the rank of each shown document.

effect(word, d) = similarity(q, d) - similarity(q without the word, d). Positive: the word pulls d closer. All variants
come from one encoder batch and one pass through the collection, so this costs no further encoding.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from inspector.explain.variants import Variants
from inspector.records.explanation import Contributions
from inspector.vectors import FloatArray, IntArray, read_only


def removal_effects(plan: Variants, ids: Sequence[str], similarities: FloatArray, ranks: IntArray) -> Contributions:
    """Turn the similarities and ranks of all variants into effects of words.

    Args:
        plan: The variants, in the order of the rows.
        ids: The shown documents, in the order of the columns.
        similarities: Shape (variants, documents), cosine similarities.
        ranks: Shape (variants, documents), 1-based; 0 = cannot be known.
    """
    whole = similarities[0]
    rows = np.array(plan.word_rows, dtype=np.int64)
    neutral = np.abs(whole - similarities[list(plan.neutral_rows)])
    return Contributions(
        words=plan.words,
        skipped=plan.skipped,
        ids=tuple(ids),
        similarity=read_only(whole),
        rank=read_only(ranks[0]),
        removal=read_only(whole - similarities[rows]),
        rank_without=read_only(ranks[rows]),
        noise_floor=read_only(neutral.max(axis=0)),
        neutral_edits=tuple(plan.texts[row] for row in plan.neutral_rows),
        empty_similarity=read_only(similarities[plan.empty_row]),
    )
