import hashlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.errors import RequestError, StoreError
from inspector.records.documents import Document, FieldType, MetadataField
from inspector.stores import writer
from inspector.stores.columns import FIXED
from inspector.stores.documents import DocumentTable
from inspector.stores.writer import DocumentWriter
from tests.stores.samples import DOCUMENTS, FIELDS, PLAIN_FIELDS, plain_documents


def written(tmp_path, documents=DOCUMENTS, fields=FIELDS):
    path = tmp_path / "documents.arrow"
    with DocumentWriter(path, fields) as file:
        file.write(documents)
    return DocumentTable(path)


def test_many_batches_read_as_one_table(tmp_path, monkeypatch):
    monkeypatch.setattr(writer, "_BATCH_ROWS", 7)
    table = written(tmp_path, plain_documents(100), PLAIN_FIELDS)
    assert table.count == 100
    rows = np.array([99, 0, 7, 6, 50, 7])
    assert table.ids_at(rows) == ("d99", "d0", "d7", "d6", "d50", "d7")
    assert table.rows_of(["d50", "d7", "dx", "d50"]).tolist() == [50, 7, -1, 50]
    assert table.documents_at(rows) == tuple(plain_documents(100)[row] for row in rows)
    assert [len(batch) for batch in table.iterate(30)] == [30, 30, 30, 10]


def test_a_metadata_field_may_have_the_name_of_any_column(tmp_path):
    names = [column.name for column in FIXED] + ["field.id", "field.", "", "名前"]
    fields = tuple(MetadataField(name, FieldType.TEXT) for name in names)
    document = Document("1", "t", "x", {name: f"own {name}" for name in names}, "p", 3)
    table = written(tmp_path, [document], fields)
    assert table.fields == fields
    assert table.documents(["1"]) == (document,)


def test_the_hash_of_a_text_is_kept(tmp_path):
    table = written(tmp_path)
    assert table.text_hashes(np.array([2]))[0] == hashlib.sha256("検索エンジン".encode()).hexdigest()


def test_values_come_most_frequent_first_as_a_filter_takes_them(tmp_path):
    table = written(tmp_path)
    assert table.values("year") == ("2021", "-5", "2020")
    assert table.values("year", limit=1) == ("2021",)
    assert table.values("draft") == ("true", "false")
    assert table.values("price") == ("0.5", "2.0", "inf")
    assert table.values("parent") == ("whole",)
    with pytest.raises(RequestError, match='"lang", "year"'):
        table.values("none")


def test_empty_texts_are_counted_white_space_included(tmp_path):
    documents = [Document(str(row), "t", text) for row, text in enumerate(["", " \n\t", "x", "\u3000"])]
    assert written(tmp_path, documents, ()).empty_texts() == 3


def test_a_table_without_documents_can_be_read(tmp_path):
    table = written(tmp_path, [])
    assert table.count == 0
    assert table.rows_of(["a"]).tolist() == [-1]
    assert list(table.iterate()) == []
    assert table.ids_at(np.array([], dtype=np.int64)) == ()


@pytest.mark.parametrize("content", [b"", b"ARROW1", b"PAR1" + b"x" * 100, b"ARROW1\x00\x00" + b"\xff" * 64])
def test_a_file_of_another_kind_is_told(tmp_path, content):
    (tmp_path / "documents.arrow").write_bytes(content)
    with pytest.raises(StoreError, match="documents"):
        DocumentTable(tmp_path / "documents.arrow")


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


@settings(max_examples=40)
@given(st.lists(st.tuples(TEXT, TEXT, TEXT), unique_by=lambda row: row[0], min_size=1, max_size=8))
def test_any_unicode_comes_back(tmp_path_factory, rows):
    documents = tuple(Document(each, title, text) for each, title, text in rows)
    table = written(tmp_path_factory.mktemp("any"), documents, ())
    assert table.documents([document.id for document in documents]) == documents
