"""A structure that ranks by another metric than the contract is a failure, unless all lengths are equal."""

from dataclasses import replace

import numpy as np
import pytest

from inspector.contract import Metric
from inspector.diagnose.health.checks.metric import CHECK
from inspector.diagnose.health.subject import Subject
from inspector.records.findings import Cause, Severity
from inspector.stores.folder import FolderCollection
from tests.diagnose.health.indexes import index


def stretch(vectors):
    vectors *= np.linspace(0.5, 2, len(vectors), dtype=np.float32)[:, None]


def under(folder, said: Metric, built: Metric, change=stretch) -> Subject:
    """Examine an index whose contract says one metric and whose structure was built by another."""
    made = index(folder, change=change, metric=built, ann="flat")
    manifest = replace(made.manifest, contract=replace(made.contract, metric=said))
    vectors = np.array(made.vectors(np.arange(made.count)))
    return Subject(FolderCollection(made.folder, manifest, vectors, made._table), None)


@pytest.mark.parametrize("said", list(Metric))
@pytest.mark.parametrize("built", list(Metric))
def test_any_two_different_metrics_are_told_apart(tmp_path, said, built):
    finding = CHECK.run(under(tmp_path, said, built)).finding
    assert (finding is None) == (said is built)
    if finding:
        assert (finding.cause, finding.severity) == (Cause.WRONG_METRIC, Severity.FAILURE)


def test_on_vectors_of_one_length_all_rank_alike(tmp_path):
    def leave(vectors):
        pass

    assert CHECK.run(under(tmp_path, Metric.L2, Metric.INNER_PRODUCT, leave)).finding is None


def test_without_a_structure_production_ranks_by_the_contract(tmp_path):
    outcome = CHECK.run(Subject(index(tmp_path), None))
    assert outcome.finding is None
    assert "all vectors" in outcome.measured[0].value
