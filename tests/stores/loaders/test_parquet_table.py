from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from inspector.errors import CorpusError, StoreError
from inspector.progress import silent
from inspector.stores.documents import DocumentTable
from inspector.stores.loaders.parquet_table import take
from inspector.stores.spec import read_spec

TWO = pa.array([[1.0, 2.0], [3.0, 4.0]], pa.list_(pa.float32()))


def taken(folder: Path, more: str = "", **columns: object):
    pq.write_table(pa.table(columns), folder / "v.parquet")
    return take(read_spec(f"parquet:{folder / 'v.parquet'}{more}"), folder, silent)


def test_columns_of_other_names_are_read_and_rows_without_an_id_are_numbered(tmp_path: Path) -> None:
    taken(tmp_path, "?text=body&title=head", body=["x", "y"], head=["X", "Y"], emb=TWO, lang=["en", None])
    found = DocumentTable(tmp_path / "documents.arrow")
    documents = [(each.id, each.title, each.text, dict(each.metadata)) for batch in found.iterate() for each in batch]
    assert documents == [("0", "X", "x", {"lang": "en"}), ("1", "Y", "y", {})]
    np.testing.assert_array_equal(np.load(tmp_path / "vectors.npy"), [[1, 2], [3, 4]])


def test_a_missing_vector_is_counted_and_another_type_is_told(tmp_path: Path) -> None:
    wide = pa.array([[1.0, 2.0], None], pa.list_(pa.float64()))
    assert taken(tmp_path, id=["a", "b"], text=["x", "y"], emb=wide).warnings == (
        "The vectors were float64 and are stored as float32.",
        "1 documents have no vector; no search can find them.",
    )


def test_one_of_several_columns_is_taken_by_its_name(tmp_path: Path) -> None:
    columns = {"id": ["a", "b"], "text": ["x", "y"], "one": TWO, "two": TWO}
    with pytest.raises(StoreError, match="one, two"):
        taken(tmp_path, **columns)
    taken(tmp_path, "?vector=two", **columns)


def test_a_named_column_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="headline"):
        taken(tmp_path, "?title=headline", id=["a", "b"], text=["x", "y"], emb=TWO)
