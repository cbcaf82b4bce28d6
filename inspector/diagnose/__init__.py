"""Checks of one inspection: the table of all of them, and the run through it.

Adding a check = one file in `checks/`, one row here, one test, one paragraph in the in-app help.
"""

from __future__ import annotations

from inspector.diagnose.check import Check, Need
from inspector.diagnose.checks import ann_missed, copies, cut_off, disagreement, exact_term, no_good_answer
from inspector.records.findings import Finding, NotChecked, Severity
from inspector.records.inspection import Inspection

CHECKS: tuple[Check, ...] = (
    ann_missed.CHECK,
    exact_term.CHECK,
    no_good_answer.CHECK,
    copies.CHECK,
    disagreement.CHECK,
    cut_off.CHECK,
)

_ORDER = (Severity.FAILURE, Severity.WARNING, Severity.NOTE)


def diagnose(
    inspection: Inspection, checks: tuple[Check, ...] = CHECKS
) -> tuple[tuple[Finding, ...], tuple[NotChecked, ...]]:
    """Run every check that has what it needs.

    Returns:
        The findings, gravest first and otherwise in the order of the table, and the checks that lacked something,
        each with what it lacked.
    """
    present = _present(inspection)
    findings, left_out = [], []
    for check in checks:
        missing = [need for need in Need if need in check.needs | {Need.MATCHES, Need.MODEL} and need not in present]
        if missing:
            left_out.append(NotChecked(check.name, missing[0].value))
        elif finding := check.run(inspection):
            findings.append(finding)
    return tuple(sorted(findings, key=lambda finding: _ORDER.index(finding.severity))), tuple(left_out)


def _present(inspection: Inspection) -> frozenset[Need]:
    """Say what the inspection offers."""
    with_a_model = (inspection.filling, inspection.contributions, inspection.best_background)
    offers = {
        Need.MATCHES: inspection.matching > 0,
        Need.MODEL: bool(inspection.neighbors) or any(each is not None for each in with_a_model),
        Need.NEIGHBORS: bool(inspection.neighbors),
        Need.KEYWORD_TERMS: inspection.has_keyword_terms,
        Need.CONTRIBUTIONS: inspection.contributions is not None,
        Need.BACKGROUND: inspection.best_background is not None,
    }
    return frozenset(need for need, there in offers.items() if there)
