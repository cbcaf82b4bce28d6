"""Parts of an index that hold another number of entries are told from parts that cannot be read."""

import faiss
import numpy as np

from inspector.diagnose.health.checks.counts import CHECK
from inspector.diagnose.health.subject import Subject
from inspector.records.findings import Cause, Severity
from inspector.search.keyword import build_keyword
from inspector.stores.folder import open_folder
from tests.diagnose.health.indexes import index, subject


def test_equal_counts_are_no_finding(tmp_path):
    outcome = CHECK.run(subject(tmp_path, ann="hnsw"))
    assert outcome.finding is None
    assert [fact.value for fact in outcome.measured] == ["60", "60"]


def test_a_structure_with_fewer_entries_is_a_count_mismatch(tmp_path):
    collection = index(tmp_path, ann="flat")
    other = faiss.IndexFlatIP(32)
    other.add(np.eye(59, 32, dtype=np.float32))
    faiss.write_index(other, str(collection.folder / "ann.faiss"))
    finding = CHECK.run(Subject(collection, None)).finding
    assert (finding.cause, finding.severity) == (Cause.COUNT_MISMATCH, Severity.FAILURE)
    assert "entries of the ANN structure: 59" in finding.summary


def test_a_structure_that_cannot_be_read_is_a_failure_of_another_kind(tmp_path):
    collection = index(tmp_path, ann="flat")
    (collection.folder / "ann.faiss").write_bytes(b"nothing of the sort")
    finding = CHECK.run(Subject(collection, None)).finding
    assert (finding.cause, finding.severity) == (None, Severity.FAILURE)
    assert "ann.faiss" in finding.summary


def test_a_keyword_index_of_other_documents_is_a_count_mismatch(tmp_path):
    folder = index(tmp_path).folder
    build_keyword(folder / "keyword", ["one", "two"], count=2)
    finding = CHECK.run(Subject(open_folder(folder), None)).finding
    assert finding.cause is Cause.COUNT_MISMATCH
    assert "documents in the keyword index: 2" in finding.summary
