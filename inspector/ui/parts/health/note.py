"""A word on the health of the index beside an answer: only where its last check found something grave."""

from __future__ import annotations

from pathlib import Path

from inspector.records.findings import Severity
from inspector.stores.collection import Collection
from inspector.text import counted
from inspector.ui.parts.elsewhere import link_to
from inspector.ui.runtime import health, links

SLUG = "health"


def show_note(path: Path, collection: Collection) -> None:
    """Draw a link to what the last check found, if that can cost documents."""
    failures = grave(collection)
    if failures:
        label = f"The last check of this index found {counted(failures, 'failure')}."
        link_to(SLUG, label, links.view_of_index(path))


def grave(collection: Collection) -> int:
    """Count the failures that the last check found; 0 where the index was never checked."""
    last = health.last_result(collection)
    return sum(finding.severity is Severity.FAILURE for finding in last.findings) if last else 0
