"""Exact copies are counted; a text that can fill a list of ten is a warning."""

from dataclasses import replace

import pytest

from inspector.diagnose.health.checks.copies import CHECK
from inspector.records.findings import Cause, Severity
from tests.diagnose.health.indexes import documents, subject


def with_copies(number):
    rows = documents()
    return (*rows, *(replace(rows[5], id=f"copy{place}") for place in range(number)))


def test_texts_that_all_differ_are_no_finding(tmp_path):
    assert CHECK.run(subject(tmp_path)).finding is None


@pytest.mark.parametrize(("number", "severity"), [(1, Severity.NOTE), (9, Severity.NOTE), (10, Severity.WARNING)])
def test_eleven_of_one_text_are_a_warning(tmp_path, number, severity):
    finding = CHECK.run(subject(tmp_path, with_copies(number))).finding
    assert (finding.cause, finding.severity) == (Cause.COPIES, severity)
    assert finding.ids == ("d5",)
    assert f"{number} of {60 + number} documents" in finding.summary
    assert f"stands {number + 1} times" in finding.summary


def test_the_largest_groups_come_first(tmp_path):
    rows = documents()
    more = (replace(rows[8], id="x"), replace(rows[2], id="y"), replace(rows[2], id="z"))
    finding = CHECK.run(subject(tmp_path, (*rows, *more))).finding
    assert finding.ids == ("d2", "d8")
    assert [fact.value for fact in finding.evidence[:2]] == ["3 of 63 (4.8%)", "2"]
