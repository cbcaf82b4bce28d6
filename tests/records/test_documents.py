"""Documents and filters are values: equal content is equal, and nothing can be changed."""

from __future__ import annotations

import dataclasses

import pytest

from inspector.records.documents import Condition, Document, FieldType, MetadataField


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
