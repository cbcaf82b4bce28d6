"""Does the ANN structure leave out documents that are closer than what it returned?

Every neighbor carries its exact rank, so what is missing is counted, not estimated: the ranks up to k that are skipped.
Under a filter it may return fewer than k; what an exact search returns then was counted too.
"""

from __future__ import annotations

from inspector.diagnose.check import Check, Need
from inspector.records.findings import Cause, Evidence, Finding, Severity
from inspector.records.inspection import Inspection
from inspector.records.results import RanksAre
from inspector.text import listed, ordinal


def run(inspection: Inspection) -> Finding | None:
    """Give the finding where at least one of the k nearest documents was not returned."""
    if inspection.filling is not None and inspection.filling > len(inspection.neighbors):
        return _eaten(inspection, inspection.filling)
    if inspection.ranks_are is not RanksAre.EXACT:
        return None
    ranks = [neighbor.exact_rank or 0 for neighbor in inspection.neighbors]
    wanted = min(inspection.request.k, max(ranks, default=0))
    missing = [rank for rank in range(1, wanted + 1) if rank not in ranks]
    if not missing:
        return None
    places = listed([ordinal(rank) for rank in missing])
    return Finding(
        cause=Cause.ANN_RECALL_LOW,
        check=CHECK.name,
        severity=Severity.WARNING,
        summary=f"The approximate index misses {len(missing)} of the {wanted} nearest documents: the {places} "
        f"{'is' if len(missing) == 1 else 'are'} not returned.",
        evidence=(
            Evidence("Exact ranks of the documents that were returned", ", ".join(map(str, ranks)) or "none"),
            Evidence("Exact ranks that are missing", ", ".join(map(str, missing))),
        ),
        likely_cause="An approximate structure looks at a part of the vectors only; what lies elsewhere is not seen.",
        try_this="Search all vectors (in the settings), or build with larger nprobe or efSearch.",
        verify_by='Switch on "Search all vectors": the missing documents come, each at its exact rank.',
        ids=tuple(neighbor.id for neighbor in inspection.neighbors if (neighbor.exact_rank or 0) > wanted),
    )


def _eaten(inspection: Inspection, filling: int) -> Finding:
    """Say that a filter left places empty because of the structure, not because nothing passes it."""
    left, k = len(inspection.neighbors), inspection.request.k
    return Finding(
        cause=Cause.FILTERED_OUT,
        check=CHECK.name,
        severity=Severity.WARNING,
        summary=f"The filter leaves {left} of {k} places filled because of the approximate index: an exact search "
        f"fills {filling}.",
        evidence=(
            Evidence("Documents that pass the filter", f"{inspection.matching:,}"),
            Evidence("Neighbors that the index returns", str(left)),
            Evidence("Neighbors that an exact search returns", str(filling)),
        ),
        likely_cause="The approximate index looks at what is nearest, and only what passes the filter is left of that.",
        try_this="Filter before the search, or let it look at more: larger efSearch or nprobe, or a scan that goes on.",
        verify_by=f'Switch on "Search all vectors": {filling} neighbors come under the same filter.',
        ids=tuple(neighbor.id for neighbor in inspection.neighbors),
    )


CHECK = Check(
    name="ann_missed",
    question="Does the approximate index return the documents that are really nearest?",
    needs=frozenset({Need.MODEL}),
    run=run,
)
