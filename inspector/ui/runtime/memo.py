"""Results that all sessions share: worked out once, kept while there is room.

Invariant: a key is made of content (fingerprints, requests), never of names or object identity, so what is found under
it is what the work would give. This holds the one cached resource of the app. Work never draws: Streamlit refuses to
replay an element from inside a cached function. While work of a kind in `AWAITED` is done, workers in the background
hold back (`turns.py`).
Cost: a look-up takes microseconds; memory is bounded by the number of entries of each kind.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, TypeVar

import streamlit as st

from inspector.ui.runtime.turns import RUSH

T = TypeVar("T")
Key = tuple[object, ...]

DEFAULT_LIMIT = 128
AWAITED = frozenset({"inspection"})
"""Kinds of results that somebody looks at an empty page for."""

LIMITS = {
    "embedder": 2,
    "vectors": 2,
    "collection": 16,
    "keyword": 16,
    "map": 8,
    "triage": 8,
    "comparison": 8,
    "evaluation": 8,
    "evaluation grades": 8,
}
"""How many results of a large kind are kept; of each other kind `DEFAULT_LIMIT`."""


class Memo:
    """Remembers results by kind and key; the least recently used one of a full kind is let go.

    Safe to use from several threads: a result that two of them ask for at the same time is worked out once.
    """

    def __init__(self, limits: dict[str, int] | None = None, default_limit: int = DEFAULT_LIMIT) -> None:
        self._limits = LIMITS if limits is None else limits
        self._default_limit = default_limit
        self._kinds: dict[str, OrderedDict[Key, Any]] = {}
        self._working: dict[tuple[str, Key], _Waiting] = {}
        self._lock = threading.Lock()

    def remembered(self, kind: str, key: Key, work: Callable[[], T]) -> T:
        """Give the result under a key, doing the work if nobody has done it yet.

        An exception is not remembered: it goes to the caller, and whoever waited tries for himself.

        Args:
            kind: What sort of result it is; each kind has its own room.
            key: Hashable content the result depends on.
            work: Makes the result; must not draw and must not ask for the same key.
        """
        found = self._look_up(kind, key)
        if found is not None:
            return found[0]  # type: ignore[no-any-return]
        with self._alone(kind, key):
            found = self._look_up(kind, key)
            if found is not None:
                return found[0]  # type: ignore[no-any-return]
            result = work()
            self._keep(kind, key, result)
            return result

    def forget(self, kind: str, key: Key) -> None:
        """Let go of one result; unknown keys are fine."""
        with self._lock:
            self._kinds.get(kind, OrderedDict()).pop(key, None)

    def _look_up(self, kind: str, key: Key) -> tuple[Any] | None:
        with self._lock:
            entries = self._kinds.get(kind)
            if entries is None or key not in entries:
                return None
            entries.move_to_end(key)
            return (entries[key],)

    def _keep(self, kind: str, key: Key, result: object) -> None:
        with self._lock:
            entries = self._kinds.setdefault(kind, OrderedDict())
            entries[key] = result
            while len(entries) > self._limits.get(kind, self._default_limit):
                entries.popitem(last=False)

    @contextmanager
    def _alone(self, kind: str, key: Key) -> Iterator[None]:
        """Let one thread at a time work on a key; the key's lock is dropped with its last user."""
        with self._lock:
            waiting = self._working.setdefault((kind, key), _Waiting())
            waiting.threads += 1
        try:
            with waiting.lock:
                yield
        finally:
            with self._lock:
                waiting.threads -= 1
                if not waiting.threads:
                    del self._working[(kind, key)]


class _Waiting:
    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.threads = 0


@st.cache_resource(show_spinner=False)
def _memo() -> Memo:
    return Memo()


def remembered(kind: str, key: Key, work: Callable[[], T]) -> T:
    """Give the result under a key from the memo that all sessions share, doing the work if nobody has."""
    return _memo().remembered(kind, key, partial(_awaited, work) if kind in AWAITED else work)


def _awaited(work: Callable[[], T]) -> T:
    with RUSH.answering():
        return work()


def forget(kind: str, key: Key) -> None:
    """Let go of one result that all sessions share."""
    _memo().forget(kind, key)
