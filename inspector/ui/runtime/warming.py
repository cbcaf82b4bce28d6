"""Slow resources that load in the background while the page already works, shared by all sessions.

Invariant: asking never waits. A failure is kept with its message until it is forgotten, so no page loads it in a loop.
Cost: one daemon thread per resource while it loads.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from inspector.errors import InspectorError
from inspector.ui.runtime import memo

T = TypeVar("T")
_log = logging.getLogger(__name__)


class WarmState(StrEnum):
    """How far a resource has come."""

    LOADING = "loading"
    READY = "ready"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Warm(Generic[T]):
    """A resource that loads in the background.

    Attributes:
        state: How far it has come.
        value: The resource; None unless it is ready.
        seconds: Time since loading began, or what it took; >= 0.
        message: Why it failed, one sentence; empty otherwise.
        hint: What to do about it; may be empty.
    """

    state: WarmState
    value: T | None = None
    seconds: float = 0.0
    message: str = ""
    hint: str = ""

    @property
    def loading(self) -> bool:
        """Whether it is still on its way."""
        return self.state is WarmState.LOADING


class _Loading(Generic[T]):
    """One load in a thread of its own."""

    def __init__(self, name: str, work: Callable[[], T], delay: float) -> None:
        self._work = work
        self._started = time.monotonic()
        self._outcome: Warm[T] | None = None
        self._delay = delay
        threading.Thread(target=self._run, name=f"warming {name}", daemon=True).start()

    def now(self) -> Warm[T]:
        return self._outcome or Warm(WarmState.LOADING, seconds=self._seconds())

    def _seconds(self) -> float:
        return time.monotonic() - self._started

    def _run(self) -> None:
        threading.Event().wait(self._delay)
        try:
            value = self._work()
        except InspectorError as error:
            self._outcome = Warm(WarmState.FAILED, None, self._seconds(), error.message, error.hint)
        except Exception as error:
            _log.exception("Loading failed")
            message = f"It could not be loaded: {type(error).__name__}: {error}."
            self._outcome = Warm(
                WarmState.FAILED, None, self._seconds(), message, "The log of the app has the details."
            )
        else:
            self._outcome = Warm(WarmState.READY, value, self._seconds())


def warm(kind: str, key: memo.Key, work: Callable[[], T], *, delay: float = 0.0) -> Warm[T]:
    """Say how far a resource has come, and start loading it if nobody has.

    Args:
        kind: What sort of resource it is, as in `memo`.
        key: Hashable content it depends on.
        work: Makes the resource, in a thread of its own; must not draw.
        delay: Seconds to wait before the work begins, so that a page can be painted first.
    """
    loading: _Loading[T] = memo.remembered(kind, key, lambda: _Loading(kind, work, delay))
    return loading.now()
