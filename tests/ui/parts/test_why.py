"""Why a result is here: its heading, and where in its text the model stops reading."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.build.recipe import embedded_text
from inspector.records.documents import Document
from inspector.records.inspection import Standing
from inspector.ui.parts.why import TITLE_LENGTH, choice_labels, reading_ends, title_of
from tests.diagnose.samples import inspection, neighbor
from tests.toy import ToyEmbedder

RECIPE = "{title}\n{text}"


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


def test_documents_of_one_title_are_told_apart_by_their_ids():
    documents = [
        Document("a", "Same", ""),
        Document("b", "Same", ""),
        Document("c", "Other", ""),
        Document("d", "", ""),
    ]
    assert choice_labels(documents) == {"a": "Same · a", "b": "Same · b", "c": "Other", "d": "d"}


def test_a_title_with_quotes_is_quoted_whole():
    assert title_of(inspection(), Document("x", 'Say "hi" twice', "")) == 'What is known about "Say “hi” twice"'


def test_the_cut_is_counted_in_the_text_behind_the_title():
    document = Document("a", "two words", "one two three four five")
    assert reading_ends(ToyEmbedder(max_tokens=5), RECIPE, "", document) == len("one two three")


def test_a_prompt_is_read_before_the_document():
    document = Document("a", "two words", "one two three four five")
    assert reading_ends(ToyEmbedder(max_tokens=5), RECIPE, "passage: ", document) == len("one two")


@pytest.mark.parametrize(
    ("text", "recipe"), [("short", RECIPE), ("", RECIPE), ("not in what was embedded at all", "{title}")]
)
def test_no_cut_where_all_is_read_or_none_was_embedded(text, recipe):
    assert reading_ends(ToyEmbedder(max_tokens=5), recipe, "", Document("a", "title", text)) is None


@given(st.text(), st.text(), st.integers(1, 8))
def test_the_cut_lies_within_the_text_and_the_model_reads_no_word_behind_it(title, text, limit):
    document = Document("a", title, text)
    embedder = ToyEmbedder(max_tokens=limit)
    end = reading_ends(embedder, RECIPE, "", document)
    assert end is None or 0 <= end <= len(text)
    if end is None and text.strip():
        whole = embedded_text(RECIPE, document)
        assert embedder.read_end(whole) >= len(whole.rstrip()) or text.strip() not in whole
