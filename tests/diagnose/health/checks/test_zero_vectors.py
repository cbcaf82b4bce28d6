"""Zero vectors: graver where the document has a text."""

from inspector.diagnose.health.checks.zero_vectors import CHECK
from inspector.records.findings import Cause, Severity
from tests.diagnose.health.indexes import documents, renamed, subject


def test_vectors_with_a_direction_are_no_finding(tmp_path):
    assert CHECK.run(subject(tmp_path)).finding is None


def test_zeros_for_a_text_are_a_failure_that_names_it(tmp_path):
    def clear(vectors):
        vectors[4] = 0

    rows = renamed(documents(), 1, title="", text="")
    finding = CHECK.run(subject(tmp_path, rows, clear)).finding
    assert (finding.cause, finding.severity) == (Cause.ZERO_VECTOR, Severity.FAILURE)
    assert finding.ids == ("d4",)
    assert [fact.value for fact in finding.evidence] == ["2 of 60", "1"]


def test_zeros_for_documents_without_a_text_are_a_warning(tmp_path):
    finding = CHECK.run(subject(tmp_path, renamed(documents(), 1, title="", text=""))).finding
    assert finding.severity is Severity.WARNING
    assert finding.ids == ("d1",)
