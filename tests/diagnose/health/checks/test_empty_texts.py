"""Documents with nothing to embed are counted and named."""

from inspector.diagnose.health.checks.empty_texts import CHECK
from inspector.records.findings import Cause
from tests.diagnose.health.indexes import documents, renamed, subject


def test_texts_everywhere_are_no_finding(tmp_path):
    assert CHECK.run(subject(tmp_path)).finding is None


def test_a_title_is_something_to_embed_and_white_space_is_not(tmp_path):
    rows = renamed(renamed(documents(9), 2, title=" ", text="\n"), 5, text="")
    finding = CHECK.run(subject(tmp_path, rows)).finding
    assert finding.cause is Cause.EMPTY_TEXT
    assert finding.ids == ("d2",)
    assert "1 of 9" in finding.summary
