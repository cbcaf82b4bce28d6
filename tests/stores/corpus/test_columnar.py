from __future__ import annotations

import datetime
import decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.feather as feather
import pyarrow.parquet as pq
import pytest

from inspector.errors import CorpusError
from inspector.records.documents import FieldType
from inspector.stores.corpus.columns import Columns
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


def test_a_wrong_name_for_a_column_is_told_with_those_there_are_and_the_setting_to_correct(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match='no column "key"; it has "id", "text"') as told:
        survey(written(tmp_path, id=["a"], text=["x"]), columns=Columns(id="key"))
    assert told.value.hint == "Name the column with id=…"
    with pytest.raises(CorpusError, match='repeats the id "x"') as told:
        survey(written(tmp_path, id=["a", "b"], text=["x", "x"]), columns=Columns(id="text", text="id"))
    assert told.value.hint == "Mend it, or name other columns (id=…, text=…)."


def test_a_damaged_file_is_one_sentence(tmp_path: Path) -> None:
    path = written(tmp_path, id=["a"], text=["x"])
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(CorpusError, match="cannot be read as a table"):
        survey(path)


def test_more_rows_than_are_read_at_once_keep_their_order(tmp_path: Path) -> None:
    _, docs = read(written(tmp_path, id=list(range(1000)), text=["x"] * 1000))
    assert [document.id for document in docs] == [str(number) for number in range(1000)]


def as_arrow(folder: Path, ending: str, **columns: list[object]) -> Path:
    table = pa.table(columns)
    with pa.ipc.new_file(folder / f"c{ending}", table.schema) as writer:
        writer.write_table(table, max_chunksize=2)
    return folder / f"c{ending}"


@pytest.mark.parametrize("ending", [".arrow", ".feather"])
def test_an_arrow_file_becomes_the_same_documents(tmp_path: Path, ending: str) -> None:
    columns = {"id": [1, 2, 3], "text": ["x", None, "文書"], "n": [1.5, None, 2.0]}
    found, docs = read(as_arrow(tmp_path, ending, **columns))
    assert (docs, found.fields) == (read(written(tmp_path, **columns))[1], read(written(tmp_path, **columns))[0].fields)


def test_a_feather_file_as_pandas_writes_it_is_read(tmp_path: Path) -> None:
    feather.write_feather(pa.table({"id": ["a"], "text": ["x"]}), tmp_path / "c.feather", compression="lz4")
    assert read(tmp_path / "c.feather")[1][0].text == "x"


def test_a_damaged_arrow_file_is_one_sentence(tmp_path: Path) -> None:
    path = as_arrow(tmp_path, ".arrow", id=["a"], text=["x"])
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(CorpusError, match="cannot be read as a table"):
        survey(path)


def test_columns_of_odd_types_become_text_and_nothing_is_lost(tmp_path: Path) -> None:
    when = datetime.datetime(2020, 1, 2, tzinfo=datetime.UTC)
    odd = {
        "bytes": [b"x"],
        "when": [when],
        "day": [when.date()],
        "time": [when.time()],
        "price": [decimal.Decimal("1.50")],
        "list": [[1, None]],
        "object": [{"a": "b"}],
        "large": pa.array([(1 << 64) - 1], pa.uint64()),
        "nothing": [None],
        "word": pa.array(["x"]).dictionary_encode(),
        "nan": [float("nan")],
    }
    _, docs = read(written(tmp_path, id=["a"], text=["t"], **odd))
    found = dict(docs[0].metadata)
    assert found["price"] == "1.50"
    assert (found["day"], found["time"], found["when"]) == ("2020-01-02", "00:00:00", "2020-01-02T00:00:00+00:00")
    assert (found["list"], found["object"], found["word"]) == ("[1, null]", '{"a": "b"}', "x")
    assert str(found["large"]) == str((1 << 64) - 1)
    assert set(odd) - set(found) <= {"nothing"}
