"""Long work in child processes: started once for all who ask, queued, watched, and stopped when nobody asks any more.

Invariant: at most one job of a kind runs; the others wait in order. A job lives on a lease that every look at it
renews: after `LEASE_SECONDS` without a look it stops. A page that is still connected but hidden cannot look often, so
its job goes on unless another waits for the place.
Cost: one thread while jobs live; a look takes microseconds.
"""

from __future__ import annotations

import atexit
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from inspector.ui.runtime.child import Child, Step

LEASE_SECONDS = 10.0
TICK_SECONDS = 0.2
KEPT_ENDED = 32


class JobKind(StrEnum):
    """What a job does; of each kind one runs at a time."""

    COPY = "copy"
    BUILD = "build"
    OPEN = "open"
    MAP = "map"
    CHECK = "check"
    TRIAGE = "triage"
    DRIFT = "drift"
    COMPARE = "compare"
    EVALUATE = "evaluate"


class JobState(StrEnum):
    """How far a job has come."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"


NOT_BEGUN = Step()


@dataclass(frozen=True, slots=True)
class JobKey:
    """Which job: its kind and a fingerprint of everything it depends on."""

    kind: JobKind
    key: str


@dataclass(frozen=True, slots=True)
class JobStatus:
    """What is known about a job.

    Attributes:
        title: What it does, for people.
        state: How far it has come.
        step: Its progress.
        place: Place in the queue, from 2 ("2nd in line"; the running job is 1st); 0 unless queued.
        result: The JSON document it wrote; None until it is done.
        error: Why it failed, for people; empty otherwise.
        abandoned: Whether it was stopped because nobody asked any more; else somebody stopped it.
    """

    title: str
    state: JobState
    step: Step = NOT_BEGUN
    place: int = 0
    result: Any = None
    error: str = ""
    abandoned: bool = False

    @property
    def alive(self) -> bool:
        """Whether it waits or runs."""
        return self.state in (JobState.QUEUED, JobState.RUNNING)


@dataclass(slots=True)
class _Job:
    key: JobKey
    title: str
    command: tuple[str, ...]
    environment: Mapping[str, str]
    asked: float
    visitors: set[str] = field(default_factory=set)
    child: Child | None = None
    status: JobStatus = JobStatus("", JobState.QUEUED)


def absent(visitor: str) -> bool:
    """Take every visitor for gone: only a look keeps a job alive."""
    return False


class Jobs:
    """All jobs of the process. Safe to use from several threads."""

    def __init__(
        self,
        lease: float = LEASE_SECONDS,
        *,
        present: Callable[[str], bool] = absent,
        clock: Callable[[], float] = time.monotonic,
        watch: bool = True,
    ) -> None:
        """Start without jobs.

        Args:
            lease: Seconds a job lives without a look.
            present: Says whether a visitor's page is still connected.
            clock: Gives the time in seconds.
            watch: Whether a thread tends living jobs; without, `tend` is called from outside.
        """
        self._lease = lease
        self._present = present
        self._clock = clock
        self._watch = watch
        self._watching = False
        self._ending: list[threading.Thread] = []
        self._lock = threading.RLock()
        self._jobs: dict[JobKey, _Job] = {}
        atexit.register(self.stop_all)

    def start(
        self,
        kind: JobKind,
        key: str,
        command: Sequence[str],
        title: str,
        *,
        visitor: str = "",
        environment: Mapping[str, str] | None = None,
    ) -> JobKey:
        """Start a job, or join the one that does the same; one that failed or was stopped starts anew.

        Args:
            kind: What it does.
            key: Fingerprint of everything it depends on.
            command: What to run; it reports as `Child` reads it.
            title: What it does, for people.
            visitor: Whose page asks.
            environment: Further environment variables.
        """
        job_key = JobKey(kind, key)
        with self._lock:
            job = self._jobs.get(job_key)
            if job is None or job.status.state in (JobState.FAILED, JobState.STOPPED):
                queued = JobStatus(title, JobState.QUEUED)
                job = _Job(job_key, title, tuple(command), environment or {}, self._clock(), status=queued)
                self._jobs.pop(job_key, None)
                self._jobs[job_key] = job
            self._renew(job, visitor)
            self._advance()
            self._drop_old()
            if self._watch and not self._watching:
                self._watching = True
                threading.Thread(target=self._keep_tending, name="job watch", daemon=True).start()
        return job_key

    def status(self, key: JobKey, visitor: str = "") -> JobStatus | None:
        """Say how far a job has come, and renew its lease; None where it was never started or is long over."""
        with self._lock:
            job = self._jobs.get(key)
            if job is None:
                return None
            self._renew(job, visitor)
            self._advance()
            return self._seen(job)

    def stop(self, key: JobKey) -> None:
        """Stop a job, with every process it started; what it finished stays where the command keeps it."""
        with self._lock:
            job = self._jobs.get(key)
            if job is not None and job.status.alive:
                self._end(job)
                self._advance()

    def stop_all(self) -> None:
        """Stop every job and wait until their processes are gone; called when this process ends."""
        with self._lock:
            for job in list(self._jobs.values()):
                if job.status.alive:
                    self._end(job)
            ending = self._ending
        for thread in ending:
            thread.join()

    def tend(self) -> bool:
        """Settle ended jobs, stop those whose lease is over, start the next; say whether any is still alive."""
        with self._lock:
            for job in list(self._jobs.values()):
                if job.status.alive and self._abandoned(job):
                    self._end(job)
                    job.status = replace(job.status, abandoned=True)
            self._advance()
            return any(job.status.alive for job in self._jobs.values())

    def _keep_tending(self) -> None:
        pause = threading.Event()
        while True:
            pause.wait(TICK_SECONDS)
            with self._lock:
                if not self.tend():
                    self._watching = False
                    return

    def _renew(self, job: _Job, visitor: str) -> None:
        job.asked = self._clock()
        if visitor:
            job.visitors.add(visitor)

    def _abandoned(self, job: _Job) -> bool:
        if self._clock() - job.asked <= self._lease:
            return False
        someone_waits = any(other is not job for other in self._queue(job.key.kind))
        return someone_waits or not any(self._present(visitor) for visitor in job.visitors)

    def _queue(self, kind: JobKind) -> list[_Job]:
        return [job for job in self._jobs.values() if job.key.kind is kind and job.status.state is JobState.QUEUED]

    def _advance(self) -> None:
        """Settle ended children and give free places to the next in line."""
        for job in self._jobs.values():
            if job.status.state is JobState.RUNNING and job.child and job.child.ended():
                _settle(job, job.child)
        for kind in JobKind:
            running = any(job.key.kind is kind and job.status.state is JobState.RUNNING for job in self._jobs.values())
            for job in self._queue(kind)[: 0 if running else 1]:
                _launch(job)

    def _seen(self, job: _Job) -> JobStatus:
        if job.status.state is JobState.RUNNING and job.child:
            return JobStatus(job.title, JobState.RUNNING, job.child.step)
        if job.status.state is JobState.QUEUED:
            return JobStatus(job.title, JobState.QUEUED, place=self._queue(job.key.kind).index(job) + 2)
        return job.status

    def _end(self, job: _Job) -> None:
        """Stop a job; its child is seen off in a thread of its own, because it may take its grace."""
        job.status = JobStatus(job.title, JobState.STOPPED, job.child.step if job.child else NOT_BEGUN)
        if job.child:
            ending = threading.Thread(target=job.child.end, name="job end", daemon=True)
            ending.start()
            self._ending = [*(thread for thread in self._ending if thread.is_alive()), ending]
        job.child = None

    def _drop_old(self) -> None:
        ended = [key for key, job in self._jobs.items() if not job.status.alive]
        for key in ended[:-KEPT_ENDED]:
            del self._jobs[key]


def _launch(job: _Job) -> None:
    try:
        job.child = Child(job.command, job.environment)
    except OSError as error:
        job.status = JobStatus(job.title, JobState.FAILED, error=f"The work could not be started: {error}.")
    else:
        job.status = JobStatus(job.title, JobState.RUNNING)


def _settle(job: _Job, child: Child) -> None:
    """Read the result of an ended child, or its complaint."""
    error, result = "", None
    if child.succeeded():
        try:
            result = child.result()
        except ValueError:
            error = "The work ended without a readable result."
    else:
        error = child.complaint()
    child.end()
    job.child = None
    job.status = JobStatus(
        job.title, JobState.FAILED if error else JobState.DONE, child.step, result=result, error=error
    )
