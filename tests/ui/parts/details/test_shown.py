from inspector.records.documents import Document
from inspector.ui.parts.details.shown import Shown, choice_labels
from tests.diagnose.samples import effects, inspection


def test_documents_of_one_title_are_told_apart_by_their_ids():
    documents = [
        Document("a", "Same", ""),
        Document("b", "Same", ""),
        Document("c", "Other", ""),
        Document("d", "", ""),
    ]
    assert choice_labels(documents) == {"a": "Same · a", "b": "Same · b", "c": "Other", "d": "d"}


def test_the_floor_is_the_documents_own_and_nought_where_none_was_measured():
    found = inspection()
    known = effects("reset it", ("a",), [[0.1], [0.0]], 0.03)
    assert Shown(None, found, found.document("a"), known).floor == 0.03
    assert Shown(None, found, found.document("b"), known).floor == 0.0
    assert Shown(None, found, found.document("a")).floor == 0.0
