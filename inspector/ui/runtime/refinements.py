"""Answers that grow step by step while the page already works: one worker thread each, shared by all who ask.

Invariant: asking never waits, and worker code never draws. Every step is short (DESIGN: at most 200 ms) and asks
whether to go on. An answer is looked at or it stops: each look renews a lease of `LEASE_SECONDS`, and a visitor who
turns to another answer of the same kind lets go of the former at once. What a stopped one had encoded stays in the
vector cache, so beginning again loses nothing.
Cost: a look takes microseconds; the `KEPT` answers looked at last are kept.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar, cast

from inspector.errors import CancelledError, InspectorError
from inspector.progress import Progress

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
Key = tuple[object, ...]
"""The kind of answer first, then the fingerprints and texts of all it depends on."""

Work = Callable[[Progress], Iterable[T]]
"""Gives the answer after each step, ever more complete; calls the progress before each of its own small steps."""

LEASE_SECONDS = 10.0
KEPT = 64
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Growing(Generic[T_co]):
    """An answer as far as it has come.

    Attributes:
        key: Which answer.
        value: What is known so far; None before the first step.
        steps: How many steps it has taken.
        alive: Whether more will come.
        stopped: Whether somebody stopped it.
        message: What is being done, a few words; may be empty.
        done: Finished units of that.
        total: All units of that; 0 where unknown.
        error: Why it failed, one sentence with the next step; empty otherwise.
    """

    key: Key
    value: T_co | None = None
    steps: int = 0
    alive: bool = True
    stopped: bool = False
    message: str = ""
    done: int = 0
    total: int = 0
    error: str = ""


class Refinements:
    """All growing answers of the process. Safe to use from several threads."""

    def __init__(
        self, lease: float = LEASE_SECONDS, *, kept: int = KEPT, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Start without answers.

        Args:
            lease: Seconds an answer grows without a look.
            kept: How many answers are kept.
            clock: Gives the time in seconds.
        """
        self._lease, self._kept, self._clock = lease, kept, clock
        self._workers: OrderedDict[Key, _Worker] = OrderedDict()
        self._looking: dict[tuple[object, str], Key] = {}
        self._lock = threading.Lock()

    def look(self, key: Key, work: Work[T], *, visitor: str = "") -> Growing[T]:
        """Say how far an answer has come, and begin it if nobody has.

        An answer whose lease was over begins again; one that somebody stopped waits for `resume`.

        Args:
            key: Which answer.
            work: Makes it, in a thread of its own; must not draw.
            visitor: Whose page asks; they let go of their former answer of the same kind.
        """
        with self._lock:
            self._turn(visitor, key)
            worker = self._workers.get(key)
            if worker is None or worker.lapsed:
                worker = _Worker(key, work, self._lease, self._clock)
                self._workers[key] = worker
                worker.start()
            self._workers.move_to_end(key)
            worker.renew()
            self._drop_old()
            return cast("Growing[T]", worker.now)

    def peek(self, key: Key) -> Growing[Any] | None:
        """Say how far an answer has come, and keep it alive; None where it was never begun or is long over."""
        with self._lock:
            worker = self._workers.get(key)
            if worker is None:
                return None
            worker.renew()
            return worker.now

    def stop(self, keys: Iterable[Key]) -> None:
        """Stop answers; what they know so far stays."""
        with self._lock:
            for key in keys:
                if key in self._workers:
                    self._workers[key].stop()

    def resume(self, keys: Iterable[Key]) -> None:
        """Let answers that were stopped or failed be begun anew by the next look."""
        with self._lock:
            for key in keys:
                self._workers.pop(key, None)

    def _turn(self, visitor: str, key: Key) -> None:
        """Note what a visitor looks at, and let go of what nobody looks at any more."""
        if not visitor:
            return
        former = self._looking.get((key[0], visitor))
        self._looking[key[0], visitor] = key
        if former not in (None, key) and former not in self._looking.values() and former in self._workers:
            self._workers[former].let_go()

    def _drop_old(self) -> None:
        for key in list(self._workers)[: max(0, len(self._workers) - self._kept)]:
            self._workers.pop(key).let_go()
        self._looking = {who: key for who, key in self._looking.items() if key in self._workers}


class _Worker:
    """One answer growing in a thread of its own."""

    def __init__(self, key: Key, work: Work[Any], lease: float, clock: Callable[[], float]) -> None:
        self.now: Growing[Any] = Growing(key)
        self.lapsed = False
        self._work, self._lease, self._clock = work, lease, clock
        self._asked = clock()
        self._let_go = self._stop = False

    def start(self) -> None:
        threading.Thread(target=self._run, name="refinement", daemon=True).start()

    def renew(self) -> None:
        self._asked = self._clock()
        self._let_go = False

    def stop(self) -> None:
        self._stop = True

    def let_go(self) -> None:
        self._let_go = True

    def _progress(self, done: int, total: int, message: str) -> None:
        if self._stop or self._let_go or self._clock() - self._asked > self._lease:
            raise CancelledError("Nobody waits for this any more.")
        self._set(message=message, done=done, total=total)

    def _run(self) -> None:
        try:
            for value in self._work(self._progress):
                self._set(value=value, steps=self.now.steps + 1)
                self._progress(0, 0, self.now.message)
        except CancelledError:
            self.lapsed = not self._stop
            self._set(alive=False, stopped=self._stop)
        except InspectorError as error:
            self._set(alive=False, error=f"{error.message} {error.hint}".rstrip())
        except Exception as error:
            _log.exception("A refinement failed")
            self._set(alive=False, error=f"It could not be finished: {type(error).__name__}: {error}.")
        else:
            self._set(alive=False, message="")

    def _set(self, **changes: Any) -> None:
        self.now = replace(self.now, **changes)
