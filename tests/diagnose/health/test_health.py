"""The run through all checks: a healthy index stays silent, a broken one gets answers, and nothing ends a run."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from inspector.diagnose.health import HEALTH_CHECKS, check_index
from inspector.errors import CancelledError
from inspector.records.findings import Cause, Severity
from tests.diagnose.health.indexes import documents, found, index
from tests.toy import ToyEmbedder

GRAVE = (Severity.FAILURE, Severity.WARNING)
NEED_A_MODEL = ("truncated", "foreign_model", "missing_prompt", "stale_vector", "recipe", "read_length", "precision")


def grave(health):
    return [finding.check for finding in health.findings if finding.severity in GRAVE]


def test_a_healthy_index_has_no_failure_and_no_warning(tmp_path):
    health = check_index(index(tmp_path), ToyEmbedder())
    assert grave(health) == []
    assert health.not_checked == ()
    assert [check.name for check in health.checks] == [check.name for check in HEALTH_CHECKS]
    assert (health.count, health.sample) == (60, 60)


def test_every_check_that_was_made_says_what_it_measured(tmp_path):
    assert all(check.measured for check in check_index(index(tmp_path, ann="hnsw"), ToyEmbedder()).checks)


def test_names_and_questions_are_all_different():
    assert len({check.name for check in HEALTH_CHECKS}) == len({check.question for check in HEALTH_CHECKS}) == 19


def test_findings_come_gravest_first(tmp_path):
    def spoil(vectors):
        vectors[3] = np.nan

    rows = (*documents(), *(replace(documents()[0], id=f"copy{number}") for number in range(3)))
    health = check_index(index(tmp_path, rows, spoil), ToyEmbedder())
    order = [list(Severity)[::-1].index(finding.severity) for finding in health.findings]
    assert order == sorted(order)
    assert health.findings[0].cause is Cause.INVALID_VECTOR


def test_one_document_is_enough(tmp_path):
    health = check_index(index(tmp_path, documents(1)), ToyEmbedder())
    assert grave(health) == []
    assert found(health, "hubs") is None


def test_one_vector_for_all_documents_is_a_failure_and_no_hub(tmp_path):
    def level(vectors):
        vectors[:] = vectors[0]

    health = check_index(index(tmp_path, change=level), ToyEmbedder())
    assert found(health, "same_vector").severity is Severity.FAILURE
    assert "one vector stands for 60 documents" in found(health, "same_vector").summary
    assert found(health, "hubs") is None


def test_three_in_ten_vectors_that_are_not_finite_are_counted_and_the_rest_is_checked(tmp_path):
    def spoil(vectors):
        vectors[:18, 0] = np.nan

    health = check_index(index(tmp_path, change=spoil, ann="flat"), ToyEmbedder())
    assert grave(health) == ["invalid_vector"]
    assert "18 of 60" in found(health, "invalid_vector").summary
    assert health.sample == 42


def test_an_index_without_a_word_says_so_and_checks_no_text(tmp_path):
    rows = tuple(replace(each, title="", text="") for each in documents(5))
    health = check_index(index(tmp_path, rows), ToyEmbedder())
    assert grave(health) == ["zero_vector", "empty_text"]
    left_out = {each.check: each.why for each in health.not_checked}
    assert left_out["foreign_model"] == "no sampled document has both a text and a usable vector"
    assert left_out["hubs"] == "no vector is finite and other than zero"


def test_without_a_model_what_needs_one_is_left_out_with_the_reason(tmp_path):
    health = check_index(index(tmp_path, ann="flat"), None, no_model="the model is on the moon")
    assert grave(health) == []
    left_out = {each.check: each.why for each in health.not_checked}
    assert set(left_out) == {*NEED_A_MODEL, "ann_recall"}
    assert set(left_out.values()) == {"the model is on the moon"}


def test_a_model_of_another_dimension_is_no_model(tmp_path):
    health = check_index(index(tmp_path), ToyEmbedder(dim=8))
    assert {each.why for each in health.not_checked} == {"the index has 32 dimensions, but toy/bag-of-words makes 8"}


def test_a_model_that_fails_leaves_its_checks_out(tmp_path):
    class Failing(ToyEmbedder):
        def encode(self, texts, *, prompt="", batch=32):
            return np.full((len(texts), self.dim), np.nan, dtype=np.float32)

    health = check_index(index(tmp_path), Failing())
    assert {each.check for each in health.not_checked} == set(NEED_A_MODEL) - {"truncated"}
    assert "The model" not in next(each.why for each in health.not_checked)


def test_progress_can_stop_it(tmp_path):
    def stop(done: int, total: int, message: str) -> None:
        if message == "Counting tokens":
            raise CancelledError("stopped")

    with pytest.raises(CancelledError):
        check_index(index(tmp_path), ToyEmbedder(), progress=stop)


@pytest.mark.model
def test_the_sample_data_has_nothing_but_notes(minilm):
    from inspector.sample import location
    from inspector.stores import open_index

    health = check_index(open_index(location.INDEX), minilm)
    assert grave(health) == []
    assert health.not_checked == ()
    verified = {field.name for field in health.contract if field.source == "verified"}
    assert {"model", "weights_sha256", "pooling", "tokenizer", "recipe", "max_tokens", "dim", "normalized"} <= verified
