"""Causes are a closed list of plain words."""

from __future__ import annotations

import re

from inspector.records.findings import Cause, Evidence, Finding, Severity


def test_a_cause_is_written_as_lower_case_words_and_equals_its_string() -> None:
    assert all(re.fullmatch(r"[a-z]+(_[a-z]+)*", cause) and cause == cause.name.lower() for cause in Cause)


def test_severities_rise_from_note_to_failure() -> None:
    assert list(Severity) == ["note", "warning", "failure"]


def test_a_finding_may_be_an_observation_without_a_cause() -> None:
    finding = Finding(None, "agreement", Severity.NOTE, "They agree.", (Evidence("Overlap of 10", "9"),), "", "", "")
    assert finding.cause is None
    assert finding.ids == ()
