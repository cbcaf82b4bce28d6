"""Pasted text is matched by what it shares with documents word for word, and nothing is chosen silently."""

from dataclasses import replace

import pytest

from inspector.diagnose.pasted import GIVEN, match
from tests.toy_index import TWELVE, toy_index

NINE = "the quick brown fox jumps over the lazy dog"
"""Nine words, so five runs of five words."""


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    rows = (
        *TWELVE,
        ("whole", "Pangram", f"They say: {NINE}, every time."),
        ("half", "Cut", "The quick brown fox jumps over a fence and goes home"),
        ("twin-a", "", "one two three four five six seven eight"),
        ("twin-b", "", "One two three; four FIVE six seven eight!"),
        ("near-miss", "", "one two three four five six seven nine"),
        ("han", "", "如何在评论中划掉文字"),
    )
    return toy_index(tmp_path_factory.mktemp("pasted"), rows)


def shares(found):
    return {each.document.id: each.share for each in found.candidates}


def test_the_share_is_that_of_the_pasted_runs_of_five_words_that_stand_in_the_document(index):
    found = match(index, NINE)
    assert shares(found) == {"whole": 5 / 5, "half": 2 / 5}  # "the … jumps" and "quick … over" of five runs
    assert (found.runs, found.run) == (5, 5)
    assert [each.document.id for each in found.candidates] == ["whole", "half"]
    assert not found.ambiguous
    assert found.nearest == ()


def test_case_punctuation_and_white_space_do_not_count(index):
    assert shares(match(index, "  THE quick, brown\n\nfox -- jumps\tOVER the lazy dog ")) == shares(match(index, NINE))


def test_a_passage_across_title_and_text_is_found(index):
    assert shares(match(index, "read a csv file go through the rows"))["csv"] == 1.0


def test_two_documents_that_hold_the_same_text_are_ambiguous(index):
    found = match(index, "one two three four five six seven eight")
    assert shares(found) == {"twin-a": 4 / 4, "twin-b": 4 / 4, "near-miss": 3 / 4}
    assert found.ambiguous


def test_one_run_between_the_two_best_is_still_ambiguous_and_two_runs_are_not(index):
    close = match(index, "three four five six seven nine")  # two runs: both in near-miss, one in each twin
    assert shares(close) == {"near-miss": 2 / 2, "twin-a": 1 / 2, "twin-b": 1 / 2}
    assert close.ambiguous
    assert not match(index, "quick brown fox jumps over the lazy dog").ambiguous  # four runs against one


def test_fewer_than_five_words_are_compared_word_by_word(index):
    found = match(index, "deep copy nested")
    assert (found.runs, found.run) == (3, 1)
    assert shares(found) == {"copy": 3 / 3}
    assert shares(match(index, "E-1042"))["E-1042"] == 1.0


def test_where_no_document_holds_a_run_the_nearest_are_given_and_none_is_a_candidate(index):
    found = match(index, "please turn my nested list into some other kind of list")
    assert found.candidates == ()
    assert not found.ambiguous
    assert len(found.nearest) == GIVEN
    assert {each.share for each in found.nearest} == {0.0}
    assert "copy" in [each.document.id for each in found.nearest]


def test_without_a_model_keyword_search_alone_finds_them(index):
    assert shares(match(replace(index, embedder=None), NINE)) == shares(match(index, NINE))


def test_a_text_of_ignored_words_is_found_by_the_embedding(index):
    assert match(replace(index, embedder=None), "it is what it was and that").nearest == ()
    assert match(index, "it is what it was and that").nearest != ()


def test_scripts_without_spaces_are_compared_by_the_sign(index):
    assert shares(match(index, "评论中划掉文字")) == {"han": 3 / 3}  # seven signs, three runs of five


@pytest.mark.parametrize("text", ["", "  \n", "…—!"])
def test_a_text_without_a_word_matches_nothing(index, text):
    found = match(index, text)
    assert (found.candidates, found.nearest, found.ambiguous) == ((), (), False)


def test_a_text_longer_than_any_document_still_shares_what_it_shares(index):
    rest = " ".join(f"word{number}" for number in range(5_000))
    found = match(index, f"{NINE} {rest}")
    assert shares(found)["whole"] == pytest.approx(5 / 5_005)  # 5,009 words have 5,005 runs
