"""The whole explanation: every part of it finished, and no answer where a document has no rank."""

from inspector.explain.full import explain_fully
from inspector.records.results import Request
from tests.toy_index import toy_index


def test_every_step_is_done_and_every_document_has_its_counterfactual(tmp_path):
    index = toy_index(tmp_path)
    full = explain_fully(index.collection, index.embedder, Request("copy a nested list", k=3), ("copy", "csv"))
    assert full.words.finished
    assert full.words.undone == ()
    assert [answer.id for answer in full.counterfactuals] == ["copy", "csv"]
    assert [answer.goal.value for answer in full.counterfactuals] == ["leave", "enter"]


def test_a_document_that_is_not_there_has_no_counterfactual_and_spoils_none(tmp_path):
    index = toy_index(tmp_path)
    full = explain_fully(index.collection, index.embedder, Request("copy a nested list", k=3), ("nobody", "copy"))
    assert full.counterfactuals[0] is None
    assert full.counterfactuals[1] is not None


def test_a_query_without_words_has_no_shares_and_no_error(tmp_path):
    index = toy_index(tmp_path)
    full = explain_fully(index.collection, index.embedder, Request("?!", k=3), ("copy",))
    assert full.words.finished
    assert full.words.shares is None or full.words.shares.shares.shape == (0, 1)
