"""A contract that is somebody's word is a finding until documents embedded anew show it."""

import pytest

from inspector.diagnose.health.checks.contract import CHECK
from inspector.embedders.facts import ModelFacts
from inspector.records.findings import Cause
from tests.diagnose.health.test_fields import with_contract
from tests.toy import ToyEmbedder


class Described(ToyEmbedder):
    facts = ModelFacts(weights_sha256="1" * 64)


@pytest.mark.parametrize("embedder", [ToyEmbedder(), None])
def test_what_the_build_declared_is_no_finding(tmp_path, embedder):
    assert CHECK.run(with_contract(tmp_path, embedder)).finding is None


def test_what_a_user_stated_is_a_finding_until_it_is_shown(tmp_path):
    assert CHECK.run(with_contract(tmp_path / "a", ToyEmbedder(), stated=("model",))).finding is None
    finding = CHECK.run(with_contract(tmp_path / "b", None, stated=("model",))).finding
    assert finding.cause is Cause.CONTRACT_UNVERIFIED
    assert "somebody's word" in finding.summary


def test_a_model_that_nobody_named_is_a_finding(tmp_path):
    assert "Nobody said" in CHECK.run(with_contract(tmp_path, None, model="")).finding.summary


def test_other_weights_are_a_finding(tmp_path):
    assert CHECK.run(with_contract(tmp_path / "a", Described(), weights_sha256="1" * 64)).finding is None
    finding = CHECK.run(with_contract(tmp_path / "b", Described(), weights_sha256="2" * 64)).finding
    assert "other weights" in finding.summary
