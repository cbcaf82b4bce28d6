"""Which subsets of a query's units are asked about where all of them are too many.

Subsets come with their complements, as a fair share depends on nothing but the differences between the two. The first
round is a walk: a random order in which the query is put together, forward and, by the complements, backward. Every
further round takes one subset of each size: of `DRAWN` random ones the one most unlike all that were taken before.
Invariants: no subset comes twice; the same seed gives the same subsets, and more rounds begin with those of fewer,
whose texts are then known. Cost: at most 2n - 2 texts a round, and the whole query and the empty text.

References:
    Covert and Lee 2021, arXiv 2012.01536, on asking in pairs. Mitchell et al. 2022, arXiv 2104.12199, on orders that
    are spread out.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from inspector.vectors import BoolArray, read_only

DRAWN = 16
"""More do not help: 64 gave the same errors on SciFact and StackFAQ, 4 gave larger ones."""


@lru_cache(maxsize=64)
def spread_subsets(count: int, rounds: int, seed: int) -> BoolArray:
    """Give one subset of each pair, shape (pairs, count), the whole query first; row i and ~row i make pair i.

    Args:
        count: Units, >= 2.
        rounds: >= 1.
        seed: Of the draws.
    """
    random = np.random.default_rng([seed, count])
    walk = random.permutation(count)
    rows = [np.ones(count, dtype=bool), *(np.isin(np.arange(count), walk[:size]) for size in range(1, count))]
    taken = np.array([_signs(row) for row in rows])
    for _ in range(1, rounds):
        for size in random.permutation(np.arange(1, count)):
            drawn = random.permuted(np.tile(np.arange(count) < size, (DRAWN, 1)), axis=1)
            alike = np.abs(_signs(drawn) @ taken.T).max(axis=1)  # count where a row, or its complement, was taken
            best = int(np.argmin(alike))
            if alike[best] < count:
                rows.append(drawn[best])
                taken = np.vstack([taken, _signs(drawn[best])])
    return read_only(np.array(rows))


def masks_of(subsets: BoolArray) -> list[int]:
    """Give the bit masks of subsets, bit i set = unit i stays."""
    return [sum(1 << int(place) for place in np.flatnonzero(row)) for row in subsets]


def tried_masks(count: int, rounds: int, seed: int) -> list[int]:
    """Give the masks of all subsets that are asked about, each with its complement, both ends among them."""
    subsets = spread_subsets(count, rounds, seed)
    return sorted({*masks_of(subsets), *masks_of(~subsets)})


def _signs(subsets: BoolArray) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    """Give 1 for a unit that stays and -1 for one that is gone: products count the units two subsets agree on."""
    return np.where(subsets, np.float32(1), np.float32(-1))
