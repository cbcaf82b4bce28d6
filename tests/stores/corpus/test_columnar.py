from __future__ import annotations

import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from inspector.errors import CorpusError
from inspector.records.documents import FieldType
from inspector.stores.corpus.survey import survey
from tests.build.corpora import read


def written(folder: Path, **columns: list[object]) -> Path:
    path = folder / "c.parquet"
    pq.write_table(pa.table(columns), path)
    return path


def test_a_parquet_file_becomes_documents(tmp_path: Path) -> None:
    when = datetime.datetime(2020, 1, 2, 3, 4)
    found, docs = read(written(tmp_path, id=[1, 2], text=["x", None], at=[when, None], tags=[["a"], []], n=[1.5, 2.0]))
    assert [(document.id, document.text) for document in docs] == [("1", "x"), ("2", "")]
    assert dict(docs[0].metadata) == {"at": "2020-01-02T03:04:00", "tags": '["a"]', "n": 1.5}
    assert [field.type for field in found.fields] == [FieldType.TEXT, FieldType.TEXT, FieldType.NUMBER]


def test_a_bad_row_is_named_by_its_number(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r'c\.parquet, row 3: it repeats the id "a" of row 1'):
        survey(written(tmp_path, id=["a", "b", "a"], text=["x", "y", "z"]))


def test_a_missing_column_is_told(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="has no column"):
        survey(written(tmp_path, id=["a"], body=["x"]))


def test_a_damaged_file_is_one_sentence(tmp_path: Path) -> None:
    path = written(tmp_path, id=["a"], text=["x"])
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(CorpusError, match="cannot be read as a table"):
        survey(path)


def test_more_rows_than_are_read_at_once_keep_their_order(tmp_path: Path) -> None:
    _, docs = read(written(tmp_path, id=list(range(1000)), text=["x"] * 1000))
    assert [document.id for document in docs] == [str(number) for number in range(1000)]
