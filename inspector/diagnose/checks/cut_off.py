"""Are results longer than the model reads?

A document is not misplaced just because it is long, so this is a note: what stands behind the cut has no part in the
distance.
"""

from __future__ import annotations

from inspector.diagnose.check import Check, Need
from inspector.records.findings import Cause, Evidence, Finding, Severity
from inspector.records.inspection import Inspection


def run(inspection: Inspection) -> Finding | None:
    """Give the finding where at least one neighbor was not read to its end."""
    cut = [reading for reading in inspection.readings if reading.cut_off]
    if not cut:
        return None
    worst = max(cut, key=lambda reading: reading.unread_share)
    titles = {neighbor.id: neighbor.title or neighbor.id for neighbor in inspection.neighbors}
    verb = "is" if len(cut) == 1 else "are"
    return Finding(
        cause=Cause.TRUNCATED,
        check=CHECK.name,
        severity=Severity.NOTE,
        summary=f"{len(cut)} of the {len(inspection.readings)} neighbors {verb} longer than the model reads: "
        f"what stands behind token {worst.limit} has no part in the distance.",
        evidence=(
            Evidence("Tokens the model reads", f"{worst.limit:,}"),
            Evidence(
                "Longest of them", f"{titles[worst.id]}: {worst.tokens:,} tokens, {worst.unread_share:.0%} unread"
            ),
        ),
        likely_cause="The documents were embedded whole although they are longer than the model's window.",
        try_this="Split long documents into passages and embed each.",
        verify_by="Open a marked document: a line shows where the model stops reading.",
        ids=tuple(reading.id for reading in cut),
    )


CHECK = Check(
    name="cut_off",
    question="Did the model read the results to their end?",
    needs=frozenset({Need.NEIGHBORS}),
    run=run,
)
