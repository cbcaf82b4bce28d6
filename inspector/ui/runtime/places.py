"""A few places for many pages: so many are worked out at a time, and who came first is served first.

Twenty answers that share one Python process are twenty half-done answers for as long as all of them take; one after the
other, the first is there after a twentieth of that, and the model's thread is not the one of twenty that gets to run.
What can be looked at after something else gives way for a while to those who wait for that. Invariant: of the same sort
nobody waits behind somebody who came later, and whoever leaves, by whatever exception, leaves the place.
Work that takes longer than `LONGEST_SECONDS` (a service that does not answer) no longer keeps others waiting. Never
take a place while holding something that somebody inside may wait for.
Cost: microseconds; whoever waits looks around five times a second.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from inspector.ui.runtime.turns import RUSH, Rush

AT_ONCE = 3
"""One page is drawn while the model reads for the next ones, whose texts it reads together."""

LONGEST_SECONDS = 2.0
LOOK_SECONDS = 0.2

GIVES_WAY_SECONDS = 1.0
"""For how long what comes second lets others pass who come after it."""


class _Ticket:
    """One who waits or is inside."""

    def __init__(self, due: float) -> None:
        self.admitted = threading.Event()
        self.due = due
        self.since = 0.0


class Places:
    """A line before so many places. Safe to use from several threads."""

    def __init__(self, count: int = AT_ONCE, longest: float = LONGEST_SECONDS, *, rush: Rush = RUSH) -> None:
        """Start with all places free.

        Args:
            count: How many are inside at a time, >= 1.
            longest: Seconds after which somebody inside no longer takes up a place.
            rush: Learns that somebody waits, or is inside.
        """
        self._count, self._longest, self._rush = count, longest, rush
        self._line: list[_Ticket] = []
        self._inside: list[_Ticket] = []
        self._lock = threading.Lock()

    @contextmanager
    def taken(self, go_on: Callable[[], object], *, second: bool = False) -> Iterator[None]:
        """Do the block at a place, as soon as it is one's turn.

        Args:
            go_on: Called now and then while waiting; what it raises ends the wait.
            second: Whether there is something to look at already, so that others may pass for a while.
        """
        ticket = _Ticket(time.monotonic() + (GIVES_WAY_SECONDS if second else 0.0))
        with self._lock:
            self._line.append(ticket)
            self._admit()
        try:
            with self._rush.answering():
                while not ticket.admitted.wait(LOOK_SECONDS):
                    go_on()
                    with self._lock:
                        self._admit()
                yield
        finally:
            with self._lock:
                for each in (self._line, self._inside):
                    if ticket in each:
                        each.remove(ticket)
                self._admit()

    def _admit(self) -> None:
        """Let in as many as there is room for, and forget who takes too long."""
        now = time.monotonic()
        self._inside = [each for each in self._inside if now - each.since <= self._longest]
        while self._line and len(self._inside) < self._count:
            ticket = min(self._line, key=lambda each: each.due)
            self._line.remove(ticket)
            ticket.since = now
            self._inside.append(ticket)
            ticket.admitted.set()


PLACES = Places()
"""Those of this process, for the pages of all sessions."""
