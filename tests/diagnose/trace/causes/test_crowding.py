"""Crowding: copies and hubs are a cause only if leaving them out does it and chance would not."""

from itertools import combinations
from math import comb

import numpy as np
import pytest

from inspector.diagnose.trace.causes.crowding import CHANCE, above, chance_of
from inspector.records.findings import Cause
from inspector.records.results import Retriever
from inspector.records.trace import RemedyKind, Stage, StageStatus
from tests.diagnose.trace.worlds import Words, asked, axis, case, far_words, ladder, line, lines_of, opened


@pytest.mark.parametrize("others", [1, 5, 9])
def test_the_chance_is_the_share_of_all_draws_that_hit_enough(others):
    for above_it in range(others + 1):
        for drawn in range(others + 1):
            for needed in range(above_it + 2):
                draws = list(combinations(range(others), drawn))
                hits = sum(sum(each < above_it for each in draw) >= needed for draw in draws)
                assert chance_of(others, above_it, drawn, needed) == pytest.approx(hits / len(draws), abs=1e-12)


def test_the_chance_of_a_large_collection_is_the_sum_of_binomials():
    # 399 others, 14 above, 11 drawn, at least 5 of those above among them.
    wanted = sum(comb(14, hit) * comb(385, 11 - hit) for hit in range(5, 12)) / comb(399, 11)
    assert chance_of(399, 14, 11, 5) == pytest.approx(wanted, rel=1e-9)


def test_more_drawn_than_there_are_is_all_there_are():
    assert chance_of(5, 3, 100, 3) == 1.0
    assert chance_of(5, 3, 100, 4) == 0.0


def crowded(tmp_path, copies: int, fillers: int = 300, text: str = "w0 w0 w0 w0 w0 w0"):
    """Copies of one text, then d1 to d8, then documents that have nothing to do with the query."""
    words, far = ladder(9), far_words(fillers)
    lines = [line(f"c{place}", text) for place in range(copies)] + lines_of(words)[1:] + lines_of(far)
    return opened(tmp_path, lines, Words({**words, **far}))


def test_copies_that_hold_the_places_are_the_cause_and_collapsing_them_brings_it_back(tmp_path):
    # Twelve copies and d1, d2 before d3: 15th; one copy and d1, d2: 4th.
    found = asked(crowded(tmp_path, 12), "d3", remedies=True)
    assert (found.cause, found.also, found.ranks.exact) == (Cause.DUPLICATES_CROWD, (), 15)
    crowd = found.stage(Stage.CROWDING)
    assert crowd.status is StageStatus.FAIL
    assert [crowd.number(name) for name in ("copies_above", "documents_above", "rank_without_copies")] == [11, 14, 4]
    # To come within 10 it takes 5 of the 14 above it: with 11 drawn of the other 319.
    wanted = sum(comb(14, hit) * comb(305, 11 - hit) for hit in range(5, 12)) / comb(319, 11)
    assert crowd.number("chance") == pytest.approx(wanted, rel=1e-9)
    remedy = next(each for each in found.remedies if each.remedy is RemedyKind.COLLAPSE_COPIES)
    assert (remedy.rank_before, remedy.rank_after, remedy.worked) == (15, 4, True)


def test_copies_do_not_crowd_out_what_would_be_outside_without_them(tmp_path):
    # Four copies and d1 to d7 before d8: 12th; without three copies 9th of k = 8.
    index = crowded(tmp_path, 4)
    assert asked(index, "d8", k=9).cause is Cause.DUPLICATES_CROWD
    assert asked(index, "d8", k=8).cause is Cause.MODEL_LIMIT


def test_copies_are_no_cause_where_leaving_out_as_many_others_would_do_as_much(tmp_path):
    # The same copies, but only 20 documents in all: any 11 of the other 19 nearly always hit 5 of the 14 above.
    found = asked(crowded(tmp_path, 12, fillers=0), "d3")
    assert chance_of(19, 14, 11, 5) > CHANCE
    assert (found.cause, found.also) == (Cause.MODEL_LIMIT, ())


def test_a_copy_of_the_document_itself_above_it_counts_as_a_copy(tmp_path):
    words, far = ladder(3), far_words(60)
    lines = [line(f"c{place}", "w0") for place in range(4)] + lines_of(words) + lines_of(far)
    index = opened(tmp_path, lines, Words({**words, **far}))
    assert above(case(index, "d0", k=2)).repeats == ("c0", "c1", "c2", "c3")
    assert above(case(index, "d0", k=2)).distinct == 0


