"""Whether the documents of a LangChain folder are read in the order of its rows, and nothing else is."""

import os

import pytest

from inspector.errors import StoreError
from inspector.stores.foreign.langchain_pickle import read_docstore
from tests.stores.foreign.pickles import docstore_pickle, pydantic_1, pydantic_2
from tests.stores.foreign.test_pickle_machine import harmful, names

FIELDS = [
    ("one", {"page_content": "first ü", "metadata": {"title": "One", "year": 2024, "tags": ["a", {"b": 1}]}}),
    ("two", {"page_content": "", "metadata": {"title": 7}}),
    ("three", {"page_content": "third", "metadata": {}}),
]


def written(tmp_path, content: bytes):
    path = tmp_path / "index.pkl"
    path.write_bytes(content)
    return path


def plain(fields):
    return fields


@pytest.mark.parametrize("state", [pydantic_2, pydantic_1, plain])
@pytest.mark.parametrize(
    ("document", "store"),
    [
        (
            ("langchain_core.documents.base", "Document"),
            ("langchain_community.docstore.in_memory", "InMemoryDocstore"),
        ),
        (("langchain.schema.document", "Document"), ("langchain.docstore.in_memory", "InMemoryDocstore")),
        (("langchain.schema", "Document"), ("langchain.docstore.in_memory", "InMemoryDocstore")),
        (("langchain.docstore.document", "Document"), ("langchain.docstore.in_memory", "InMemoryDocstore")),
    ],
)
def test_documents_of_every_version_are_read_in_the_order_of_the_rows(tmp_path, state, document, store):
    rows = {0: "three", 1: "one", 2: "two"}
    path = written(tmp_path, docstore_pickle(FIELDS, rows, state=state, document=document, store=store))
    found = read_docstore(path)
    third, first, second = found.documents
    assert (third.id, third.text, third.title, dict(third.metadata)) == ("three", "third", "", {})
    assert (first.id, first.text, first.title) == ("one", "first ü", "One")
    assert dict(first.metadata) == {"title": "One", "year": 2024, "tags": '["a", {"b": 1}]'}
    assert (second.id, second.text, second.title, dict(second.metadata)) == ("two", "", "", {"title": 7})
    assert (found.missing, found.unused) == ((), 0)


def test_rows_without_a_document_are_reported_and_documents_without_a_row_are_counted(tmp_path):
    path = written(tmp_path, docstore_pickle(FIELDS, {0: "one", 3: "gone", 2: "two"}))
    found = read_docstore(path)
    assert [each and each.id for each in found.documents] == ["one", None, "two", None]
    assert (found.missing, found.unused) == ((1, 3), 1)


def test_a_store_of_nothing_is_read(tmp_path):
    assert read_docstore(written(tmp_path, docstore_pickle([]))).documents == ()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (docstore_pickle(FIELDS, {0: 1}), "each FAISS row the id"),
        (docstore_pickle(FIELDS, {-1: "one"}), "each FAISS row the id"),
        (docstore_pickle(FIELDS, {"0": "one"}), "each FAISS row the id"),
        (docstore_pickle(FIELDS, {2_000_000_000: "one"}), "only 1 rows"),
        (docstore_pickle([("a", {"page_content": None})]), "has no text"),
        (docstore_pickle([("a", {"page_content": "x", "metadata": [1]})]), "no dictionary"),
        (docstore_pickle(FIELDS, document=("my.own", "Document")), r"names my\.own\.Document, which is not admitted"),
        (docstore_pickle(FIELDS, store=("my.own", "Store")), r"names my\.own\.Store"),
        (b"\x80\x04K\x01.", "no pair"),
        (b"\x80\x04K\x01K\x02\x86.", "no store of documents"),
        (b"", "cannot be read as a pickle"),
        (b"\x80\x04", "no sound pickle"),
        (b"PK\x03\x04 not a pickle", "cannot be read"),
    ],
)
def test_another_content_is_refused_with_the_path_and_the_reason(tmp_path, content, says):
    path = written(tmp_path, content)
    with pytest.raises(StoreError, match=says) as caught:
        read_docstore(path)
    assert str(path) in caught.value.message
    assert caught.value.hint


def test_a_missing_file_a_folder_and_a_pipe_are_refused(tmp_path):
    with pytest.raises(StoreError, match="does not exist"):
        read_docstore(tmp_path / "index.pkl")
    with pytest.raises(StoreError, match="folder"):
        read_docstore(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(StoreError, match="pipe"):
        read_docstore(tmp_path / "pipe")


@pytest.mark.parametrize("name", names())
def test_a_malicious_index_never_makes_its_file(tmp_path, name):
    marker = tmp_path / "made"
    with pytest.raises(StoreError):
        read_docstore(written(tmp_path, harmful(marker)[name]))
    assert not marker.exists()


def test_a_long_text_shared_by_many_documents_is_refused(tmp_path, monkeypatch):
    text = "x" * 1_000_000
    fields = [(f"d{row}", {"page_content": text, "metadata": {}}) for row in range(1_200)]
    path = written(tmp_path, docstore_pickle(fields))
    assert path.stat().st_size < 2_000_000  # the text stands in the file once
    with pytest.raises(StoreError, match="far more than the file"):
        read_docstore(path)
