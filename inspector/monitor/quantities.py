"""Means over the texts of each side: their length, the words the model splits or does not know, the share cut off.

Invariant: both sides are read by one model, the one of now. Cost: each different word of the sampled texts is
tokenized once; 2 s for 1,000 documents a side.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np

from inspector.embedders.embedder import Embedder
from inspector.embedders.token_embedder import TokenEmbedder, TokenKind
from inspector.monitor.groups import LEAST
from inspector.progress import Progress, silent
from inspector.records.drift import Measured, Quantity
from inspector.text import words
from inspector.vectors import BoolArray, FloatArray

UNKNOWN_TOKENS = frozenset({"[UNK]", "<unk>", "<UNK>"})
"""How tokenizers write a token that stands for what they do not know."""
Z_95 = 1.959964
_BATCH = 256


def quantities(
    then: Sequence[str],
    now: Sequence[str],
    embedder: Embedder | None,
    *,
    prompt: str = "",
    limit: int = 0,
    progress: Progress = silent,
) -> tuple[Quantity, ...]:
    """Measure the texts of both sides.

    Args:
        then: Texts as they are embedded.
        now: As many for now.
        embedder: The model that reads them; None leaves its reading out.
        prompt: Put before each text.
        limit: How many tokens of a text are read; 0 for the model's own limit.
        progress: Told how many words are looked at.

    Returns:
        Empty where a side has no text; without a model only the length.

    Raises:
        CancelledError: progress asked to stop.
    """
    if not then or not now:
        return ()
    split_then, split_now = ([[word.text for word in words(text)] for text in texts] for texts in (then, now))
    found = [_quantity(Measured.WORDS, [float(len(each)) for each in split_then], [float(len(e)) for e in split_now])]
    if embedder is None:
        return tuple(found)
    pieces = _pieces(sorted({word for text in (*split_then, *split_now) for word in text}), embedder, progress)
    known = isinstance(embedder, TokenEmbedder)
    for what, place in ((Measured.SPLIT, 0), (Measured.UNKNOWN, 1))[: 2 if known else 1]:
        share = partial(_shares, pieces=pieces, place=place)
        found.append(_quantity(what, share(split_then), share(split_now)))
    cut = partial(_cut_off, embedder=embedder, prompt=prompt, limit=limit or embedder.max_tokens)
    before, after = cut(then), cut(now)
    interval = share_difference(before, after) if min(len(before), len(after)) >= LEAST else (None, None)
    found.append(Quantity(Measured.CUT_OFF, float(before.mean()), float(after.mean()), *interval))
    return tuple(found)


def _pieces(vocabulary: Sequence[str], embedder: Embedder, progress: Progress) -> dict[str, tuple[bool, bool]]:
    """Say of each word whether the model splits it, and whether it does not know it."""
    found: dict[str, tuple[bool, bool]] = {}
    specials = int(embedder.token_counts([""])[0])
    tokens = embedder if isinstance(embedder, TokenEmbedder) else None  # once: asking a protocol is slow
    for start in range(0, len(vocabulary), _BATCH):
        progress(start, len(vocabulary), "Reading words as the model does")
        batch = vocabulary[start : start + _BATCH]
        counts = embedder.token_counts(batch) - specials
        for word, count in zip(batch, counts, strict=True):
            found[word] = bool(count > 1), tokens is not None and _is_unknown(word, tokens)
    return found


def _is_unknown(word: str, embedder: TokenEmbedder) -> bool:
    read = embedder.read_tokens(word)
    return any(
        name in UNKNOWN_TOKENS and kind is TokenKind.TEXT for name, kind in zip(read.names, read.kinds, strict=True)
    )


def _shares(texts: Sequence[Sequence[str]], pieces: dict[str, tuple[bool, bool]], place: int) -> list[float]:
    """Give for each text with a word the share of its words that are split (place 0) or unknown (place 1)."""
    return [sum(pieces[word][place] for word in text) / len(text) for text in texts if text]


def _cut_off(texts: Sequence[str], embedder: Embedder, prompt: str, limit: int) -> BoolArray:
    """Say for each text whether it is longer than what the model reads."""
    counts = [
        embedder.token_counts(texts[start : start + _BATCH], prompt=prompt) for start in range(0, len(texts), _BATCH)
    ]
    return np.asarray(np.concatenate(counts) > limit, dtype=bool)


def _quantity(what: Measured, then: Sequence[float], now: Sequence[float]) -> Quantity:
    before, after = np.array(then or [0.0]), np.array(now or [0.0])
    interval = difference(before, after) if min(len(before), len(after)) >= LEAST else (None, None)
    return Quantity(what, float(before.mean()), float(after.mean()), *interval)


def share_difference(then: BoolArray, now: BoolArray) -> tuple[float, float]:
    """Give the 95 % interval of the share of now less that of then, by Newcombe's method: sound near 0 and 1 too.

    Args:
        then: Shape (n,), n >= 1: which of then have the property.
        now: Shape (m,), m >= 1: which of now.
    """
    (before, low_before, high_before), (after, low_after, high_after) = _wilson(then), _wilson(now)
    down = float(np.hypot(after - low_after, high_before - before))
    up = float(np.hypot(high_after - after, before - low_before))
    return after - before - down, after - before + up


def _wilson(which: BoolArray) -> tuple[float, float, float]:
    """Give a share and its 95 % interval by Wilson's score."""
    share, size, square = float(which.mean()), len(which), Z_95**2
    middle = (share + square / (2 * size)) / (1 + square / size)
    half = Z_95 * float(np.sqrt(share * (1 - share) / size + square / (4 * size**2))) / (1 + square / size)
    return share, max(0.0, middle - half), min(1.0, middle + half)


def difference(then: FloatArray, now: FloatArray) -> tuple[float, float]:
    """Give the 95 % interval of the mean of now less that of then, by the normal approximation.

    Args:
        then: Shape (n,), n >= 2.
        now: Shape (m,), m >= 2.
    """
    middle = float(now.mean() - then.mean())
    spread = Z_95 * float(np.sqrt(now.var(ddof=1) / len(now) + then.var(ddof=1) / len(then)))
    return middle - spread, middle + spread
