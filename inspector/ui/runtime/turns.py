"""Workers that take turns: one takes a step while the others wait in line, so that a crowd leaves room for answers.

Invariant: who came first is served first, and whoever finishes a step goes to the end of the line. A step that takes
longer than `LONGEST_SECONDS` (a service that does not answer) no longer keeps the others waiting. While somebody waits
for a first answer, a step begins only every `PATIENCE_SECONDS`.
Cost: microseconds a turn; a waiting worker looks around ten times a second.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

LONGEST_SECONDS = 2.0
PATIENCE_SECONDS = 1.0
LOOK_SECONDS = 0.1


class Rush:
    """Knows whether somebody waits for a first answer. Safe to use from several threads."""

    def __init__(self) -> None:
        """Start with nobody waiting."""
        self._waiting = 0
        self._lock = threading.Lock()

    @property
    def on(self) -> bool:
        """Whether an answer is being worked out."""
        return self._waiting > 0

    @contextmanager
    def answering(self) -> Iterator[None]:
        """Say that the block works out an answer which somebody waits for."""
        with self._lock:
            self._waiting += 1
        try:
            yield
        finally:
            with self._lock:
                self._waiting -= 1


RUSH = Rush()
"""The first answers of this process, whichever session waits for them."""


class Turns:
    """A line of workers, the first of which works. Safe to use from several threads."""

    def __init__(
        self, longest: float = LONGEST_SECONDS, *, rush: Rush = RUSH, patience: float = PATIENCE_SECONDS
    ) -> None:
        """Start with nobody in line.

        Args:
            longest: Seconds after which the next one begins although the former has not finished.
            rush: Says when workers have to hold back.
            patience: Seconds between the beginnings of two steps while they hold back.
        """
        self._longest, self._rush, self._patience = longest, rush, patience
        self._line: deque[object] = deque()
        self._begun = 0.0
        self._news = threading.Condition()

    def join(self, worker: object) -> None:
        """Go to the end of the line, wherever the worker was."""
        with self._news:
            self._remove(worker)
            self._line.append(worker)
            if len(self._line) == 1:
                self._begun = time.monotonic()

    def leave(self, worker: object) -> None:
        """Leave the line; who is not in it may leave too."""
        with self._news:
            self._remove(worker)

    def wait(self, worker: object, go_on: Callable[[], None]) -> None:
        """Return when it is the worker's turn.

        Args:
            worker: Somebody who joined the line.
            go_on: Called now and then while waiting; what it raises ends the wait.
        """
        while True:
            go_on()
            with self._news:
                if worker not in self._line:  # it was taken for one that does not finish
                    self._line.append(worker)
                since = time.monotonic() - self._begun
                if not (self._rush.on and since < self._patience):
                    if self._line[0] is not worker and since > self._longest:
                        self._remove(self._line[0])
                    if self._line[0] is worker:
                        self._begun = time.monotonic()
                        return
                self._news.wait(LOOK_SECONDS)

    def _remove(self, worker: object) -> None:
        if worker not in self._line:
            return
        first = self._line[0] is worker
        self._line.remove(worker)
        if first:
            self._begun = time.monotonic()
            self._news.notify_all()
