"""Words that came and went: counted once a text, listed where chance does not explain them."""

from collections import Counter

import pytest

from inspector.monitor.words import LISTED, count_terms, terms, vocabulary
from inspector.records.drift import TermCount


def test_a_word_counts_once_a_text_in_lower_case_and_numbers_are_no_words():
    assert terms("Sync, sync: error E-1042 after 20 tries, a try!") == {
        "sync",
        "error",
        "e-1042",
        "after",
        "tries",
        "try",
    }
    counts, read = count_terms(["fox fox", "a fox", "tree"])
    assert (counts["fox"], counts["tree"], read) == (2, 1, 3)


def test_a_word_of_one_side_is_new_where_chance_would_put_all_of_it_there_in_under_a_twentieth():
    # as many texts on both sides: .5 ** 4 = .0625 is too likely, .5 ** 5 = .03125 is not
    now = Counter({"passkey": 5, "beta": 4, "fox": 9})
    found = vocabulary(Counter({"fox": 1, "fax": 6}), 10, now, 10)
    assert found.came == (TermCount("passkey", 5),)
    assert found.went == (TermCount("fax", 6),)
    assert (found.came_in_all, found.went_in_all) == (1, 1)


@pytest.mark.parametrize(("then_read", "expected"), [(90, 1), (10, 0)])
def test_a_word_needs_more_texts_where_fewer_were_read_then(then_read, expected):
    # (10 / 100) ** 2 = .01 against (10 / 20) ** 2 = .25
    assert vocabulary(Counter(), then_read, Counter({"passkey": 2}), 10).came_in_all == expected


def test_the_most_frequent_come_first_and_the_rest_is_counted():
    now = Counter({f"word{place:02}": 100 - place for place in range(20)})
    found = vocabulary(Counter(), 100, now, 100)
    assert [each.count for each in found.came] == [100 - place for place in range(LISTED)]
    assert found.came_in_all == 20


def test_without_a_text_there_is_nothing_to_compare():
    assert vocabulary(Counter(), 0, Counter({"fox": 9}), 9) is None
