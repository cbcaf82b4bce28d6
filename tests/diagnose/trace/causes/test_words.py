"""Causes in the words of the query, each in a world where it holds and in one where it nearly does."""

import numpy as np
import pytest

from inspector.diagnose.trace.case import Case
from inspector.diagnose.trace.causes.words import holders, negation
from inspector.records.findings import Cause
from inspector.records.results import Retriever
from inspector.records.trace import Stage, StageStatus, TraceRequest
from tests.diagnose.trace.worlds import AXES, Words, asked, axis, ladder, ladder_world, lines_of, opened


def polite(length: float) -> np.ndarray:
    """A vector of "please" beside everything: it divides every similarity by sqrt(1 + length²)."""
    return axis(AXES, length=length)


# With |please| = 0.5 a similarity s moves by s * (1 - 1 / sqrt(1.25)) = 0.1056 s; the ladder's steps are 0.02.
# d11: 0.73, floor 0.0771, gap to the tenth (0.77) 0.04. d13: 0.69, floor 0.0728, gap 0.08.
@pytest.mark.parametrize(("doc", "cause"), [("d11", Cause.BELOW_CUT), ("d13", Cause.MODEL_LIMIT)])
def test_a_near_miss_is_one_whose_gap_is_within_what_a_please_moves(tmp_path, doc, cause):
    words = ladder()
    found = asked(opened(tmp_path, lines_of(words), Words({**words, "please": polite(0.5)})), doc)
    assert (found.cause, found.also) == (cause, ())
    assert found.kth_distance == pytest.approx(1 - 0.77, abs=1e-6)
    if cause is Cause.BELOW_CUT:
        numbers = found.stage(Stage.WORDS)
        assert numbers.status is StageStatus.FAIL
        assert numbers.number("gap") == pytest.approx(0.04, abs=1e-6)
        assert numbers.number("noise_floor") == pytest.approx(0.73 * (1 - 1 / np.sqrt(1.25)), abs=1e-6)


def with_term(tmp_path, term: np.ndarray, holders: int = 1, please: float = 0.1):
    """The ladder with the term E-77 in d20 and in as many others from the end of it."""
    words = ladder()
    lines = lines_of(words)
    for place in [20, *range(29, 30 - holders, -1)]:
        lines[place]["text"] += " E-77"
    return opened(tmp_path, lines, Words({**words, "e-77": term, "please": polite(please)}))


def test_a_term_that_keyword_search_lives_by_and_the_embedding_does_not_feel_is_missed(tmp_path):
    found = asked(with_term(tmp_path, axis(1, length=0)), "d20", "ask E-77")
    assert (found.cause, found.also) == (Cause.EXACT_TERM_MISSED, ())
    assert found.ranks.keyword == 1
    assert "E-77" in found.summary
    words = found.stage(Stage.WORDS)
    assert words.number("keyword_rank_without") is None
    assert abs(words.number("effect")) < words.number("noise_floor")


def test_a_term_that_moves_the_document_measurably_is_not_missed(tmp_path):
    # "e-77" has an axis of its own: it brings d20 and the query together, far beyond what "please" does (|p| = 0.1).
    found = asked(with_term(tmp_path, axis(AXES + 1, length=0.3)), "d20", "ask E-77")
    assert found.cause is Cause.MODEL_LIMIT


def test_a_term_that_stands_in_more_than_k_documents_points_at_none_of_them(tmp_path):
    index = with_term(tmp_path, axis(1, length=0), holders=6)
    assert asked(index, "d20", "ask E-77", k=6).cause is Cause.EXACT_TERM_MISSED
    assert asked(index, "d20", "ask E-77", k=5).cause is Cause.MODEL_LIMIT


def test_where_nothing_moves_at_all_no_effect_lies_under_the_noise_floor(tmp_path):
    # With "please" worth nothing the floor is 0, and an effect of 0 is not below it: nothing can be said of the term.
    assert asked(with_term(tmp_path, axis(1, length=0), please=0.0), "d20", "ask E-77").cause is Cause.MODEL_LIMIT


