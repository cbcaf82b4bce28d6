import pytest

from inspector.explain.evaluator import IndexEvaluator
from inspector.explain.refine import refine
from inspector.explain.vector_cache import VectorCache
from inspector.inspection import inspect
from inspector.records.results import Request
from inspector.ui.parts.details.keyword_beside import alignment, beside_note
from inspector.ui.parts.details.shown import Shown
from tests.toy_index import toy_index


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    return toy_index(tmp_path_factory.mktemp("beside"))


def test_fair_shares_stand_beside_the_keyword_score_and_removal_effects_until_they_are_known(index):
    found = inspect(index, Request("copy a list"))
    document = found.document("copy")
    terms = index.keyword.score("copy a list").terms(index.collection.rows_of(["copy"]))[0]
    first = alignment(Shown(index, found, document, found.contributions), terms)
    evaluator = IndexEvaluator(index.embedder, index.collection, ("copy",), VectorCache())
    *_, words = refine("copy a list", evaluator, 10)
    better = alignment(Shown(index, found, document, found.contributions, words), terms)
    column = found.contributions.column("copy")
    assert [word.embedding for word in first.words] == found.contributions.removal[:, column].tolist()
    assert [word.embedding for word in better.words] == words.shares.shares[:, 0].tolist()
    for each in (first, better):
        assert sum(word.keyword for word in each.words) + each.rest == pytest.approx(sum(t.score for t in terms))
        assert f"BM25 score {each.keyword_score:.2f}" in beside_note(each, shared=True)
    assert "Right, what leaving the word out costs" in beside_note(first, shared=False)


def test_without_effects_there_is_nothing_to_align(index):
    found = inspect(index, Request("copy a list"))
    assert alignment(Shown(index, found, found.document("copy")), ()) is None
