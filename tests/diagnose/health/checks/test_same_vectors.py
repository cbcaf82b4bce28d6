"""One vector for several texts: a note for a few, a failure for most."""

from dataclasses import replace

from inspector.diagnose.health.checks.same_vectors import CHECK
from inspector.records.findings import Cause, Severity
from tests.diagnose.health.indexes import documents, subject


def test_different_vectors_are_no_finding(tmp_path):
    assert CHECK.run(subject(tmp_path)).finding is None


def test_copies_of_a_text_may_share_a_vector(tmp_path):
    rows = documents()
    assert CHECK.run(subject(tmp_path, (*rows, replace(rows[0], id="copy")))).finding is None


def test_two_texts_with_one_vector_are_a_note(tmp_path):
    def share(vectors):
        vectors[9] = vectors[4]

    finding = CHECK.run(subject(tmp_path, change=share)).finding
    assert (finding.cause, finding.severity) == (None, Severity.NOTE)
    assert finding.ids == ("d4", "d9")
    assert "2 of 60" in finding.summary


def test_one_vector_for_more_than_half_is_a_failure(tmp_path):
    def share(vectors):
        vectors[:31] = vectors[0]

    finding = CHECK.run(subject(tmp_path, change=share)).finding
    assert (finding.cause, finding.severity) == (Cause.STALE_VECTOR, Severity.FAILURE)
    assert "stands for 31 documents" in finding.summary


def test_vectors_without_a_direction_are_for_other_checks(tmp_path):
    def spoil(vectors):
        vectors[:20] = float("nan")
        vectors[20:40] = 0

    assert CHECK.run(subject(tmp_path, change=spoil)).finding is None
