"""The document that should have come is named by its title, or by what the link calls it."""

from inspector.records.documents import Document
from inspector.ui.parts.missing.question import chosen_document, chosen_sentence
from tests.toy_index import toy_index


def test_a_document_is_named_by_title_and_id_and_an_unknown_one_by_its_id():
    assert chosen_sentence(Document("d1", "A title", ""), "d1") == '◆ Should have come: "A title" (d1)'
    assert chosen_sentence(Document("d1", " ", "text"), "d1") == '◆ Should have come: "d1"'
    assert chosen_sentence(None, "gone") == '◆ Should have come: "gone"'


def test_an_unknown_id_is_no_document(tmp_path):
    index = toy_index(tmp_path)
    assert chosen_document(index, "copy").title == "copy a nested list"
    assert chosen_document(index, "gone") is None
