"""What the model never reads, in documents and in tokens."""

from inspector.diagnose.health.checks.truncated import CHECK
from inspector.records.documents import Document
from inspector.records.findings import Cause, Severity
from tests.diagnose.health.indexes import documents, subject
from tests.toy import ToyEmbedder


def test_texts_that_are_read_whole_are_no_finding(tmp_path):
    assert CHECK.run(subject(tmp_path)).finding is None


def test_long_documents_and_unread_tokens_are_counted(tmp_path):
    rows = (*documents(8), Document("long", "", "w " * 28), Document("longer", "", "w " * 100))
    finding = CHECK.run(subject(tmp_path, rows, embedder=ToyEmbedder(max_tokens=20))).finding
    assert (finding.cause, finding.severity) == (Cause.TRUNCATED, Severity.NOTE)
    assert finding.ids == ("longer", "long")
    tokens = 8 * 9 + 28 + 100  # two words of title, six of text and a number in each of the first eight
    assert [fact.value for fact in finding.evidence] == [
        "10",
        "2 (20.0%)",
        f"{(8 + 80) / tokens:.1%}",
        "100 tokens",
    ]
