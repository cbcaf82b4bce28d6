"""Vectors of texts that were encoded before, kept by content, and the encoding of those that were not.

A key is the model's fingerprint, the prompt and the text, so a vector is good for as long as its model is. Invariants:
bounded by bytes, the least recently used goes first; a vector is kept only when its whole step succeeded and it is
finite, so a model that fails half way leaves nothing wrong behind. Texts go to the model sorted by length in steps of
a fraction of a second, between which the work may be stopped. Whoever wants a text that somebody else is just having
encoded waits for it; nobody waits for texts they did not ask for.
"""

from __future__ import annotations

import sys
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from inspector.embedders.embedder import Embedder
from inspector.errors import EmbedderError
from inspector.explain.budget import Budget
from inspector.progress import Progress, silent
from inspector.text import quoted, shortened
from inspector.vectors import Float32Array

MAX_BYTES = 64 << 20
STEP_TEXTS = 64
STEP_CHARACTERS = 4_000
"""About 1,000 tokens, which a small model on two cores reads in 0.1 to 0.2 seconds."""

BATCH = 12
"""Texts in one forward pass: with so few of similar length less than a tenth of the tokens is padding."""

Key = tuple[str, str, str]


class VectorCache:
    """A bounded store of vectors. Safe to use from several threads.

    Attributes:
        hits: How many texts were answered without the model.
        encodes: How many texts the model read.
    """

    def __init__(self, max_bytes: int = MAX_BYTES) -> None:
        """Make an empty cache that holds at most `max_bytes`, keys included."""
        self.hits = 0
        self.encodes = 0
        self._max_bytes = max_bytes
        self._kept: OrderedDict[Key, Float32Array] = OrderedDict()
        self._bytes = 0
        self._reading: dict[Key, threading.Event] = {}
        self._lock = threading.Lock()

    @property
    def bytes(self) -> int:
        """How much it holds now."""
        return self._bytes

    def __len__(self) -> int:
        return len(self._kept)

    def __contains__(self, key: Key) -> bool:
        return key in self._kept

    def get(self, key: Key) -> Float32Array | None:
        """Give the vector of a key, shape (dim,), read-only; None where it is not known."""
        with self._lock:
            return self._get(key)

    def _get(self, key: Key) -> Float32Array | None:
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
            self.hits += 1
        return found

    def claim(self, keys: Sequence[Key]) -> list[Float32Array | threading.Event | None]:
        """Say of each key what is to be done about it, so that two who want the same text encode it once.

        Args:
            keys: Distinct keys.

        Returns:
            For each key its vector; or, where somebody else is having it encoded, what is set when they have finished;
            or None: it is the caller's to encode, and to `settle` whatever happens.
        """
        with self._lock:
            out: list[Float32Array | threading.Event | None] = []
            for key in keys:
                known = self._get(key)
                out.append(self._reading.get(key) if known is None else known)
                if out[-1] is None:
                    self._reading[key] = threading.Event()
            return out

    def settle(self, keys: Sequence[Key]) -> None:
        """Let go of claimed keys, and wake whoever waits for them."""
        with self._lock:
            for key in keys:
                self._reading.pop(key).set()

    def put(self, key: Key, vector: Float32Array) -> None:
        """Keep a copy of a freshly encoded vector, and let go of the least recently used ones that no longer fit."""
        own = np.array(vector, dtype=np.float32)
        own.flags.writeable = False
        with self._lock:
            self.encodes += 1
            if key in self._kept:
                self._bytes -= _size(key, self._kept.pop(key))
            self._kept[key] = own
            self._bytes += _size(key, own)
            while self._bytes > self._max_bytes:
                gone, old = self._kept.popitem(last=False)
                self._bytes -= _size(gone, old)


def _size(key: Key, vector: Float32Array) -> int:
    """Give the bytes an entry takes; its own text, and about 400 for the objects around text and numbers."""
    return vector.nbytes + sys.getsizeof(key[2]) + 400


@dataclass(frozen=True, slots=True)
class Encoding:
    """A model with a prompt, and the cache of what it said.

    Attributes:
        embedder: The model.
        prompt: Put before every text.
        cache: Where vectors are looked up and kept.
    """

    embedder: Embedder
    prompt: str
    cache: VectorCache

    def key(self, text: str) -> Key:
        """Give the key of a text."""
        return self.embedder.fingerprint, self.prompt, text


def missing(encoding: Encoding, texts: Sequence[str]) -> list[str]:
    """Give the distinct texts whose vectors are not known yet, shortest first."""
    return sorted((text for text in dict.fromkeys(texts) if encoding.key(text) not in encoding.cache), key=len)


