"""Which results say the same thing as a result above them.

Two texts are copies when they are the same but for white space and case, or when they share at least 80 % of their
five-word shingles (Jaccard): the usual measure for near-duplicate pages (Broder 1997, "On the resemblance and
containment of documents"). No cosine cut-off is involved. Cost: the first 2,000 words of each shown text.
"""

from __future__ import annotations

from collections.abc import Sequence

SHINGLE = 5
SHARED = 0.8
WORDS_READ = 2_000


def copies(texts: Sequence[str]) -> tuple[int | None, ...]:
    """For each text in ranked order, give the place of the first text above it that it copies, or None.

    Args:
        texts: Texts, best first. Empty ones copy nothing.

    Returns:
        One place (0-based, smaller than its own) or None per text; a copy of a copy points at the original.
    """
    shingles = [_shingles(text) for text in texts]
    found: list[int | None] = []
    for place, own in enumerate(shingles):
        originals = (above for above in range(place) if found[above] is None)
        found.append(next((above for above in originals if own and _resemblance(own, shingles[above]) >= SHARED), None))
    return tuple(found)


def _shingles(text: str) -> frozenset[tuple[str, ...]]:
    words = text.casefold().split()[:WORDS_READ]
    if not words:
        return frozenset()
    return frozenset(tuple(words[start : start + SHINGLE]) for start in range(max(1, len(words) - SHINGLE + 1)))


def _resemblance(left: frozenset[tuple[str, ...]], right: frozenset[tuple[str, ...]]) -> float:
    """Jaccard of two sets, skipped (0) where their sizes alone rule out `SHARED`."""
    small, large = sorted((len(left), len(right)))
    if small < SHARED * large:
        return 0.0
    shared = len(left & right)
    return shared / (len(left) + len(right) - shared)
