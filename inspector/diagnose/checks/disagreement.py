"""Do keyword search and the embedding want different documents?

An observation, no cause: it fires where the first choice of one search is not among the k of the other.
"""

from __future__ import annotations

from inspector.diagnose.check import Check, Need
from inspector.records.findings import Evidence, Finding, Severity
from inspector.records.inspection import Inspection
from inspector.records.results import KeywordHit
from inspector.text import listed, ordinal, quoted, shortened


def run(inspection: Inspection) -> Finding | None:
    """Give the finding that says how the two lists differ and which words lead keyword search."""
    if not inspection.neighbors:
        return None
    if not inspection.keyword:
        return _finding(inspection, "No document contains any word of this query; only the embedding can answer.", 0)
    near = {neighbor.id for neighbor in inspection.neighbors}
    shared = len(near & {hit.id for hit in inspection.keyword})
    first = inspection.keyword[0]
    if first.id not in near:
        return _finding(inspection, _keyword_alone(inspection, first, shared), shared)
    if inspection.neighbors[0].id not in {hit.id for hit in inspection.keyword}:
        return _finding(inspection, _embedding_alone(inspection, shared), shared)
    return None


def _keyword_alone(inspection: Inspection, first: KeywordHit, shared: int) -> str:
    words = listed([quoted(term.term) for term in first.terms[:2]])
    place = (
        f"the embedding puts that {ordinal(first.neighbor_rank)}" if first.neighbor_rank else "the embedding lacks it"
    )
    target = quoted(shortened(first.title or first.id))
    return f"{_in_common(inspection, shared)}: keyword search follows {words} to {target}; {place}."


def _embedding_alone(inspection: Inspection, shared: int) -> str:
    best = inspection.neighbors[0]
    place = (
        f"keyword search puts that {ordinal(best.keyword_rank)}"
        if best.keyword_rank
        else "no word of the query stands in it"
    )
    name = quoted(shortened(best.title or best.id))
    return f"{_in_common(inspection, shared)}: the embedding's first choice is {name}; {place}."


def _in_common(inspection: Inspection, shared: int) -> str:
    return f"The two searches disagree ({shared} of {len(inspection.neighbors)} results in common)"


def _finding(inspection: Inspection, summary: str, shared: int) -> Finding:
    ids = [hit.id for hit in inspection.keyword[:1]] + [neighbor.id for neighbor in inspection.neighbors[:1]]
    return Finding(
        cause=None,
        check=CHECK.name,
        severity=Severity.NOTE,
        summary=summary,
        evidence=(
            Evidence("Documents in both lists", f"{shared} of {len(inspection.neighbors)}"),
            Evidence(
                "Documents with any word of the query", f"{len(inspection.keyword)} of the first {inspection.request.k}"
            ),
        ),
        likely_cause="Keyword search counts words, the embedding compares meaning; a query can favour either.",
        try_this="Read the first result of each list to see which search understood the query.",
        verify_by="The lines between the lists join the documents that both have.",
        ids=tuple(dict.fromkeys(ids)),
    )


CHECK = Check(
    name="disagreement",
    question="Do keyword search and the embedding agree on their first choice?",
    needs=frozenset({Need.NEIGHBORS, Need.KEYWORD_TERMS}),
    run=run,
)
