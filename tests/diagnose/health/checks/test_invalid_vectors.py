"""Vectors that are not finite are counted and named."""

import numpy as np

from inspector.diagnose.health.checks.invalid_vectors import CHECK
from inspector.records.findings import Cause, Severity
from tests.diagnose.health.indexes import subject


def test_finite_vectors_are_no_finding(tmp_path):
    assert CHECK.run(subject(tmp_path)).finding is None


def test_a_nan_and_an_infinity_are_failures(tmp_path):
    def spoil(vectors):
        vectors[3, 0], vectors[7, 5] = np.nan, -np.inf

    finding = CHECK.run(subject(tmp_path, change=spoil)).finding
    assert (finding.cause, finding.severity) == (Cause.INVALID_VECTOR, Severity.FAILURE)
    assert finding.ids == ("d3", "d7")
    assert finding.evidence[0].value == "2 of 60"
