import numpy as np
import pytest

from inspector.explain.aligned import aligned, alignment_sentence, badge
from inspector.explain.units import grouped_units, query_units
from inspector.records.alignment import WordBadge
from inspector.records.results import TermScore
from inspector.search.keyword_query import read_query
from tests.toy_index import toy_index

STOP = frozenset({"the", "how", "not"})


def align(query: str, effects: list[float], terms: dict[str, float], units=None, floor: float = 0.02):
    read = read_query(query, STOP, lambda token: True)
    scores = [TermScore(term, score) for term, score in terms.items()]
    return aligned("d", units or query_units(query), np.array(effects), floor, read, scores)


@pytest.mark.parametrize(
    ("keyword", "effect", "expected"),
    [
        (3.0, 0.1, WordBadge.BOTH),
        (3.0, 0.01, WordBadge.LEXICAL),
        (3.0, -0.2, WordBadge.LEXICAL),
        (0.0, 0.1, WordBadge.SEMANTIC),
        (0.0, 0.02, WordBadge.NEITHER),
        (0.0, -0.2, WordBadge.NEITHER),
        (2.0, float("nan"), WordBadge.LEXICAL),
    ],
)
def test_a_badge_says_which_search_a_word_speaks_in(keyword: float, effect: float, expected: WordBadge):
    assert badge(keyword, effect, 0.02) is expected


def test_each_word_has_the_score_of_its_term():
    found = align("how to reset passwords", [0.0, 0.0, 0.3, 0.01], {"passwords": 2.5, "reset": 1.5})
    assert [(word.unit.text, word.keyword) for word in found.words] == [
        ("how", 0.0),
        ("to", 0.0),
        ("reset", 1.5),
        ("passwords", 2.5),
    ]
    assert [word.badge for word in found.words][2:] == [WordBadge.BOTH, WordBadge.LEXICAL]
    assert [word.ignored for word in found.words] == [True, False, False, False]
    assert (found.keyword_score, found.rest) == (4.0, 0.0)


def test_two_spellings_of_a_stem_share_their_terms_score():
    """ "reset" and "resets" are one term that stands twice: 3.0 / 2 each."""
    found = align("reset resets phone", [0.1, 0.1, 0.1], {"reset": 3.0})
    assert [word.keyword for word in found.words] == [1.5, 1.5, 0.0]


def test_an_identifier_gives_its_whole_score_to_its_word():
    found = align("fix os.path.join now", [0.0, 0.2, 0.0], {"os.path.join": 7.0})
    assert found.words[1].unit.text == "os.path.join"
    assert (found.words[1].keyword, found.words[1].badge) == (7.0, WordBadge.BOTH)


def test_a_term_that_reaches_over_two_units_is_shared_by_characters():
    """ "foo-1bar" is one term of 8 characters: 3 stand in the first unit, 4 in the second, 1 in none."""
    query = "foo-1bar"
    units = grouped_units(query, [[(0, 3)], [(4, 8)]])
    found = align(query, [0.1, 0.1], {"foo-1bar": 8.0}, units)
    assert [word.keyword for word in found.words] == [3.0, 4.0]
    assert found.rest == pytest.approx(1.0)


def test_parts_and_rest_sum_to_the_score_of_the_index(tmp_path):
    index = toy_index(tmp_path)
    query = "copy E-1042 lists, the sync client's nested-list of a List"
    scores = index.keyword.score(query)
    ids = ("copy", "E-1042", "sort", "empty")
    rows = index.collection.rows_of(ids)
    units = query_units(query)
    effects = np.zeros(len(units))
    for each, total, terms in zip(ids, scores.scores_of(rows), scores.terms(rows), strict=True):
        found = aligned(each, units, effects, 0.02, scores.query, terms)
        assert found.keyword_score == pytest.approx(total)
        assert sum(word.keyword for word in found.words) + found.rest == pytest.approx(total)
        assert found.rest == pytest.approx(0.0, abs=1e-9)


def test_a_sentence_names_the_words_of_each_search():
    found = align("how to reset E-1042", [0.1, 0.0, 0.3, 0.0], {"E-1042": 5.0, "reset": 1.0})
    assert alignment_sentence(found) == (
        'Both searches find it by "reset"; only keyword search by "E-1042"; only the embedding by "how".'
    )
    assert alignment_sentence(align("?!", [], {})) == "No word of the query speaks for this document in either search."
