"""Does keyword search have a document for one exact word that the embedding hardly reads?

Fires only where all of it was tried: the document is a keyword hit within k, without the word it is none, and the
word's removal effect on the document is below the noise floor, while the embedding has the document outside k. The
word must stand in at most k documents: only then does it point at particular documents rather than colour many.
"""

from __future__ import annotations

from inspector.diagnose.check import Check, Need
from inspector.records.explanation import Contributions
from inspector.records.findings import Cause, Evidence, Finding, Severity
from inspector.records.inspection import Inspection, TermTest
from inspector.text import ordinal, quoted, shortened


def _effect(effects: Contributions, test: TermTest) -> tuple[float, float] | None:
    """Give the largest removal effect among the term's words, and the noise floor; None where it was not tried."""
    column = effects.column(test.id)
    rows = [row for row, word in enumerate(effects.words) if (word.start, word.end) in test.spans]
    if column < 0 or not rows:
        return None
    return max((float(effects.removal[row, column]) for row in rows), key=abs), float(effects.noise_floor[column])


def run(inspection: Inspection) -> Finding | None:
    """Give the finding for the best keyword hit that one exact word carries."""
    effects = inspection.contributions
    if effects is None:
        return None
    for test in inspection.term_tests:
        lost = test.rank_without is None or test.rank_without > inspection.request.k
        measured = _effect(effects, test)
        if test.documents <= inspection.request.k and lost and measured is not None and abs(measured[0]) < measured[1]:
            return _finding(inspection, test, *measured)
    return None


def _finding(inspection: Inspection, test: TermTest, effect: float, floor: float) -> Finding:
    hit = next(hit for hit in inspection.keyword if hit.id == test.id)
    name = quoted(shortened(hit.title or hit.id))
    place = ordinal(hit.neighbor_rank or 0)
    hybrid = next((hit.rank for hit in inspection.hybrid if hit.id == test.id), None)
    remedy = (
        f"The hybrid list has it {ordinal(hybrid)}: use it for queries with such words."
        if hybrid
        else "Give keyword search more weight in the hybrid list, or search for the exact word."
    )
    after = ordinal(test.rank_without) if test.rank_without else "no hit at all"
    return Finding(
        cause=Cause.EXACT_TERM_MISSED,
        check=CHECK.name,
        severity=Severity.WARNING,
        summary=f"Keyword search finds {name} {ordinal(hit.rank)} because of {quoted(test.term)}; "
        f"the embedding puts it {place}.",
        evidence=(
            Evidence("Keyword rank with the word, without it", f"{ordinal(test.rank)}, {after}"),
            Evidence("Documents with the word", f"{test.documents:,}"),
            Evidence("Embedding rank", place),
            Evidence("Effect of the word on the similarity, noise floor", f"{effect:+.3f}, {floor:.3f}"),
        ),
        likely_cause="Embedding models cut codes, names and rare words into pieces and hardly tell them apart.",
        try_this=remedy,
        verify_by=f"Strike {quoted(test.term)} from the query: the keyword list changes, the embedding hardly moves.",
        ids=(test.id,),
    )


CHECK = Check(
    name="exact_term",
    question="Does keyword search have a document for one exact word that the embedding hardly reads?",
    needs=frozenset({Need.NEIGHBORS, Need.CONTRIBUTIONS, Need.KEYWORD_TERMS}),
    run=run,
)
