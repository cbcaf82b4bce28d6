"""Wall-clock time per stage, in milliseconds."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager


class Stopwatch:
    """Adds up the time spent in named stages, and knows the time since it was made."""

    def __init__(self) -> None:
        self._started = time.perf_counter()
        self._spent: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Count the time inside the block towards a stage; a stage may be entered several times."""
        started = time.perf_counter()
        try:
            yield
        finally:
            self._spent[name] = self.spent(name) + (time.perf_counter() - started) * 1000

    def spent(self, name: str) -> float:
        """Give the milliseconds of a stage, 0 where it never ran."""
        return self._spent.get(name, 0.0)

    def total(self) -> float:
        """Give the milliseconds since the stopwatch was made."""
        return (time.perf_counter() - self._started) * 1000
