"""Vectors of another model, another text or another recipe are told apart and counted with their bounds."""

from dataclasses import replace

import numpy as np
import pytest

from inspector.diagnose.freshness.judge import Origin
from inspector.diagnose.health.checks.origins import CHECKS, DEVIATIONS
from inspector.records.findings import Cause, Severity
from tests.diagnose.health.indexes import documents, subject
from tests.toy import ToyEmbedder


def findings(examined):
    return {check.name: found for check in CHECKS if (found := check.run(examined).finding)}


def test_every_origin_but_the_right_one_has_a_row():
    assert {deviation.origin for deviation in DEVIATIONS} == set(Origin) - {Origin.SAME}


def test_faithful_vectors_are_no_finding(tmp_path):
    examined = subject(tmp_path)
    assert findings(examined) == {}
    assert CHECKS[0].run(examined).measured[1].value == "0"  # the sample is the whole collection


def test_a_sample_without_a_deviation_says_how_many_there_can_be(tmp_path):
    said = CHECKS[0].run(subject(tmp_path, documents(320))).measured[1].value
    assert said == "none: at most 1 % of all documents, with 95 % confidence"


def test_vectors_of_other_texts_are_stale(tmp_path):
    def swap(vectors):
        vectors[[4, 5]] = vectors[[5, 4]]

    found = findings(subject(tmp_path, change=swap))
    assert set(found) == {"stale_vector"}
    assert found["stale_vector"].cause is Cause.STALE_VECTOR
    assert set(found["stale_vector"].ids) == {"d4", "d5"}
    assert "2 of 60" in found["stale_vector"].summary


def test_another_model_is_foreign(tmp_path):
    rows = documents()

    def replaced(vectors):
        vectors[:5] = 0
        vectors[:5, 0] = 1  # a direction that no text of the toy model has

    found = findings(subject(tmp_path, rows, replaced))
    assert found["foreign_model"].severity is Severity.FAILURE
    assert set(found["foreign_model"].ids) == {"d0", "d1", "d2", "d3", "d4"}


def test_another_recipe_is_recovered_and_named(tmp_path):
    rows = documents()
    texts = ToyEmbedder().encode([each.text for each in rows])

    def without_titles(vectors):
        vectors[:6] = texts[:6]

    found = findings(subject(tmp_path, rows, without_titles))
    assert set(found) == {"recipe"}
    assert "'{text}'" in [fact.value for fact in found["recipe"].evidence]


def test_vectors_in_eight_bits_are_a_note(tmp_path):
    def round_to_eight_bits(vectors):
        step = np.abs(vectors).max(axis=1, keepdims=True) / 127
        vectors[:] = np.round(vectors / step) * step

    found = findings(subject(tmp_path, change=round_to_eight_bits))
    assert set(found) == {"precision"}
    assert found["precision"].severity is Severity.NOTE


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_every_row_says_what_to_do(check):
    row = next(deviation for deviation in DEVIATIONS if deviation.name == check.name)
    assert all(row.__getattribute__(name) for name in ("question", "what", "likely_cause", "try_this"))
    assert replace(row, name="x").origin is row.origin
