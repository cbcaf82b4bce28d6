"""The table of causes: the closed list in its order, the first that holds is the cause, the others are said as well."""

import numpy as np
import pytest

from inspector.contract import Metric
from inspector.diagnose.trace.causes import CAUSES
from inspector.records.documents import Condition
from inspector.records.findings import Cause
from inspector.records.results import Retriever
from inspector.stores.ann_spec import parse_ann
from tests.diagnose.trace.worlds import (
    AXES,
    Words,
    asked,
    axis,
    embedded,
    ladder,
    ladder_world,
    lines_of,
    opened,
)


def test_the_causes_stand_in_the_order_of_the_closed_list():
    closed = list(Cause)
    between = closed[closed.index(Cause.NOT_INDEXED) + 1 : closed.index(Cause.MODEL_LIMIT)]
    assert [rule.cause for rule in CAUSES] == between


def test_those_named_on_direct_proof_come_before_those_that_were_tried():
    assert [rule.integrity for rule in CAUSES] == [True] * 7 + [False] * 11
    assert CAUSES[6].cause is Cause.STALE_VECTOR


def many_at_once(tmp_path):
    """The ladder; d11 is a near miss, holds a term alone, and has a vector of zeros in the second index."""
    words = ladder()
    lines = lines_of(words)
    lines[11]["text"] += " E-77"
    lines[3]["kind"] = "other"
    embedder = Words({**words, "e-77": axis(0, length=0), "please": axis(AXES, length=0.5)})
    return lines, embedder


def test_two_causes_that_hold_are_both_said_in_the_order_of_the_list(tmp_path):
    lines, embedder = many_at_once(tmp_path)
    found = asked(opened(tmp_path, lines, embedder), "d11", "ask E-77")
    assert (found.cause, found.also) == (Cause.EXACT_TERM_MISSED, (Cause.BELOW_CUT,))


def test_an_integrity_cause_comes_first_and_no_cause_is_said_twice(tmp_path):
    lines, embedder = many_at_once(tmp_path)
    vectors = embedded(embedder, lines)
    vectors[11] = 0
    found = asked(opened(tmp_path, lines, embedder, vectors), "d11", "ask E-77")
    assert found.cause is Cause.ZERO_VECTOR
    assert len({found.cause, *found.also}) == 1 + len(found.also)
    assert Cause.MODEL_LIMIT not in found.also


def test_a_document_that_fails_the_filter_has_no_other_cause(tmp_path):
    lines, embedder = many_at_once(tmp_path)
    found = asked(opened(tmp_path, lines, embedder), "d11", "ask E-77", where=(Condition("kind", "other"),))
    assert (found.cause, found.also) == (Cause.FILTERED_OUT, ())


def test_a_text_that_is_empty_beside_a_filter_it_fails_is_said_as_well(tmp_path):
    lines, embedder = many_at_once(tmp_path)
    lines[11]["text"] = ""
    found = asked(opened(tmp_path, lines, embedder), "d11", where=(Condition("kind", "other"),))
    assert (found.cause, found.also) == (Cause.FILTERED_OUT, (Cause.EMPTY_TEXT, Cause.ZERO_VECTOR))


def test_found_beats_whatever_else_is_true(tmp_path):
    # d3 has a vector of zeros and comes in a list of 30 all the same; so does a stale one.
    words = ladder()
    lines, embedder = lines_of(words), Words(words)
    vectors = embedded(embedder, lines)
    vectors[3], vectors[4] = 0, -vectors[4]
    index = opened(tmp_path, lines, embedder, vectors, ann=parse_ann("flat"))
    for doc in ("d3", "d4"):
        found = asked(index, doc, k=30, remedies=True)
        assert (found.cause, found.also, found.remedies) == (Cause.FOUND, (), ())


def test_a_document_that_only_production_returns_is_found_whatever_its_exact_rank(tmp_path):
    # The structure ranks by L2 and prefers short vectors: d25, of length 0.5, is in its list of three.
    import faiss

    words = ladder()
    lines, embedder = lines_of(words), Words(words)
    vectors = embedded(embedder, lines) * 3
    vectors[25] /= 6
    flat = faiss.IndexFlatL2(vectors.shape[1])
    flat.add(vectors.astype(np.float32))
    faiss.write_index(flat, str(tmp_path / "made.faiss"))
    index = opened(tmp_path, lines, embedder, vectors, ann_file=tmp_path / "made.faiss", metric=Metric.COSINE)
    found = asked(index, "d25", k=3)
    assert (found.cause, found.ranks.exact, found.ranks.ann) == (Cause.FOUND, 26, 1)


def test_model_limit_is_said_with_the_place_and_only_where_nothing_else_holds(tmp_path):
    found = asked(ladder_world(tmp_path), "d20")
    assert (found.cause, found.also, found.ranks.exact) == (Cause.MODEL_LIMIT, (), 21)
    assert "21st of 30" in found.summary


@pytest.mark.parametrize("retriever", list(Retriever))
def test_every_retriever_has_its_own_found_and_its_own_limit(tmp_path, retriever):
    index = ladder_world(tmp_path)
    found = asked(index, "d20", "w20", retriever=retriever)
    assert found.cause is Cause.FOUND
    far = asked(index, "d20", "ask", retriever=retriever)
    assert far.cause is Cause.MODEL_LIMIT
