"""The stages about where the document stands: numbers of a ladder whose similarities are known."""

import numpy as np
import pytest

from inspector.records.results import Retriever
from inspector.records.trace import Stage, StageStatus
from inspector.stores.ann_spec import parse_ann
from tests.diagnose.trace.worlds import (
    Words,
    asked,
    axis,
    embedded,
    far_words,
    ladder,
    ladder_world,
    lines_of,
    opened,
)

PASS, FAIL, UNKNOWN = StageStatus.PASS, StageStatus.FAIL, StageStatus.UNKNOWN


def test_the_rank_its_distance_and_that_of_the_last_place(tmp_path):
    found = asked(ladder_world(tmp_path), "d20")
    rank = found.stage(Stage.RANK)
    assert (rank.status, rank.number("rank"), rank.number("smallest_k"), rank.number("documents")) == (FAIL, 21, 21, 30)
    assert rank.number("distance") == found.distance == pytest.approx(1 - 0.55, abs=1e-6)
    assert rank.number("kth_distance") == found.kth_distance == pytest.approx(1 - 0.77, abs=1e-6)
    assert asked(ladder_world(tmp_path / "again"), "d20", k=21).stage(Stage.RANK).status is PASS


def test_a_list_longer_than_the_collection_has_no_last_place(tmp_path):
    found = asked(ladder_world(tmp_path, 5), "d4", k=10)
    assert np.isnan(found.kth_distance)
    assert found.stage(Stage.RANK).status is PASS


@pytest.mark.parametrize(("ann", "exact", "status"), [(None, False, PASS), ("flat", True, PASS), ("flat", False, PASS)])
def test_what_the_structure_does_is_said_for_each_way_of_searching(tmp_path, ann, exact, status):
    index = ladder_world(tmp_path, ann=ann and parse_ann(ann))
    found = asked(index, "d3", exact=exact).stage(Stage.ANN)
    assert found.status is status
    assert found.number("structure") == {(None, False): "none", ("flat", False): "flat"}.get((ann, exact))


@pytest.mark.parametrize("ann", ["flat", "hnsw", "ivf,nlist=2,nprobe=2", "ivfpq,nlist=1,nprobe=1,m=4,nbits=2"])
@pytest.mark.parametrize("broken", [np.nan, 0.0])
def test_a_vector_without_a_direction_breaks_no_structure(tmp_path, ann, broken):
    words = ladder()
    vectors = embedded(Words(words), lines_of(words))
    vectors[3] = broken
    index = opened(tmp_path, lines_of(words), Words(words), vectors, ann=parse_ann(ann))
    found = asked(index, "d3", remedies=True)
    # What is left of zeros in a coarse code may be near the query: then production does return it.
    assert found.cause == "invalid_vector" if np.isnan(broken) else found.cause in ("zero_vector", "found")
    assert (found.ranks.exact is None) == bool(np.isnan(broken))


def test_a_vector_without_a_rank_says_why(tmp_path):
    words = ladder()
    vectors = embedded(Words(words), lines_of(words))
    vectors[3] = np.nan
    found = asked(opened(tmp_path, lines_of(words), Words(words), vectors), "d3").stage(Stage.RANK)
    assert found.status is FAIL
    assert found.number("rank") is None
    assert "filter" not in found.summary


def test_who_stands_above_it_is_counted(tmp_path):
    words = ladder()
    lines = lines_of(words)
    lines[1]["text"] = "w0"
    index = opened(tmp_path, lines, Words(words))
    crowd = asked(index, "d20").stage(Stage.CROWDING)
    numbers = [crowd.number(name) for name in ("documents_above", "copies_above", "distinct_above")]
    assert (crowd.status, numbers) == (PASS, [20, 1, 19])
    assert asked(index, "d0").stage(Stage.CROWDING).number("documents_above") == 0


@pytest.mark.parametrize("retriever", list(Retriever))
def test_the_first_of_a_list_has_nothing_above_it_in_the_list_that_was_asked_for(tmp_path, retriever):
    found = asked(ladder_world(tmp_path), "d4", "w4", retriever=retriever).stage(Stage.CROWDING)
    assert (found.status, found.number("documents_above")) == (PASS, 0)


def test_what_stands_very_far_down_is_far_and_not_crowded_out(tmp_path):
    words = far_words(520)
    lines = lines_of(words)
    index = opened(tmp_path, lines, Words(words))
    found = asked(index, "f519", "ask", k=3)  # the query is beside all of them: the last in place is 520th
    assert found.ranks.exact == 520
    assert found.stage(Stage.CROWDING).status is UNKNOWN


def test_keyword_search_says_by_which_words_and_their_shares_sum_to_the_score(tmp_path):
    index = ladder_world(tmp_path)
    found = asked(index, "d20", "ask w20 w3").stage(Stage.KEYWORD)
    score = index.keyword.score("ask w20 w3").scores_of([20])[0]
    assert (found.status, found.number("score_w20")) == (PASS, pytest.approx(score))
    assert asked(index, "d20", "w3").stage(Stage.KEYWORD).status is FAIL


def test_a_query_without_a_searchable_word_is_told_from_a_document_without_the_words(tmp_path):
    index = ladder_world(tmp_path)
    nothing = asked(index, "d20", "the of and").stage(Stage.KEYWORD)
    other = asked(index, "d20", "w3").stage(Stage.KEYWORD)
    assert nothing.summary != other.summary
    assert "no searchable word" in nothing.summary


def test_the_weights_are_said_at_the_stage_of_fusion_whatever_the_retriever(tmp_path):
    for retriever in Retriever:
        found = asked(ladder_world(tmp_path / retriever.value), "d3", "ask w3", retriever=retriever).stage(Stage.FUSION)
        assert (found.number("weight"), found.number("weight_low"), found.number("weight_high")) == (0.5, 0.0, 1.0)
    far = asked(ladder_world(tmp_path / "far"), "d25").stage(Stage.FUSION)
    assert (far.status, far.number("weight_low")) == (FAIL, None)


def test_words_that_do_nothing_for_it_are_named(tmp_path):
    # "please" moves everything a little, "nothing" moves nothing; "w20" is what the document is about.
    words = {**ladder(), "nothing": axis(0, length=0), "please": axis(41, length=0.2)}
    index = opened(tmp_path, lines_of(ladder()), Words(words))
    found = asked(index, "d20", "ask nothing w5 w6 w7", k=5).stage(Stage.WORDS)
    assert '"nothing"' in found.number("idle")
    assert '"ask"' not in found.number("idle")
