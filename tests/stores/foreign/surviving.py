"""What becomes of a process that reads a file: an answer, a clear refusal, or a defect of one of three kinds."""

from __future__ import annotations

import faulthandler
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import faiss

from inspector.errors import InspectorError

MEMORY = 4 << 30
SECONDS = 30
CLEAR, UNCLEAR = 2, 3


class Outcome(StrEnum):
    READ = "read"
    REFUSED = "refused"
    UNCLEAR = "unclear"
    CRASHED = "crashed"
    ENDLESS = "endless"


@dataclass(frozen=True, slots=True)
class Trial:
    """One reading: its outcome, the last line it said, seconds it took."""

    path: Path
    outcome: Outcome
    said: str
    seconds: float


def limit(memory: int = MEMORY, seconds: int = SECONDS) -> None:
    """Bound this process: bytes of address space beside what it has, seconds of processor, twice that by the clock."""
    allowed = memory + _address_space()
    resource.setrlimit(resource.RLIMIT_AS, (allowed, allowed))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.alarm(2 * seconds)


def _address_space() -> int:
    return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()


def survives(command: Sequence[str], path: Path, *, memory: int = MEMORY, seconds: int = SECONDS) -> Trial:
    """Run a command with a path behind it in a bounded process; exit code 0 is an answer, 2 a clear refusal."""
    started = time.monotonic()
    try:
        done = subprocess.run(
            [*command, str(path)],
            capture_output=True,
            timeout=2 * seconds,
            check=False,
            preexec_fn=lambda: limit(memory, seconds),
        )
    except subprocess.TimeoutExpired:
        return Trial(path, Outcome.ENDLESS, "", time.monotonic() - started)
    said = done.stderr.decode("utf-8", errors="replace").strip()
    outcome = _outcome(done.returncode)
    if "Traceback (most recent call last)" in said and outcome in (Outcome.READ, Outcome.REFUSED):
        outcome = Outcome.UNCLEAR
    return Trial(path, outcome, said.splitlines()[-1] if said else "", time.monotonic() - started)


def survives_fork(read: Callable[[Path], None], path: Path, **limits: int) -> Trial:
    """Run a reader in a bounded fork of this process, which has its libraries loaded already: some milliseconds."""
    started = time.monotonic()
    receiving, sending = os.pipe()
    child = os.fork()
    if child == 0:
        code, said = UNCLEAR, "it never ended"
        try:
            os.close(receiving)
            faulthandler.disable()
            faiss.omp_set_num_threads(1)  # the threads of the process that was forked are not there any more
            limit(**limits)
            read(path)
            code, said = 0, ""
        except InspectorError as error:
            code, said = CLEAR, str(error)
        except BaseException as error:
            code, said = UNCLEAR, f"{type(error).__name__}: {error} {_place(error)}"
        finally:
            os.write(sending, said.encode("utf-8", errors="replace")[:4000])
            os._exit(code)
    os.close(sending)
    with os.fdopen(receiving, "rb") as pipe:
        said = pipe.read().decode("utf-8", errors="replace")
    _, status = os.waitpid(child, 0)
    return Trial(path, _outcome(os.waitstatus_to_exitcode(status)), said, time.monotonic() - started)


def _place(error: BaseException) -> str:
    frames, trace = [], error.__traceback__
    while trace is not None:
        frames.append(f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}")
        trace = trace.tb_next
    return " < ".join(reversed(frames[-4:]))


def _outcome(code: int) -> Outcome:
    if code in (-signal.SIGXCPU, -signal.SIGALRM, -signal.SIGKILL):
        return Outcome.ENDLESS
    if code < 0:
        return Outcome.CRASHED
    return {0: Outcome.READ, CLEAR: Outcome.REFUSED}.get(code, Outcome.UNCLEAR)


def python(module: str) -> list[str]:
    """The command that runs a module of ours."""
    return [sys.executable, "-m", module]
