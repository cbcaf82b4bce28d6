"""Hubs are a note, and a warning where they take more than half of all places."""

import numpy as np

from inspector.diagnose.health.checks.hubs import CHECK
from inspector.records.findings import Cause, Severity
from tests.diagnose.health.indexes import documents, subject


def with_hubs(number):
    """Points on all sides of one direction, and some hubs close to that direction itself."""

    def make(vectors):
        generator = np.random.default_rng(0)
        vectors[:] = generator.normal(size=vectors.shape) + 1.2
        vectors[:number] = 1.2 + 0.02 * generator.normal(size=(number, vectors.shape[1]))

    return make


def test_hubs_are_counted_and_the_most_frequent_named_first(tmp_path):
    finding = CHECK.run(subject(tmp_path, documents(200), with_hubs(2))).finding
    assert (finding.cause, finding.severity) == (Cause.HUBS, Severity.NOTE)
    assert set(finding.ids[:2]) == {"d0", "d1"}
    assert finding.evidence[0].value == "all 200"


def test_hubs_that_take_more_than_half_of_all_places_are_a_warning(tmp_path):
    finding = CHECK.run(subject(tmp_path, documents(200), with_hubs(8))).finding
    assert finding.severity is Severity.WARNING
    assert set(finding.ids) < {f"d{place}" for place in range(8)}


def test_no_more_documents_than_a_list_holds_give_no_finding(tmp_path):
    outcome = CHECK.run(subject(tmp_path, documents(8)))
    assert outcome.finding is None
    assert outcome.measured[-1].value == "0"
