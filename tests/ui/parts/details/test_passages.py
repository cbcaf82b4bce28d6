"""The document: where in its text the model stops reading."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.records.documents import Document
from inspector.stores.recipe import embedded_text
from inspector.ui.parts.details.passages import reading_ends
from tests.toy import ToyEmbedder

RECIPE = "{title}\n{text}"


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
