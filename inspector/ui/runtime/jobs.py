"""The jobs of this app: one queue for all sessions, and the commands that run in it.

Invariant: whatever takes long runs here, in a child process, and no worker draws.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from streamlit import runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

from inspector import settings
from inspector.stores.copies import IN_APP
from inspector.ui.runtime import memo
from inspector.ui.runtime.job_queue import JobKey, JobKind, Jobs, JobStatus


def start(kind: JobKind, key: str, command: Sequence[str], title: str) -> JobKey:
    """Start a job, or join the one that does the same.

    Args:
        kind: What it does; of each kind one runs at a time.
        key: Fingerprint of everything it depends on.
        command: What to run, as `inspector_command` makes it.
        title: What it does, for people: "Drawing the map".
    """
    return _queue().start(kind, key, command, title, visitor=_visitor(), environment=_environment())


def status(key: JobKey) -> JobStatus | None:
    """Say how far a job has come, and keep it alive; None where it was never started or is long over."""
    return _queue().status(key, _visitor())


def stop(key: JobKey) -> None:
    """Stop a job, with every process it started."""
    _queue().stop(key)


def inspector_command(*arguments: str) -> tuple[str, ...]:
    """Give the command line that runs one of our own commands and answers in JSON."""
    return (sys.executable, "-m", "inspector", *arguments, "--json")


def _environment() -> dict[str, str]:
    """Let the child find our own code, wherever the app was started, and keep its copies where visitors may look."""
    package = str(Path(__file__).resolve().parents[3])
    path = os.pathsep.join(part for part in (package, os.environ.get("PYTHONPATH", "")) if part)
    return {"PYTHONPATH": path, settings.COPIES.name: IN_APP}


def _queue() -> Jobs:
    return memo.remembered("jobs", (), lambda: Jobs(present=_connected))


def _visitor() -> str:
    context = get_script_run_ctx()
    return context.session_id if context else ""


def _connected(session_id: str) -> bool:
    """Say whether a session's page is still open somewhere."""
    return runtime.exists() and runtime.get_instance().is_active_session(session_id)
