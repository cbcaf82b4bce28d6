"""Is there any good answer here, against what ordinary queries find in this collection?

The bar is the 5th percentile of the best similarities of pseudo-queries (first sentences of documents, their own
document left out), so on queries like those it is missed once in twenty by definition.
"""

from __future__ import annotations

from inspector.diagnose.check import Check, Need
from inspector.records.findings import Cause, Evidence, Finding, Severity
from inspector.records.inspection import Inspection


def run(inspection: Inspection) -> Finding | None:
    """Give the finding where the best neighbor is below the bar."""
    if not inspection.neighbors or inspection.best_background is None:
        return None
    low, median, _ = inspection.best_background
    best = inspection.neighbors[0].similarity
    if not best < low:
        return None
    return Finding(
        cause=Cause.OUT_OF_DOMAIN,
        check=CHECK.name,
        severity=Severity.WARNING,
        summary="The embedding probably has no good answer: its closest document is farther away than for 95 % of the "
        "queries this collection could expect.",
        evidence=(
            Evidence("Distance of the closest document", f"{1 - best:.3f}"),
            Evidence(
                "Closest document of ordinary queries: median, 95th percentile of distance",
                f"{1 - median:.3f}, {1 - low:.3f}",
            ),
        ),
        likely_cause="The collection has no document on this, or the query uses words the model does not connect.",
        try_this="Ask in the words a document would use; if that finds nothing either, the document is missing.",
        verify_by="Read the first three results: if none is on the subject, the collection has no answer.",
        ids=(inspection.neighbors[0].id,),
    )


CHECK = Check(
    name="no_good_answer",
    question="Is the closest document as close as ordinary queries find one?",
    needs=frozenset({Need.NEIGHBORS, Need.BACKGROUND}),
    run=run,
)
