"""One query, answered: the inspection with its findings. The one call behind the page and the command."""

from __future__ import annotations

from dataclasses import replace

from inspector.diagnose import CHECKS, diagnose
from inspector.inspection import OpenIndex, inspect
from inspector.records.inspection import Inspection
from inspector.records.results import Request
from inspector.timing import Stopwatch


def report(index: OpenIndex, request: Request) -> Inspection:
    """Inspect a query and say what the checks believe.

    Raises:
        RequestError: the request cannot be answered.
        EmbedderError: the model does not fit the index, or it failed.
    """
    inspection = inspect(index, request)
    watch = Stopwatch()
    findings, not_checked = diagnose(inspection)
    spent, timings = watch.total(), inspection.timings
    return replace(
        inspection,
        findings=findings,
        not_checked=not_checked,
        checked=len(CHECKS) - len(not_checked),
        timings=replace(timings, diagnose=timings.diagnose + spent, total=timings.total + spent),
    )
