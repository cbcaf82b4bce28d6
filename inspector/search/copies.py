"""Which results say the same thing as a result above them.

Two texts are copies when they are the same but for white space and case, or when they share at least 80 % of their
five-word shingles (Jaccard): the usual measure for near-duplicate pages (Broder 1997, "On the resemblance and
containment of documents"). No cosine cut-off is involved. Cost: linear in the first 2,000 words of each shown text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

SHINGLE = 5
SHARED = 0.8
WORDS_READ = 2_000

Shingle = tuple[str, ...]


def copies(texts: Sequence[str]) -> tuple[int | None, ...]:
    """For each text in ranked order, give the place of the first text above it that it copies, or None.

    Args:
        texts: Texts, best first. Empty ones copy nothing.

    Returns:
        One place (0-based, smaller than its own) or None per text; a copy of a copy points at the original.
    """
    holders: dict[Shingle, list[int]] = {}
    sizes: list[int] = []
    found: list[int | None] = []
    for place, own in enumerate(map(_shingles, texts)):
        shared = Counter(above for shingle in own for above in holders.get(shingle, ()))
        found.append(
            min((above for above, same in shared.items() if _copies(same, len(own), sizes[above])), default=None)
        )
        sizes.append(len(own))
        if found[-1] is None:
            for shingle in own:
                holders.setdefault(shingle, []).append(place)
    return tuple(found)


def _copies(shared: int, size: int, other: int) -> bool:
    """Whether two sets of these sizes with so many in common are copies by their Jaccard."""
    return shared / (size + other - shared) >= SHARED


def _shingles(text: str) -> frozenset[Shingle]:
    words = text.casefold().split()[:WORDS_READ]
    if not words:
        return frozenset()
    return frozenset(tuple(words[start : start + SHINGLE]) for start in range(max(1, len(words) - SHINGLE + 1)))
