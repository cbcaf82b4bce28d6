"""Checks of whole indexes: made as jobs, their last results kept on disk and shared by all sessions.

Invariant: a job is keyed by the content and by the result it is to replace, so a finished check can be made again.
"""

from __future__ import annotations

from pathlib import Path

from inspector import fingerprint
from inspector.diagnose.health.saved import load_health
from inspector.records.health import Health
from inspector.stores.collection import Collection
from inspector.ui.runtime import jobs
from inspector.ui.runtime.job_queue import JobKey, JobKind

TITLE = "Checking the index"


def last_result(collection: Collection) -> Health | None:
    """Give the last result for this content; None where it was never checked."""
    return load_health(collection)


def job_of(collection: Collection, last: Health | None) -> JobKey:
    """Give the key of the job that replaces a result, or makes the first one."""
    return JobKey(JobKind.CHECK, fingerprint.of_values(collection.fingerprint, last.made_at if last else ""))


def start(path: Path, collection: Collection, last: Health | None) -> None:
    """Start a check, or join the one that others started.

    Args:
        path: The index folder.
        collection: The index, opened.
        last: The result to replace; None for the first.
    """
    jobs.start(JobKind.CHECK, job_of(collection, last).key, jobs.inspector_command("check", str(path)), TITLE)
