"""Documents and filters are values: equal content is equal, and nothing can be changed."""

from __future__ import annotations

import dataclasses

import pytest

from inspector.errors import RequestError
from inspector.records.documents import Condition, Document, FieldType, MetadataField, condition


def test_a_document_needs_no_more_than_id_title_and_text() -> None:
    document = Document("1", "", "")
    assert (dict(document.metadata), document.parent, document.position) == ({}, None, None)


def test_two_documents_do_not_share_their_empty_metadata() -> None:
    assert Document("1", "", "").metadata is not Document("2", "", "").metadata


def test_a_document_cannot_be_changed_nor_given_new_fields() -> None:
    document = Document("1", "", "")
    with pytest.raises(dataclasses.FrozenInstanceError):
        document.text = "other"
    with pytest.raises((AttributeError, TypeError)):
        document.score = 1.0


def test_a_filter_can_key_a_cache() -> None:
    assert len({(Condition("lang", "en"),), (Condition("lang", "en"),), (Condition("lang", "de"),)}) == 2


def test_field_types_are_written_as_plain_words() -> None:
    assert MetadataField("year", FieldType.INTEGER) == MetadataField("year", FieldType("integer"))


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("lang=en", Condition("lang", "en")),
        (" lang = en ", Condition("lang", "en")),
        ("formula=a=b", Condition("formula", "a=b")),
        ("lang=", Condition("lang", "")),
    ],
)
def test_a_condition_is_read_as_a_person_writes_it(text: str, read: Condition) -> None:
    assert condition(text) == read


@pytest.mark.parametrize("text", ["", "lang", "=en", " =en"])
def test_a_condition_without_a_field_or_sign_is_one_sentence_with_an_example(text: str) -> None:
    with pytest.raises(RequestError, match=r"not of the form field=value\. Write it like"):
        condition(text)
