"""The broken copies of the sample: made on demand, each by one job that all sessions share."""

from __future__ import annotations

from pathlib import Path

from inspector.sample import location
from inspector.sample.faults import Fault
from inspector.stores import layout
from inspector.ui.runtime import jobs, roots
from inspector.ui.runtime.job_queue import JobKey, JobKind


def index_of(fault: Fault | None) -> Path | None:
    """Give the index that shows a fault, None where its copy is not made yet; no fault is the sample itself."""
    folder = _folder(fault) if fault else location.INDEX
    return folder if (folder / layout.MANIFEST).is_file() else None


def make(fault: Fault) -> None:
    """Start making the broken copy, or join the job that does."""
    command = jobs.inspector_command("sample", location.NAME, "--fault", fault.name, "--out", str(_folder(fault)))
    jobs.start(JobKind.COPY, fault.name, command, f"Making the copy: {fault.title.lower()}")


def job_of(fault: Fault) -> JobKey:
    """Give the key of the job that makes the broken copy."""
    return JobKey(JobKind.COPY, fault.name)


def _folder(fault: Fault) -> Path:
    return roots.samples() / location.copy_name(fault.name)
