"""The stages about the document itself, each with its numbers."""

import numpy as np
import pytest

from inspector.records.documents import Condition
from inspector.records.trace import Stage, StageStatus
from tests.diagnose.trace.worlds import (
    DIM,
    Words,
    asked,
    embedded,
    far_words,
    ladder,
    ladder_world,
    line,
    lines_of,
    opened,
)

PASS, FAIL, UNKNOWN = StageStatus.PASS, StageStatus.FAIL, StageStatus.UNKNOWN


def test_a_document_that_is_in_order_passes_all_stages_about_itself(tmp_path):
    found = asked(ladder_world(tmp_path), "d3")
    stages = (Stage.INDEXED, Stage.FILTER, Stage.TEXT, Stage.VECTOR, Stage.FRESHNESS, Stage.READ)
    assert [found.stage(each).status for each in stages] == [PASS] * 6
    assert found.stage(Stage.INDEXED).number("documents") == 30
    assert found.stage(Stage.FILTER).number("filter") == "none"
    assert found.stage(Stage.TEXT).number("characters") == len("w3")
    assert found.stage(Stage.VECTOR).number("norm") == pytest.approx(1, abs=1e-6)
    assert found.stage(Stage.VECTOR).number("dim") == DIM
    assert found.stage(Stage.FRESHNESS).number("origin") == "same"
    assert found.stage(Stage.FRESHNESS).number("similarity_to_fresh") == pytest.approx(1, abs=1e-6)
    assert (found.stage(Stage.READ).number("tokens"), found.stage(Stage.READ).number("tokens_read")) == (1, 1)


def test_a_filter_that_lets_it_pass_says_how_many_pass(tmp_path):
    words = ladder(6)
    lines = [{**each, "kind": "a" if row < 4 else "b"} for row, each in enumerate(lines_of(words))]
    found = asked(opened(tmp_path, lines, Words(words)), "d3", where=(Condition("kind", "a"),)).stage(Stage.FILTER)
    assert (found.status, found.number("filter"), found.number("matching")) == (PASS, "pre", 4)


@pytest.mark.parametrize(
    ("vector", "finite", "norm"), [(np.full(DIM, np.nan), False, None), (np.zeros(DIM), True, 0.0)]
)
def test_a_vector_without_a_direction_fails_and_its_text_cannot_be_compared_with_it(tmp_path, vector, finite, norm):
    words = ladder(6)
    vectors = embedded(Words(words), lines_of(words))
    vectors[3] = vector
    found = asked(opened(tmp_path, lines_of(words), Words(words), vectors), "d3", k=2)
    stage = found.stage(Stage.VECTOR)
    assert (stage.status, stage.number("finite")) == (FAIL, finite)
    assert norm is None or stage.number("norm") == norm
    assert found.stage(Stage.FRESHNESS).status is UNKNOWN


def test_a_vector_of_another_text_fails_with_its_similarity_to_this_one(tmp_path):
    words = {**ladder(), **far_words(60)}
    vectors = embedded(Words(words), lines_of(words))
    vectors[20] = vectors[40]
    found = asked(opened(tmp_path, lines_of(words), Words(words), vectors), "d20")
    stage = found.stage(Stage.FRESHNESS)
    assert stage.status is FAIL
    assert stage.number("similarity_to_fresh") == pytest.approx(0, abs=1e-6)
    assert stage.number("origin") in ("stale", "foreign")


def test_a_found_document_shows_a_vector_of_another_text_all_the_same(tmp_path):
    words = {**ladder(), **far_words(60)}
    vectors = embedded(Words(words), lines_of(words))
    vectors[20] = vectors[0]
    found = asked(opened(tmp_path, lines_of(words), Words(words), vectors), "d20")
    assert found.cause == "found"
    assert found.stage(Stage.FRESHNESS).status is FAIL


def test_rounded_vectors_pass(tmp_path):
    words = ladder()
    vectors = embedded(Words(words), lines_of(words))
    step = np.abs(vectors).max(axis=1, keepdims=True) / 127
    vectors = np.round(vectors / step) * step  # to 8 bits
    found = asked(opened(tmp_path, lines_of(words), Words(words), vectors), "d20").stage(Stage.FRESHNESS)
    assert (found.status, found.number("origin")) == (PASS, "precision")


def test_how_much_was_read_is_counted_in_tokens_and_as_a_share_of_the_characters(tmp_path):
    words = ladder(4)
    index = opened(tmp_path, [*lines_of(words), line("it", "w0 w1 w2 w3")], Words(words, max_tokens=3))
    found = asked(index, "it", k=1).stage(Stage.READ)
    assert (found.number("tokens"), found.number("tokens_read")) == (4, 3)
    assert found.number("unread_share") == pytest.approx(1 - len("w0 w1 w2") / len("w0 w1 w2 w3"))
