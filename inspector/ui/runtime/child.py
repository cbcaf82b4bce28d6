"""One command in a child process: its progress read along, its result, and its end, with everything it started.

Invariant: the child leads a process group of its own, and ending it ends the whole group.
Cost: one daemon thread that reads its stderr; its stdout goes to an unnamed temporary file.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import tempfile
import threading
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import IO, Any

from inspector.progress import VARIABLE

GRACE_SECONDS = 3.0
KEPT_LINES = 20
USER_MISTAKE = 2


@dataclass(frozen=True, slots=True)
class Step:
    """How far a child has come.

    Attributes:
        done: Finished units, 0 to total.
        total: All units; 0 while unknown.
        message: What is being done.
        seconds_left: Estimate, >= 0; None while unknown.
    """

    done: int = 0
    total: int = 0
    message: str = ""
    seconds_left: float | None = None


class Child:
    """A running command that reports its progress as JSON lines on stderr and its result as JSON on stdout."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str] | None = None) -> None:
        """Start the command.

        Raises:
            OSError: it cannot be started.
        """
        self.step = Step()
        self._lines: deque[str] = deque(maxlen=KEPT_LINES)
        self._output: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed by `release`
        self._process = subprocess.Popen(
            list(command),
            stdin=subprocess.DEVNULL,
            stdout=self._output,
            stderr=subprocess.PIPE,
            env={**os.environ, VARIABLE: "json", "PYTHONUNBUFFERED": "1", **(environment or {})},
            start_new_session=True,
            text=True,
            encoding="utf-8",
            errors="replace",
        )
        self._reader = threading.Thread(target=self._read, name="job progress", daemon=True)
        self._reader.start()

    def ended(self) -> bool:
        """Say whether the process has ended."""
        return self._process.poll() is not None

    def succeeded(self) -> bool:
        """Say whether it ended well; only after it has ended."""
        return self._process.returncode == 0

    def result(self) -> Any:
        """Give the JSON document it wrote; None where it wrote nothing.

        Raises:
            ValueError: it wrote something that is not JSON.
        """
        self._output.seek(0)
        text = self._output.read().decode("utf-8", errors="replace").strip()
        return json.loads(text) if text else None

    def complaint(self) -> str:
        """Say why it failed: its own sentence where the user can act on it, else its end and its last lines."""
        self._reader.join(timeout=1.0)
        said = " ".join(line.strip() for line in self._lines if line.strip())
        code = self._process.returncode
        if code == USER_MISTAKE and said:
            return said
        how = f"was ended by signal {-code}" if code and code < 0 else f"ended with code {code}"
        last = "\n".join(self._lines).strip()
        return f"The work {how}." + (f" Its last lines:\n{last}" if last else "")

    def end(self) -> None:
        """End the process and all it started: ask first, insist after a grace, then release its files."""
        self._signal("SIGTERM")
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=GRACE_SECONDS)
        self._signal("SIGKILL")
        self._process.wait()
        self.release()

    def release(self) -> None:
        """Close what is open towards an ended process."""
        self._reader.join(timeout=1.0)
        self._output.close()

    def _signal(self, name: str) -> None:
        """Send a signal to the whole group; where there are no groups, to the process alone."""
        try:
            if hasattr(os, "killpg"):
                os.killpg(self._process.pid, getattr(signal, name))
            elif name == "SIGTERM":
                self._process.terminate()
            else:
                self._process.kill()
        except (ProcessLookupError, PermissionError):
            return

    def _read(self) -> None:
        if self._process.stderr is None:
            return
        with self._process.stderr as stream:
            for line in stream:
                step = _step(line)
                if step:
                    self.step = step
                elif line.strip():
                    self._lines.append(line.rstrip())


def _step(line: str) -> Step | None:
    """Read a line of progress; None where it is something else."""
    if not line.startswith("{"):
        return None
    try:
        values = json.loads(line)
        return Step(int(values["done"]), int(values["total"]), str(values["message"]), values["seconds_left"])
    except (ValueError, KeyError, TypeError):
        return None