def denied(tmp_path, holders: range, not_: np.ndarray | None = None, please: float = 0.0):
    """The ladder with the word "banana", which has no vector of its own, in some documents."""
    words = ladder()
    lines = lines_of(words)
    for place in holders:
        lines[place]["text"] += " banana"
    nothing = axis(0, length=0)
    heard = nothing if not_ is None else not_
    return opened(tmp_path, lines, Words({**words, "banana": nothing, "not": heard, "please": polite(please)}))


QUERY = "ask not banana"


def test_a_not_that_changes_nothing_while_what_it_denies_holds_the_places_is_ignored(tmp_path):
    found = asked(denied(tmp_path, range(5)), "d20", QUERY)
    assert (found.cause, found.also) == (Cause.NEGATION_IGNORED, ())
    words = found.stage(Stage.WORDS)
    assert (words.number("negator"), words.number("denied")) == ("not", "banana")
    assert words.number("shared_without_negator") == 10
    assert words.number("results_that_match_it") == 5


def test_a_not_is_not_ignored_where_fewer_than_half_of_the_places_match_what_it_denies(tmp_path):
    assert asked(denied(tmp_path, range(4)), "d20", QUERY).cause is Cause.MODEL_LIMIT


def test_a_not_is_not_ignored_where_the_whole_collection_matches_what_it_denies(tmp_path):
    assert asked(denied(tmp_path, range(30)), "d20", QUERY).cause is Cause.MODEL_LIMIT


def test_a_not_that_changes_the_list_more_than_a_please_is_heard(tmp_path):
    # "not" points at d10 and d11, which stand just below the list: with it they are in, without it they are not.
    heard = denied(tmp_path, range(5), axis(11, length=0.3) + axis(12, length=0.3))
    found = asked(heard, "d20", QUERY)
    assert Cause.NEGATION_IGNORED not in (found.cause, *found.also)


def test_the_words_of_a_query_are_no_cause_for_keyword_search(tmp_path):
    found = asked(denied(tmp_path, range(5)), "d20", QUERY, retriever=Retriever.KEYWORD)
    assert (found.cause, found.also) == (Cause.MODEL_LIMIT, ())
    assert "keyword" in found.summary.lower()


STOP = frozenset({"the", "a", "not", "in", "is", "of", "do", "and"})


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("laptops not gaming", ("not", "gaming")),
        ("laptops NOT gaming", ("NOT", "gaming")),
        ("travel without a visa", ("without", "visa")),
        ("it doesn't start in winter", ("doesn't", "start in winter")),
        ("it doesn’t start", ("doesn’t", "start")),
        ("it doesnt start", ("doesnt", "start")),
        ("cannot log in", ("cannot", "log")),
        ("Flüge ohne Umsteigen", ("ohne", "Umsteigen")),
        ("hôtels sans piscine", ("sans", "piscine")),
        ("everything except the red one of them and those blue green", ("except", "red one of them and those")),
        ("is it good or not", None),
        ("why not", None),
        ("not the", None),
        ("notebook with a nonstick pan", None),
        ("", None),
        ("   \n ", None),
        ("?!", None),
        ("deep copy of a list", None),
    ],
)
def test_a_negator_and_the_words_it_denies_are_read_off_a_query(query, found):
    read = negation(query, STOP)
    assert (read and (read[0].text, read[1])) == found


def test_the_first_negator_with_something_behind_it_counts_and_its_place_is_exact():
    word, denied_words = negation("no, not a red car", STOP)
    assert (word.text, word.start, word.end, denied_words) == ("no", 0, 2, "red car")


def test_words_that_do_nothing_are_named_and_others_are_not(tmp_path):
    index = ladder_world(tmp_path)
    found = asked(index, "d20", "ask please", k=5).stage(Stage.WORDS)
    assert found.status is StageStatus.PASS


def test_the_parts_of_an_identifier_do_not_hold_it(tmp_path):
    # One document holds E-77; five others hold 77 alone, which keyword search finds for it too.
    words = ladder()
    lines = lines_of(words)
    lines[20]["text"] += " E-77"
    for place in range(25, 30):
        lines[place]["text"] += " 77"
    index = opened(tmp_path, lines, Words(words))
    one = Case(index, TraceRequest("ask E-77", "d20"), "d20")
    assert index.keyword.score("E-77").hits == 6
    assert holders(one, "E-77") == 1
    assert holders(one, "77") == 6
