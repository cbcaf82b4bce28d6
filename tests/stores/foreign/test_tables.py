"""Whether a table is told by its content, and refused where it claims more than it can hold."""

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from inspector.errors import StoreError
from inspector.stores.foreign import tables
from inspector.stores.foreign.tables import open_table
from tests.stores.foreign.surviving import Outcome, survives_fork


def read(path) -> int:
    with open_table(path) as table:
        return sum(len(batch) for batch in table.batches(table.schema.names, 1_000))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "no Parquet and no Arrow"),
        (b"id,text\n", "no Parquet and no Arrow"),
        (b"FEA1 an old one", "version 1"),
        (b"PAR1", "cannot be read as a table"),
        (b"PAR1" + b"\0" * 100 + b"\xff\xff\xff\x7fPAR1", "cannot be read as a table"),
        (b"ARROW1\0\0" + b"\xff" * 100, "cannot be read as a table"),
        (b"\xff\xff\xff\xff\xff\xff\xff\x7f", "cannot be read as a table"),
    ],
)
def test_another_content_is_refused_with_the_path(tmp_path, content, says):
    (tmp_path / "t").write_bytes(content)
    with pytest.raises(StoreError, match=says) as caught:
        read(tmp_path / "t")
    assert str(tmp_path / "t") in caught.value.message


def test_the_ending_does_not_matter(tmp_path):
    pq.write_table(pa.table({"a": [1, 2, 3]}), tmp_path / "t.csv")
    assert read(tmp_path / "t.csv") == 3


def test_a_table_that_says_it_has_more_rows_than_are_read_is_refused_unread(tmp_path, monkeypatch):
    pq.write_table(pa.table({"a": [1, 2, 3]}), tmp_path / "t.parquet")
    monkeypatch.setattr(tables, "MOST_ROWS", 2)
    with pytest.raises(StoreError, match="says it has 3 rows"):
        read(tmp_path / "t.parquet")


def bomb(path):
    """A few kilobytes that unpack to 800 MB: a column of zeros, packed by dictionary and run length."""
    zeros = pa.array(np.zeros(1_000_000))
    with pq.ParquetWriter(path, pa.schema([("a", pa.float64())]), compression="zstd", use_dictionary=False) as writer:
        for _ in range(100):
            writer.write_table(pa.table({"a": zeros}))
    return path


def test_a_small_file_that_unpacks_to_very_much_is_refused_unread(tmp_path):
    path = bomb(tmp_path / "bomb.parquet")
    assert path.stat().st_size < 800_000
    with pytest.raises(StoreError, match="which no vectors do"):
        read(path)


def test_a_packed_arrow_buffer_that_claims_to_be_huge_is_refused_within_bounds(tmp_path):
    path = tmp_path / "t.arrow"
    given = pa.table({"a": np.arange(100_000)})
    with pa.ipc.new_file(path, given.schema, options=pa.ipc.IpcWriteOptions(compression="zstd")) as writer:
        writer.write_table(given)
    content = path.read_bytes()
    size = (800_000).to_bytes(8, "little")
    assert content.count(size) >= 1
    for claimed in (1 << 40, (1 << 63) - 1, (1 << 64) - 2):
        path.write_bytes(content.replace(size, claimed.to_bytes(8, "little")))
        assert survives_fork(read, path).outcome is Outcome.REFUSED


def test_a_dictionary_that_points_behind_its_end_is_refused(tmp_path):
    values = pa.DictionaryArray.from_arrays(pa.array([0, 1, 1000], type=pa.int32()), pa.array(["a", "b"]), safe=False)
    with pa.ipc.new_file(tmp_path / "t.arrow", pa.schema([("a", values.type)])) as writer:
        writer.write_batch(pa.record_batch([values], names=["a"]))
    with pytest.raises(StoreError):
        read(tmp_path / "t.arrow")
