"""Why a result is here: its heading, and the words of the query that the model does not know."""

import pytest
from streamlit.testing.v1 import AppTest

from inspector.records.documents import Document
from inspector.records.inspection import Standing
from inspector.ui.parts.details.shown import TITLE_LENGTH
from inspector.ui.parts.why import title_of
from tests.diagnose.samples import inspection, neighbor


@pytest.mark.parametrize(
    ("document", "title"),
    [
        ("a", 'Why "Title a" is 1st'),
        ("b", 'Why "Title b" is only 37th for the embedding'),
        ("c", 'What is known about "Title c"'),
    ],
)
def test_the_heading_says_where_the_embedding_has_the_document(document, title):
    found = inspection(
        neighbors=(neighbor(1, "a"),),
        standings=(Standing("a", 1, None, 0.5), Standing("b", 37, 1, 0.1), Standing("c", None, 2, float("nan"))),
    )
    assert title_of(found, found.document(document)) == title


def test_a_document_without_a_title_is_named_by_its_id_and_a_giant_title_is_cut():
    found = inspection()
    assert title_of(found, Document("id-7", "", "text")) == 'What is known about "id-7"'
    assert len(title_of(found, Document("x", "long " * 1000, ""))) < TITLE_LENGTH + 30


def test_a_title_with_quotes_is_quoted_whole():
    assert title_of(inspection(), Document("x", 'Say "hi" twice', "")) == 'What is known about "Say “hi” twice"'


def unknown_words_page():
    from pathlib import Path
    from tempfile import TemporaryDirectory

    from inspector.inspection import inspect
    from inspector.records.results import Request
    from inspector.ui.parts.why import show_why
    from tests.explain.document.toys import TokenToy
    from tests.toy_index import toy_index

    model = TokenToy({"list": [1.0, 0.0], "copy": [0.0, 1.0], "<s>": [0.2, 0.1], "<unk>": [0.1, 0.3]}, unknown={"ꙮ"})
    with TemporaryDirectory() as folder:
        index = toy_index(Path(folder), embedder=model)
        found = inspect(index, Request("copy ꙮ list", k=2))
        show_why(index, found, found.document(found.neighbors[0].id))


def test_a_word_that_the_model_does_not_know_is_named_under_the_chips():
    drawn = AppTest.from_function(unknown_words_page, default_timeout=120).run()
    assert not drawn.exception
    said = "The model does not know <strong>ꙮ</strong>. It reads every unknown word as one and the same sign"
    assert sum(said in each.value for each in drawn.get("html")) == 1
