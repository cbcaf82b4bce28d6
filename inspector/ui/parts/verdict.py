"""The verdict strip: what the checks believe, at most three sentences, each with its evidence one click away."""

from __future__ import annotations

import streamlit as st

from inspector.records.findings import Finding, Severity
from inspector.records.inspection import Inspection
from inspector.ui.components.prose import prose

SHOWN = 3
ICONS = {
    Severity.FAILURE: ":material/error:",
    Severity.WARNING: ":material/warning:",
    Severity.NOTE: ":material/info:",
}


def show_verdict(inspection: Inspection) -> None:
    """Draw the strip: findings, gravest first, or the word that nothing was found."""
    with st.container(border=True, key="verdict"):
        if not inspection.findings:
            prose(nothing_found(inspection), "lead")
        for finding in inspection.findings[:SHOWN]:
            _show(finding)
        left = inspection.findings[SHOWN:]
        if left:
            with st.popover(f"{len(left)} more", type="tertiary"):
                for finding in left:
                    _show(finding)
        _account(inspection)


def nothing_found(inspection: Inspection) -> str:
    """Say that all checks passed, or that none could be made yet."""
    if not inspection.checked:
        return "No check could be made yet."
    return f"{inspection.checked} checks, nothing found."


def _show(finding: Finding) -> None:
    with st.container(horizontal=True, vertical_alignment="top", gap="small", wrap=False):
        with st.container(width="stretch"):
            prose(finding.summary, "lead")
        with st.popover("Why?", icon=ICONS[finding.severity], type="tertiary"):
            for fact in finding.evidence:
                prose(f'{fact.label}: "{fact.value}"')
            prose(finding.likely_cause)
            prose(f"What to try: {finding.try_this}")
            prose(f"How to verify: {finding.verify_by}")


def _account(inspection: Inspection) -> None:
    """Say in one line what was checked and what it cost."""
    timings, cost = inspection.timings, inspection.cost
    parts = [f"{inspection.checked} checks"]
    parts += [f"not checked: {each.check} ({each.why})" for each in inspection.not_checked]
    stages = ("encode", "search", "keyword", "fuse", "explain", "diagnose")
    parts += [f"{stage} {getattr(timings, stage):.0f} ms" for stage in stages if getattr(timings, stage) >= 0.5]
    parts.append(f"{cost.encodes} encodes of {cost.tokens:,} tokens")
    prose(" · ".join(parts), "small")
