"""Lists, ranks and shares of one keyword query."""

from __future__ import annotations

import numpy as np
import pytest
from bm25s.stopwords import STOPWORDS_EN
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspector.search.keyword import build_keyword, open_keyword
from inspector.search.tokens import Tokenizer
from tests.search import bm25
from tests.search.test_keyword import random_texts, tokenized

TEXTS = [*random_texts(80), "w1 w2", "w1 w2", "w1 w2", "nothing", "E-17 and 17"]


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    folder = tmp_path_factory.mktemp("scores") / "keyword"
    build_keyword(folder, TEXTS, count=len(TEXTS))
    return open_keyword(folder)


queries = st.lists(
    st.sampled_from(["w1", "w2", "w3", "w3s", "e-17", "17", "os.path", "path", "the", "zebra", "C++"]), max_size=8
)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    query=queries.map(" ".join),
    mask=st.none() | st.integers(0, 2**32).map(lambda n: np.random.default_rng(n).random(len(TEXTS)) < 0.5),
)
def test_terms_sum_to_the_score_exactly_and_ranks_are_places_in_the_list(index, query, mask):
    scores = index.score(query, mask)
    every = np.arange(len(TEXTS))
    for total, terms in zip(scores.scores_of(every), scores.terms(every), strict=True):
        assert sum(term.score for term in terms) == total
        assert [term.score for term in terms] == sorted((term.score for term in terms), reverse=True)
        assert all(term.score > 0 for term in terms)
    rows, _ = scores.top(len(TEXTS))
    expected = np.zeros(len(TEXTS), dtype=int)
    expected[rows] = np.arange(1, len(rows) + 1)
    np.testing.assert_array_equal(scores.ranks(every), expected)
    assert scores.hits == len(rows)


def test_each_term_adds_what_the_formula_says(index):
    documents = tokenized(TEXTS)
    row = len(TEXTS) - 1
    found = {term.term: term.score for term in index.score("E-17 zebra nothing").terms([row])[0]}
    assert set(found) == {"E-17"}
    assert found["E-17"] == pytest.approx(bm25.share(documents, row, "e-17") + bm25.share(documents, row, "17"))
    twice = {term.term: term.score for term in index.score("w1 w2 w1").terms([80])[0]}
    assert twice == pytest.approx({"w1": 2 * bm25.share(documents, 80, "w1"), "w2": bm25.share(documents, 80, "w2")})


@pytest.mark.parametrize("k", [0, 1, 2, 3, 5, 1000])
def test_the_first_k_are_the_beginning_of_the_whole_list_with_ties_by_place(index, k):
    scores = index.score("w1 w2")
    values = scores.scores_of(np.arange(len(TEXTS)))
    whole = [row for row in np.lexsort((np.arange(len(TEXTS)), -values)) if values[row] > 0]
    rows, found = scores.top(k)
    assert rows.tolist() == whole[:k]
    np.testing.assert_array_equal(found, values[rows])


def test_copies_tie_and_the_earlier_ranks_first(index):
    first, second, third = index.score("w1 w2").ranks([80, 81, 82])
    assert (second, third) == (first + 1, first + 2)


def test_documents_without_a_query_word_and_unknown_rows_are_absent(index):
    scores = index.score("w1")
    assert scores.ranks([83, -1]).tolist() == [0, 0]
    assert scores.scores_of([83, -1]).tolist() == [0, 0]
    assert scores.terms([83, -1]) == ((), ())
    assert scores.ranks([]).tolist() == []
    assert scores.terms([]) == ()


def test_a_filtered_document_has_no_rank_and_no_terms(index):
    mask = np.ones(len(TEXTS), dtype=bool)
    mask[80] = False
    scores = index.score("w1 w2", mask)
    assert scores.ranks([80]).tolist() == [0]
    assert scores.terms([80]) == ((),)
    assert index.score("w1 w2").ranks([81])[0] - scores.ranks([81])[0] == 1


def test_a_query_of_stop_words_finds_nothing(index):
    scores = index.score("to be or not to be")
    assert scores.hits == 0
    assert scores.terms([0, 1]) == ((), ())
    assert scores.query.ignored == ("to", "be", "or", "not")


def test_tokens_and_scores_agree_on_every_text(index):
    for row, text in enumerate(TEXTS[:20]):
        expected = bm25.score(tokenized(TEXTS), row, Tokenizer(STOPWORDS_EN).tokens(text))
        assert index.score(text).scores_of([row])[0] == pytest.approx(expected, rel=1e-6)
