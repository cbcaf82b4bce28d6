"""The verdict strip: what the checks believe, at most three sentences, each with its evidence one click away."""

from __future__ import annotations

import streamlit as st

from inspector.records.findings import Finding, Severity
from inspector.records.inspection import Inspection
from inspector.text import counted, quoted
from inspector.ui.components.prose import prose

SHOWN = 3
LOADING = (
    "The model is still loading. Until it is there you see what keyword search finds; neighbors and checks follow by "
    "themselves."
)
STAGES = ("encode", "search", "keyword", "fuse", "explain", "diagnose")
ICONS = {
    Severity.FAILURE: ":material/error:",
    Severity.WARNING: ":material/warning:",
    Severity.NOTE: ":material/info:",
}


def show_verdict(inspection: Inspection, *, loading: bool = False) -> None:
    """Draw the strip: findings, gravest first, or the word that nothing was found.

    Args:
        inspection: The answer.
        loading: Whether its model is still on the way.
    """
    with st.container(border=True, key="verdict", gap="xsmall"):
        if not inspection.findings:
            prose(nothing_found(inspection, loading=loading), "body")
        for finding in inspection.findings[:SHOWN]:
            _show(finding)
        left = inspection.findings[SHOWN:]
        if left:
            with st.popover(f"{len(left)} more", type="tertiary"):
                for finding in left:
                    _show(finding)
        prose(account(inspection), "small")


def nothing_found(inspection: Inspection, *, loading: bool = False) -> str:
    """Say that all checks passed, or that none could be made, or none yet."""
    if loading and inspection.matching and not inspection.checked:
        return LOADING
    if not inspection.checked:
        return "No check could be made."
    return f"{counted(inspection.checked, 'check')}, nothing found."


def _show(finding: Finding) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small", wrap=False):
        with st.container(width="stretch"):
            prose(finding.summary, "lead" if finding.severity is not Severity.NOTE else "body")
        with st.popover("Why?", icon=ICONS[finding.severity], type="tertiary"):
            for fact in finding.evidence:
                prose(f"{fact.label}: {quoted(fact.value)}")
            prose(finding.likely_cause)
            prose(f"What to try: {finding.try_this}")
            prose(f"How to verify: {finding.verify_by}")


def account(inspection: Inspection) -> str:
    """Say in one line what was checked, what each stage took and what it cost."""
    timings, cost = inspection.timings, inspection.cost
    parts = [counted(inspection.checked, "check")] if inspection.checked else []
    reasons = list(dict.fromkeys(each.why for each in inspection.not_checked))
    parts += [f"not checked: {counted(_waiting(inspection, why), 'check')}, because {why}" for why in reasons]
    parts += [f"{stage} {getattr(timings, stage):.0f} ms" for stage in STAGES if getattr(timings, stage) >= 0.5]
    if cost.encodes:
        parts.append(f"{counted(cost.encodes, 'encode')}, {counted(cost.tokens, 'token')}")
    elif inspection.neighbors:
        parts.append("nothing encoded anew")
    return " · ".join(parts)


def _waiting(inspection: Inspection, why: str) -> int:
    return sum(each.why == why for each in inspection.not_checked)
