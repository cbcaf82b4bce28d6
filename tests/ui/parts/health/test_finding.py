"""A finding as a card: the words on its links and the question behind them."""

from inspector.records.documents import Document
from inspector.records.findings import Severity
from inspector.ui.parts.health.finding import LOOKS, TITLE_LENGTH, name, question
from inspector.ui.runtime.links import MAX_QUERY


def test_a_link_names_the_document_by_id_and_title():
    assert name(Document("KB-1", "Reset", "text")) == "KB-1 · Reset"
    assert name(Document("KB-1", "", "text")) == "KB-1"
    assert len(name(Document("KB-1", "long " * 40, ""))) == TITLE_LENGTH


def test_the_question_is_the_first_sentence_else_the_title_else_the_id():
    assert question(Document("a", "Title", "Press the key. Wait.")) == "Press the key."
    assert question(Document("a", "Title", "")) == "Title"
    assert question(Document("a", "", "")) == "a"


def test_the_question_fits_into_a_link():
    assert len(question(Document("a", "", "x" * 5000))) <= MAX_QUERY


def test_every_severity_has_a_word_and_a_sign_of_its_own():
    assert set(LOOKS) == set(Severity)
    assert len({label for label, _, _ in LOOKS.values()}) == len({icon for _, icon, _ in LOOKS.values()}) == 3