def encode_cached(
    encoding: Encoding, texts: Sequence[str], *, progress: Progress = silent, budget: Budget | None = None
) -> Float32Array:
    """Give the vectors of texts, encoding each distinct one that is not known, once.

    Args:
        encoding: Model, prompt and cache.
        texts: Any texts, repeated or not, the empty one included.
        progress: Called before the first step and after each, with encoded texts; may stop the work, and what was
            encoded until then stays known.
        budget: Pays for the texts that are not known; None = any number.

    Returns:
        Shape (texts, dim), float32, row i for text i.

    Raises:
        EmbedderError: the model failed, or gave a vector of another shape or one that is not finite.
        OverBudgetError: more texts would have to be encoded than the budget has left.
        CancelledError: progress asked to stop.
    """
    known = {text: encoding.cache.get(encoding.key(text)) for text in dict.fromkeys(texts)}
    found = {text: vector for text, vector in known.items() if vector is not None}
    wanted = sorted((text for text in known if text not in found), key=len)
    if budget is not None:
        budget.take(len(wanted))
    done = 0
    for step in _steps(wanted):
        progress(done, len(wanted), "Encoding variants of the query")
        found.update(_encode_step(encoding, step))
        done += len(step)
    if wanted:
        progress(done, len(wanted), "Encoding variants of the query")
    out = np.empty((len(texts), encoding.embedder.dim), dtype=np.float32)
    for row, text in enumerate(texts):
        out[row] = found[text]
    return out


def encode_at_once(encoding: Encoding, texts: Sequence[str]) -> tuple[Float32Array, tuple[str, ...]]:
    """Give the vectors of a few texts for a first answer: one call of the model, its vectors as they are.

    Args:
        encoding: Model, prompt and cache.
        texts: Distinct texts.

    Returns:
        Shape (texts, dim), not finite where the model's are not; and which texts were encoded. Only finite vectors are
        kept.

    Raises:
        EmbedderError: the model failed.
    """
    cache, embedder = encoding.cache, encoding.embedder

    def encode(wanted: Sequence[str]) -> Float32Array:
        vectors = embedder.encode(wanted, prompt=encoding.prompt)
        for text, vector in zip(wanted, vectors, strict=True):
            if np.isfinite(vector).all():
                cache.put(encoding.key(text), vector)
        return vectors

    found, encoded = _settled(encoding, texts, encode)
    return np.array([found[text] for text in texts], dtype=np.float32), tuple(encoded)


def _steps(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    """Cut texts, sorted by length, into steps of bounded work: at most so many texts, padded to so many characters."""
    start = 0
    for end in range(1, len(texts) + 1):
        following = end < len(texts) and (end + 1 - start) * (len(texts[end]) + 8) <= STEP_CHARACTERS
        if not following or end - start >= STEP_TEXTS:
            yield texts[start:end]
            start = end


def _encode_step(encoding: Encoding, step: Sequence[str]) -> dict[str, Float32Array]:
    """Encode the texts of a step that nobody else encodes, and keep them if all of them are sound."""
    cache, embedder = encoding.cache, encoding.embedder

    def encode(wanted: Sequence[str]) -> Float32Array:
        vectors = sound(embedder, wanted, embedder.encode(wanted, prompt=encoding.prompt, batch=BATCH))
        for text, vector in zip(wanted, vectors, strict=True):
            cache.put(encoding.key(text), vector)
        return vectors

    return _settled(encoding, step, encode)[0]


def _settled(
    encoding: Encoding, texts: Sequence[str], encode: Callable[[Sequence[str]], Float32Array]
) -> tuple[dict[str, Float32Array], list[str]]:
    """Give the vectors of distinct texts, and which of them were encoded here.

    What others are having encoded is waited for only after the own texts are done, so that nobody waits in a circle;
    where it did not come about, it becomes the own work of one of those who waited.
    """
    cache, left = encoding.cache, list(texts)
    found: dict[str, Float32Array] = {}
    encoded: list[str] = []
    while left:
        claims = dict(zip(left, cache.claim([encoding.key(text) for text in left]), strict=True))
        own = [text for text, claim in claims.items() if claim is None]
        try:
            if own:
                found.update(zip(own, encode(own), strict=True))
                encoded += own
        finally:
            cache.settle([encoding.key(text) for text in own])
        found.update((text, claim) for text, claim in claims.items() if isinstance(claim, np.ndarray))
        others = {text: claim for text, claim in claims.items() if isinstance(claim, threading.Event)}
        for claim in others.values():
            claim.wait()
        left = list(others)
    return found, encoded


def sound(embedder: Embedder, texts: Sequence[str], vectors: Float32Array) -> Float32Array:
    """Give a model's vectors of texts if they can be relied on.

    Raises:
        EmbedderError: they have another shape, or one is not finite.
    """
    if vectors.shape != (len(texts), embedder.dim):
        raise EmbedderError(
            f"{embedder.name} gave vectors of shape {vectors.shape}, expected were {(len(texts), embedder.dim)}.",
            "Reload the model, or choose another one.",
        )
    broken = np.flatnonzero(~np.isfinite(vectors).all(axis=1))
    if len(broken):
        raise EmbedderError(
            f"{embedder.name} gave a vector that is not finite for {quoted(shortened(texts[broken[0]]))}.",
            "Its weights may be damaged: run it on another text, or load it anew.",
        )
    return vectors
