"""Do copies of one text hold several places of the list?

Copies are found by shared five-word sequences (`inspector.search.copies`), not by distance. One copy is only badged;
from two on it is a finding, and a warning once copies hold half of the list.
"""

from __future__ import annotations

from inspector.diagnose.check import Check, Need
from inspector.records.findings import Cause, Evidence, Finding, Severity
from inspector.records.inspection import Inspection
from inspector.records.results import BadgeKind, Neighbor


def run(inspection: Inspection) -> Finding | None:
    """Give the finding where at least two neighbors copy one above them."""
    copied = [
        neighbor for neighbor in inspection.neighbors if any(badge.kind is BadgeKind.COPY for badge in neighbor.badges)
    ]
    if len(copied) < 2:
        return None
    shown = len(inspection.neighbors)
    return Finding(
        cause=Cause.COPIES,
        check=CHECK.name,
        severity=Severity.WARNING if 2 * len(copied) >= shown else Severity.NOTE,
        summary=f"Copies crowd the list: {len(copied)} of the {shown} neighbors repeat one above them, "
        f"which leaves {shown - len(copied)} different answers.",
        evidence=tuple(
            Evidence(f"Neighbor {neighbor.rank}", f"{neighbor.title or neighbor.id}: {_label(neighbor)}")
            for neighbor in copied[:5]
        ),
        likely_cause="The same text was indexed more than once: versions, reposts, or boilerplate.",
        try_this="Show one result per text, or remove the copies from the index.",
        verify_by="Open two of the marked results and compare their texts.",
        ids=tuple(neighbor.id for neighbor in copied),
    )


def _label(neighbor: Neighbor) -> str:
    return next(badge.label for badge in neighbor.badges if badge.kind is BadgeKind.COPY)


CHECK = Check(
    name="copies",
    question="Do copies of one text hold several places of the list?",
    needs=frozenset({Need.NEIGHBORS}),
    run=run,
)
