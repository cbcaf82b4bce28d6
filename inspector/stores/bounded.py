"""Work on files made elsewhere, in a process of its own with bounds on time and memory.

Reading a native file runs native code on its content; a corrupt one may end the process that reads it, or ask for all
memory there is. Invariant: whatever happens in there, the caller gets an answer or a clear error. The child reports
progress as JSON lines on stderr, and its answer, or its complaint, as one JSON document on stdout.
Cost: a new Python process, about half a second.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from inspector import errors, settings
from inspector.errors import InspectorError, StoreError
from inspector.progress import VARIABLE, JsonLines, Progress, silent

GIB = 1 << 30
_COMPLAINT = 3
_HEARD_EVERY = 0.1
_HINT = "The file may be damaged, or made by another program; write it anew."


def run_bounded(
    module: str,
    arguments: Sequence[str],
    *,
    what: str,
    seconds: float,
    memory: int,
    progress: Progress = silent,
) -> Any:
    """Run a module of ours in a child process and give its answer.

    Args:
        module: Its full name; it calls `answer` when it is run.
        arguments: What it is given.
        what: What is being read, for messages.
        seconds: Time it may take.
        memory: Address space it may have, in bytes.
        progress: Called with what it reports; an error raised there ends the child.

    Raises:
        InspectorError: the error the child raised, as it was raised there.
        StoreError: it took too long, too much memory, or ended without an answer.
    """
    root = str(Path(__file__).resolve().parents[2])
    path = os.pathsep.join(part for part in (root, os.environ.get("PYTHONPATH", "")) if part)
    environment = {**os.environ, "PYTHONPATH": path, VARIABLE: "json", "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", module, str(memory), *arguments]
    with tempfile.TemporaryFile() as output:
        child = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.PIPE,
            env=environment,
            start_new_session=True,
        )
        listener = _Listener(child)
        try:
            _wait(child, listener, what, seconds, progress)
        finally:
            _end(child)
            listener.finish()
        output.seek(0)
        return _result(child.returncode, output.read(), listener.last, what)


def _wait(child: subprocess.Popen[bytes], listener: _Listener, what: str, seconds: float, progress: Progress) -> None:
    last = time.monotonic() + seconds
    while True:
        with suppress(subprocess.TimeoutExpired):
            child.wait(timeout=_HEARD_EVERY)
        if listener.step is not None:
            progress(*listener.step)
        if child.returncode is not None:
            return
        if time.monotonic() > last:
            raise StoreError(
                f"Reading {what} took longer than {seconds:.3g} seconds.",
                f"It may be damaged; if it is only large, allow more with {settings.OPEN_SECONDS.name}.",
            )


def _result(code: int, output: bytes, last: str, what: str) -> Any:
    try:
        said = json.loads(output.decode("utf-8")) if output.strip() else None
    except ValueError:
        said = None
    if code == 0 and said is not None:
        return said
    if code == _COMPLAINT and isinstance(said, dict):
        named = getattr(errors, str(said.get("kind")), None)
        kind = named if isinstance(named, type) and issubclass(named, InspectorError) else StoreError
        raise kind(str(said.get("message")), str(said.get("hint")))
    how = f"was ended by {_signal(-code)}" if code < 0 else f"ended with code {code}"
    why = f" ({last})" if last else ""
    raise StoreError(f"{what} cannot be read: the process that reads it {how}{why}.", _HINT)


def _signal(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def _end(child: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError, PermissionError, OSError):
        if hasattr(os, "killpg"):
            os.killpg(child.pid, signal.SIGKILL)
        else:
            child.kill()
    child.wait()


class _Listener:
    """Reads a child's stderr: its last report of progress, and its last other line."""

    def __init__(self, child: subprocess.Popen[bytes]) -> None:
        self.step: tuple[int, int, str] | None = None
        self.last = ""
        self._child = child
        self._thread = threading.Thread(target=self._read, name="reader of a bounded process", daemon=True)
        self._thread.start()

    def finish(self) -> None:
        """Wait until everything is read."""
        self._thread.join(timeout=2.0)

    def _read(self) -> None:
        if self._child.stderr is None:
            return
        with self._child.stderr as stream:
            for raw in stream:
                line = raw.decode("utf-8", errors="replace").strip()
                try:
                    values = json.loads(line) if line.startswith("{") else {}
                    self.step = int(values["done"]), int(values["total"]), str(values["message"])
                except (ValueError, KeyError, TypeError):
                    self.last = line[:300] or self.last


def answer(work: Callable[[Sequence[str], Progress], Any]) -> None:
    """Be the child: bound the memory, do the work with the arguments given, and write its answer or complaint.

    Args:
        work: Takes the arguments and a progress, and gives something JSON can say.
    """
    memory, *arguments = sys.argv[1:]
    _bound(int(memory))
    reply = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what libraries print is no part of the answer
    try:
        said = work(arguments, JsonLines(sys.stderr))
    except InspectorError as error:
        json.dump({"kind": type(error).__name__, "message": error.message, "hint": error.hint}, reply)
        reply.close()
        sys.exit(_COMPLAINT)
    except MemoryError:
        said = {
            "kind": "StoreError",
            "message": f"Reading it takes more than {int(memory) / GIB:.3g} GiB of memory.",
            "hint": f"It may be damaged; if it is only large, allow more with {settings.OPEN_MEMORY.name}.",
        }
        json.dump(said, reply)
        reply.close()
        sys.exit(_COMPLAINT)
    json.dump(said, reply)
    reply.close()


def _bound(memory: int) -> None:
    """Limit the address space of this process, where the system can."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
