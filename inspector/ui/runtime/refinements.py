"""Answers that grow step by step while the page already works: one worker thread each, shared by all who ask.

Invariant: asking never waits, and worker code never draws. Every step is short (at most 200 ms) and asks whether to go
on. An answer is looked at or it stops: each look renews a lease of `LEASE_SECONDS`, and a visitor who turns to another
answer of the same kind lets go of the former at once. Nobody stops what somebody else still looks at. An answer that is
begun again keeps what it knew until it knows more. The workers take turns step by step, so that the first answer to a
new query waits for one step of one of them, however many people look at something.
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
from inspector.ui.runtime.turns import Turns

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
        self._halted: set[tuple[Key, str]] = set()
        self._turns = Turns()
        self._lock = threading.Lock()

    def look(self, key: Key, work: Work[T], *, visitor: str = "") -> Growing[T]:
        """Say how far an answer has come, and begin it if nobody has.

        An answer whose lease was over, or that others stopped, begins again; one that this visitor stopped, or that
        failed, waits for `resume`.

        Args:
            key: Which answer.
            work: Makes it, in a thread of its own; must not draw.
            visitor: Whose page asks; they let go of their former answer of the same kind.
        """
        begun = None
        with self._lock:
            self._turn(visitor, key)
            worker = self._workers.get(key)
            halted = (key, visitor) in self._halted
            if worker is None or (worker.over and not halted):
                worker = _Worker(key, work, self._lease, self._clock, self._turns, worker.now if worker else None)
                self._workers[key] = begun = worker
            self._workers.move_to_end(key)
            self._drop_old()
            seen = self._seen(worker, visitor)
        if begun is not None:  # outside the lock: where many threads run, a new one takes its time to come up
            begun.start()
        return cast("Growing[T]", seen)

    def peek(self, key: Key, *, visitor: str = "") -> Growing[Any] | None:
        """Say how far an answer has come, and keep it alive; None where it was never begun or is long over."""
        with self._lock:
            worker = self._workers.get(key)
            return None if worker is None else self._seen(worker, visitor)

    def stop(self, keys: Iterable[Key], *, visitor: str = "") -> None:
        """Stop answers for a visitor, and for good where nobody else looks at them; what they know so far stays."""
        with self._lock:
            for key in keys:
                self._halted.add((key, visitor))
                if key in self._workers and not self._lookers(key):
                    self._workers[key].stop()

    def resume(self, keys: Iterable[Key], *, visitor: str = "") -> None:
        """Let answers that the visitor stopped, or that failed, be begun again by the next look."""
        with self._lock:
            for key in keys:
                self._halted.discard((key, visitor))
                if key in self._workers and self._workers[key].now.error:
                    self._workers[key].over = True

    def _seen(self, worker: _Worker, visitor: str) -> Growing[Any]:
        """Give an answer as a visitor sees it: one that they stopped does not grow any more."""
        if (worker.now.key, visitor) in self._halted:
            return replace(worker.now, alive=False, stopped=worker.now.alive or worker.now.stopped)
        worker.renew()
        return worker.now

    def _lookers(self, key: Key) -> list[str]:
        """Give who looks at an answer and did not stop it."""
        return [who for (_, who), at in self._looking.items() if at == key and (key, who) not in self._halted]

    def _turn(self, visitor: str, key: Key) -> None:
        """Note what a visitor looks at, and let go of what nobody looks at any more."""
        if not visitor:
            return
        former = self._looking.get((key[0], visitor))
        self._looking[key[0], visitor] = key
        if former is None or former == key:
            return
        self._halted.discard((former, visitor))
        if former in self._workers and not self._lookers(former):
            self._workers[former].let_go()

    def _drop_old(self) -> None:
        for key in list(self._workers)[: max(0, len(self._workers) - self._kept)]:
            self._workers.pop(key).let_go()
        self._looking = {who: key for who, key in self._looking.items() if key in self._workers}
        self._halted = {(key, who) for key, who in self._halted if key in self._workers}


class _Worker:
    """One answer growing in a thread of its own; `over` says that it must be begun again by the next look."""

    def __init__(
        self,
        key: Key,
        work: Work[Any],
        lease: float,
        clock: Callable[[], float],
        turns: Turns,
        former: Growing[Any] | None,
    ) -> None:
        self.now: Growing[Any] = Growing(key, former.value, former.steps) if former else Growing(key)
        self.over = False
        self._work, self._lease, self._clock, self._turns = work, lease, clock, turns
        self._asked = clock()
        self._let_go = self._stop = False

    def start(self) -> None:
        self._turns.join(self)
        threading.Thread(target=self._run, name="refinement", daemon=True).start()

    def renew(self) -> None:
        self._asked = self._clock()
        self._let_go = False

    def stop(self) -> None:
        self._stop = True

    def let_go(self) -> None:
        self._let_go = True

    def _progress(self, done: int, total: int, message: str) -> None:
        self._go_on()
        self._set(message=message, done=done, total=total)
        self._turns.join(self)
        self._turns.wait(self, self._go_on)

    def _go_on(self) -> None:
        if self._stop or self._let_go or self._clock() - self._asked > self._lease:
            raise CancelledError("Nobody waits for this any more.")

    def _run(self) -> None:
        try:
            self._turns.wait(self, self._go_on)
            for steps, value in enumerate(self._work(self._progress), start=1):
                if steps >= self.now.steps:
                    self._set(value=value, steps=steps)
        except CancelledError:
            self.over = True
            self._set(alive=False, stopped=self._stop)
        except InspectorError as error:
            self._set(alive=False, error=f"{error.message} {error.hint}".rstrip())
        except Exception as error:
            _log.exception("A refinement failed")
            self._set(alive=False, error=f"It could not be finished: {type(error).__name__}: {error}.")
        else:
            self._set(alive=False, message="")
        finally:
            self._turns.leave(self)

    def _set(self, **changes: Any) -> None:
        self.now = replace(self.now, **changes)
