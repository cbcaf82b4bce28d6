"""Progress is an argument: long work calls it with numbers and never knows who listens.

A progress raises `CancelledError` to stop the work; the work lets it through.
"""

from __future__ import annotations

import json
import math
import sys
import time
from typing import IO, Protocol

from inspector import settings

VARIABLE = settings.PROGRESS.name
"""The environment variable by which a parent process asks for JSON lines: its value is then "json"."""


class Progress(Protocol):
    """Whoever wants to know how far long work has come."""

    def __call__(self, done: int, total: int, message: str) -> None:
        """Take note that `done` of `total` units are finished.

        Args:
            done: Finished units, 0 to total.
            total: All units; 0 while the total is not known yet.
            message: What is being done, a few words such as "Embedding documents".

        Raises:
            CancelledError: the work is to stop.
        """


def silent(done: int, total: int, message: str) -> None:
    """Ignore all progress: the default of every long function."""


class JsonLines:
    """Progress as one JSON object a line, for a parent process that reads along.

    Each line is {"done", "total", "message", "seconds_left"}; seconds_left is null until it can be estimated. At most
    ten lines a second are written for a message, its first always, and its last where the total is known.
    """

    def __init__(self, stream: IO[str] | None = None) -> None:
        self._stream = stream or sys.stderr
        self._message = ""
        self._started = 0.0
        self._start_done = 0
        self._written = -math.inf

    def __call__(self, done: int, total: int, message: str) -> None:
        """Write a line, unless the last one is less than 100 ms old and the work is not finished."""
        now = time.monotonic()
        if message != self._message:
            self._message, self._started, self._start_done, self._written = message, now, done, -math.inf
        finished = total > 0 and done >= total
        if now - self._written < 0.1 and not finished:
            return
        self._written = now
        left = seconds_left(done - self._start_done, total - self._start_done, now - self._started)
        line = {"done": done, "total": total, "message": message, "seconds_left": left}
        print(json.dumps(line), file=self._stream, flush=True)


def seconds_left(done: int, total: int, seconds: float) -> float | None:
    """Estimate the seconds that remain, at the pace of the work so far.

    Args:
        done: Units finished in `seconds`.
        total: All units of the work.
        seconds: Time spent on the finished units.

    Returns:
        Seconds >= 0, or None before the first finished unit or without a total.
    """
    if done <= 0 or total <= 0:
        return None
    return max(0.0, seconds / done * (total - done))