def test_documents_that_only_look_alike_are_no_copies(tmp_path):
    # Two texts of ten words that share nine: 5 of 7 five-word shingles differ.
    words = ladder(2)
    lines = [line("one", "w0 a b c d e f g h i"), line("two", "w0 a b c d x f g h i"), line("it", "w1")]
    zeros = {letter: axis(0, length=0) for letter in "abcdefghix"}
    index = opened(tmp_path, lines, Words({**words, **zeros}))
    assert above(case(index, "it", k=1)).repeats == ()
    assert asked(index, "it", k=1).cause is Cause.MODEL_LIMIT


def test_copies_crowd_the_keyword_list_too(tmp_path):
    words, far = ladder(4), far_words(300)
    lines = [line(f"c{place}", "apple pie") for place in range(12)] + [line("it", "apple juice is made of one apple")]
    zeros = {word: axis(0, length=0) for word in ("pie", "juice", "made", "is", "of", "one")}
    index = opened(tmp_path, lines + lines_of(far), Words({**words, **far, **zeros, "apple": axis(1)}))
    found = asked(index, "it", "apple pie", retriever=Retriever.KEYWORD)
    assert (found.cause, found.ranks.keyword) == (Cause.DUPLICATES_CROWD, 13)
    assert found.stage(Stage.CROWDING).number("rank_without_copies") == 2


HUBS, OTHERS, WIDE = 20, 200, 256


def with_hubs(tmp_path, target: float, hubs: int = HUBS):
    """Documents that all share a little with the query, hubs that share much, and "it", which comes just behind.

    An ordinary document has similarity 0.5 to the query's axis; a hub 0.9. Two ordinary ones have 0.25 in common, an
    ordinary one and a hub 0.45, so that the ten nearest of every ordinary document are hubs.
    """
    rng = np.random.default_rng(1)
    words = {"ask": axis(0, WIDE), "please": np.zeros(WIDE), "it": axis(0, WIDE, target)}
    words["it"] = words["it"] + axis(1, WIDE, np.sqrt(1 - target**2))
    for name, count, similarity in (("hub", hubs, 0.9), ("some", OTHERS, 0.5)):
        for place in range(count):
            rest = np.zeros(WIDE)
            rest[2:] = rng.normal(size=WIDE - 2)
            words[f"{name}{place}"] = axis(0, WIDE, similarity) + rest / np.linalg.norm(rest) * np.sqrt(
                1 - similarity**2
            )
    lines = [line(word, word) for word in words if word not in ("ask", "please")]
    return opened(tmp_path, lines, Words(words, dim=WIDE))


def test_hubs_that_hold_the_places_are_the_cause(tmp_path):
    found = asked(with_hubs(tmp_path, 0.8), "it", remedies=True)
    assert (found.cause, found.also, found.ranks.exact) == (Cause.HUB_CROWD, (), HUBS + 1)
    crowd = found.stage(Stage.CROWDING)
    assert crowd.number("rank_without_hubs") == 1
    assert crowd.number("hubs_above") == HUBS
    # All 20 hubs are above; of 220 others 20 are drawn, and 11 of those 20 above must be among them.
    wanted = sum(comb(20, hit) * comb(200, 20 - hit) for hit in range(11, 21)) / comb(220, 20)
    assert crowd.number("chance") == pytest.approx(wanted, rel=1e-6)
    remedy = next(each for each in found.remedies if each.remedy is RemedyKind.LEAVE_OUT_HUBS)
    assert (remedy.rank_after, remedy.worked) == (1, True)


def test_hubs_are_no_cause_for_a_document_that_stands_far_behind_them(tmp_path):
    found = asked(with_hubs(tmp_path, 0.3), "it")
    assert (found.cause, found.also) == (Cause.MODEL_LIMIT, ())


def test_hubs_are_no_cause_where_any_documents_left_out_would_do(tmp_path):
    # k = 20: one of the 20 above is enough, and 20 drawn of 220 hit one in most draws.
    index = with_hubs(tmp_path, 0.8)
    assert chance_of(220, 20, 20, 1) > CHANCE
    assert asked(index, "it", k=20).cause is Cause.MODEL_LIMIT


def test_one_result_above_it_is_no_crowd(tmp_path):
    words = ladder(3)
    assert asked(opened(tmp_path, lines_of(words), Words(words)), "d1", k=1).cause is Cause.MODEL_LIMIT
