"""Asks a database again when the connection is lost, with growing pauses, until a time limit.

Only a lost connection is asked again: what a database refuses, it refuses at once. Invariant: a call ends within its
time limit, if the function that is called keeps to the seconds it is given.

    retrying = Retrying("Milvus at http://localhost:19530", lost=(ConnectionError,), seconds=30)
    version = retrying.call(lambda seconds: client.version(timeout=seconds))
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from inspector.errors import RequestError, StoreError
from inspector.stores.spec import IndexSpec

Answer = TypeVar("Answer")

FIRST_PAUSE = 0.1
LONGEST_PAUSE = 5.0
_LONGEST_REASON = 300
_DAY = 86_400


def _always(_error: Exception) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Retrying:
    """How often and how long a database is asked. Holds no state: safe to use from several threads.

    Attributes:
        name: The database and its address, as it stands in errors: "Milvus at http://localhost:19530". No password.
        lost: Exceptions that can mean "connection lost"; any other is passed on at once.
        seconds: Time limit of one call with all its retries and pauses, > 0.
        hint: What a person can do when it does not answer.
        is_lost: Whether such an exception really means it; where one type stands for everything, this tells by content.
        pause: Waits the given seconds.
        clock: Seconds that only ever grow.
    """

    name: str
    lost: tuple[type[Exception], ...]
    seconds: float = 30.0
    hint: str = "Check that it runs and that its address is right, then try again."
    is_lost: Callable[[Exception], bool] = _always
    pause: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic

    def call(self, ask: Callable[[float], Answer], reconnect: Callable[[], None] | None = None) -> Answer:
        """Call a function until it answers.

        Args:
            ask: Given the seconds that are left, > 0; gives the answer.
            reconnect: Done before each retry; an exception of `lost` in it counts as one more failure.

        Raises:
            StoreError: the connection stayed lost until the time was over.
        """
        end = self.clock() + self.seconds
        wait, again = FIRST_PAUSE, False
        while True:
            try:
                if again and reconnect is not None:
                    reconnect()
                return ask(max(end - self.clock(), 0.001))
            except self.lost as error:
                if not self.is_lost(error):
                    raise
                if self.clock() + wait >= end:
                    raise self.failed(error) from error
            self.pause(wait)
            wait, again = min(2 * wait, LONGEST_PAUSE), True

    def failed(self, error: Exception) -> StoreError:
        """Say that the database does not answer, and why."""
        said = " ".join(str(error).split()) or type(error).__name__
        return StoreError(f"{self.name} does not answer: {said[:_LONGEST_REASON].rstrip('.')}.", self.hint)


def time_limit(spec: IndexSpec) -> float:
    """Give the seconds that a spec sets as its time limit, over 0 up to a day; 30 without it.

    Raises:
        RequestError: it is no such number.
    """
    said = spec.get("timeout", "30")
    try:
        seconds = float(said)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= _DAY:
        raise RequestError(f'The time limit "{said}" is no number of seconds.', "Write it like timeout=30.")
    return seconds
