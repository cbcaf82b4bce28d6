"""How much two ranked lists agree: as sets, and with their order.

References:
    Webber, Moffat and Zobel 2010, "A similarity measure for indefinite rankings" (rank-biased overlap; the
    extrapolated form for lists of different lengths is its equation 32).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from inspector.errors import RequestError

PERSISTENCE = 0.9
"""A reader of the list goes on from each place to the next with this probability; the first ten weigh 86 %."""


@dataclass(frozen=True, slots=True)
class Overlap:
    """How much two lists agree within their first k.

    Attributes:
        k: How many of each list were compared.
        shared: Documents in both, 0 to k.
        jaccard: Shared ones by all different ones, 0 (disjoint) to 1 (the same set); 1 for two empty lists.
        rbo: Rank-biased overlap, 0 (disjoint) to 1 (same order); 1 for two empty lists.
    """

    k: int
    shared: int
    jaccard: float
    rbo: float


def overlap(left: Sequence[str], right: Sequence[str], k: int, persistence: float = PERSISTENCE) -> Overlap:
    """Compare the first k of two lists.

    Args:
        left: Ids, best first, each once.
        right: Ids, best first, each once.
        k: At least 1.
        persistence: In (0, 1); smaller gives the top more weight.

    Raises:
        RequestError: k is below 1, or persistence is outside (0, 1).
    """
    if k < 1:
        raise RequestError(f"k is {k}, but it must be at least 1.", "Choose how many results to compare.")
    left, right = left[:k], right[:k]
    shared = len(set(left) & set(right))
    united = len(set(left) | set(right))
    return Overlap(k, shared, shared / united if united else 1.0, rank_biased_overlap(left, right, persistence))


def rank_biased_overlap(left: Sequence[str], right: Sequence[str], persistence: float = PERSISTENCE) -> float:
    """Give the extrapolated rank-biased overlap: agreement at each depth, weighted towards the top.

    What lies behind the ends of the lists is taken to agree as much as what is seen.

    Args:
        left: Ids, best first, each once.
        right: Ids, best first, each once.
        persistence: In (0, 1).

    Returns:
        0 (disjoint, or one list empty) to 1 (same ids in the same order, or both empty); symmetric.

    Raises:
        RequestError: persistence is outside (0, 1).
    """
    if not 0 < persistence < 1:
        raise RequestError(f"The persistence is {persistence}, but it must lie between 0 and 1.", "Use 0.9.")
    short, long = sorted((left, right), key=len)
    if not short:
        return 0.0 if long else 1.0
    shared = _shared_by_depth(short, long)
    size, depth = len(short), len(long)
    at_size, at_depth = shared[size - 1], shared[-1]
    total = sum(count / d * persistence**d for d, count in enumerate(shared, start=1))
    total += sum(at_size * (d - size) / (size * d) * persistence**d for d in range(size + 1, depth + 1))
    tail = ((at_depth - at_size) / depth + at_size / size) * persistence**depth
    return min(1.0, (1 - persistence) / persistence * total + tail)


def _shared_by_depth(short: Sequence[str], long: Sequence[str]) -> list[int]:
    """Count the ids that both lists have within each depth from 1 to the longer length."""
    place = {each: d for d, each in enumerate(short, start=1)}
    met = [0] * (len(long) + 1)
    for d, each in enumerate(long, start=1):
        if each in place:
            met[max(d, place[each])] += 1
    counts, so_far = [], 0
    for new in met[1:]:
        so_far += new
        counts.append(so_far)
    return counts
