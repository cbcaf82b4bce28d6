"""What of a query's judgements is wanted: the relevant documents, best first."""

from inspector.ui.parts.evaluate.one_query import wanted


def test_the_relevant_documents_come_best_first_and_the_others_not_at_all():
    assert wanted({"a": 1, "b": 0, "c": 3, "d": -1, "e": 1}) == ["c", "a", "e"]
    assert wanted({}) == []
