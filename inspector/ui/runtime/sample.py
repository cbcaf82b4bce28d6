"""The sample the app begins with: collected and built as jobs, searched by keyword meanwhile.

Three things lie beside each other below the samples folder, each whole or absent: the corpus, the preview (documents
and keyword index) and the index. Invariant: which step is next is read off what is there, so a stopped or killed first
start goes on where it was.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from inspector.build.preview import is_preview, write_preview
from inspector.stores import layout
from inspector.ui.runtime import jobs, roots, warming
from inspector.ui.runtime.job_queue import JobKey, JobKind, JobState, JobStatus

NAME = "python-docs"


class SampleStep(StrEnum):
    """What the sample needs next."""

    COLLECT = "collect"
    BUILD = "build"
    READY = "ready"


@dataclass(frozen=True, slots=True)
class _Plan:
    kind: JobKind
    title: str
    arguments: tuple[str, ...]


def index() -> Path:
    """Give the folder of the sample's index, whether it is there or not."""
    return roots.samples() / NAME


def preview() -> Path | None:
    """Give the folder of the sample's preview, or None where it is not there yet."""
    folder = _beside("preview")
    return folder if is_preview(folder) else None


def step() -> SampleStep:
    """Say what the sample needs next."""
    if (index() / layout.MANIFEST).is_file():
        return SampleStep.READY
    return SampleStep.BUILD if _corpus().is_file() else SampleStep.COLLECT


def ensure() -> JobKey | None:
    """Give the job of the next step, starting it unless it was stopped or failed; None when all is there.

    While vectors are made, the preview is made too.
    """
    needed = step()
    if needed is SampleStep.READY:
        return None
    if needed is SampleStep.BUILD and preview() is None:
        warming.warm("preview", (str(_corpus()),), _write_preview)
    key = JobKey(_plans()[needed].kind, NAME)
    status = jobs.status(key)
    if status is None or status.state is JobState.DONE:
        again()
    return key


def again() -> None:
    """Start the job of the next step, also after it was stopped or failed."""
    plan = _plans()[step()]
    jobs.start(plan.kind, NAME, jobs.inspector_command(*plan.arguments), plan.title)


def _write_preview() -> Path:
    return write_preview(_corpus(), _beside("preview"), name=NAME)


def ended_early(status: JobStatus | None) -> bool:
    """Say whether a job ended without its result."""
    return status is not None and status.state in (JobState.FAILED, JobState.STOPPED)


def _plans() -> dict[SampleStep, _Plan]:
    corpus = _corpus()
    return {
        SampleStep.COLLECT: _Plan(
            JobKind.SAMPLE, "Collecting the sample", ("sample", NAME, "--out", str(corpus.parent))
        ),
        SampleStep.BUILD: _Plan(
            JobKind.BUILD, "Building the sample's index", ("build", str(corpus), "--out", str(index()))
        ),
    }


def _corpus() -> Path:
    return _beside("corpus") / "corpus.jsonl"


def _beside(what: str) -> Path:
    return roots.samples() / f".{NAME}.{what}"
