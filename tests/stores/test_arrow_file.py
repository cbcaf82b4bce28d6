"""Opening reads no column, and no column is given out that points outside of the file."""

import numpy as np
import pytest

from inspector.errors import RequestError, StoreError
from inspector.stores import writer
from inspector.stores.arrow_file import ArrowFile
from inspector.stores.columns import ID, TEXT, TITLE
from inspector.stores.documents import DocumentTable
from inspector.stores.writer import DocumentWriter
from tests.stores.samples import PLAIN_FIELDS, plain_documents


@pytest.fixture
def path(tmp_path, monkeypatch):
    monkeypatch.setattr(writer, "_BATCH_ROWS", 8)
    path = tmp_path / "documents.arrow"
    with DocumentWriter(path, PLAIN_FIELDS) as file:
        file.write(plain_documents(20))
    return path


def overwrite(path, batch, name, value, buffer=1):
    """Write a number of 8 bytes over the second one of a column's buffer: of the places of its texts, or of these."""
    file = ArrowFile(path)
    start = file.part(batch, name).buffers()[buffer].address - file._content.address
    with path.open("r+b") as out:
        out.seek(start + 8)
        out.write(np.int64(value).tobytes())


def test_batches_lie_end_to_end(path):
    file = ArrowFile(path)
    assert (file.starts.tolist(), file.batches, file.num_rows) == ([0, 8, 16, 20], 3, 20)
    assert file.part(2, ID, whole=False).to_pylist() == ["d16", "d17", "d18", "d19"]
    assert file.column(ID).to_pylist() == [f"d{row}" for row in range(20)]


@pytest.mark.parametrize("place", [-5, 2**60])
def test_a_damaged_column_stops_who_reads_it_and_nobody_else(path, place):
    overwrite(path, 1, TEXT, place)
    file = ArrowFile(path)
    assert len(file.column(TITLE)) == 20
    assert len(file.part(0, TEXT)) == 8
    for _ in range(2):
        with pytest.raises(StoreError, match="points outside of it"):
            file.part(1, TEXT)
    with pytest.raises(StoreError, match="points outside of it"):
        file.column(TEXT)


def test_a_damaged_table_gives_the_documents_that_are_whole(path):
    overwrite(path, 1, TEXT, -5)
    table = DocumentTable(path)
    assert table.documents(["d3"])[0].id == "d3"
    with pytest.raises(StoreError, match="points outside of it"):
        table.documents(["d9"])
    with pytest.raises(StoreError, match="points outside of it"):
        table.empty_texts()


def test_a_document_that_was_shown_is_known_without_looking(path):
    table = DocumentTable(path)
    assert table.ids_at(np.array([9])) == ("d9",)
    with path.open("r+b") as out:  # the map shows it at once: whoever looks for an id finds none
        content = path.read_bytes()
        out.seek(content.index(b"d8d9"))
        out.write(b"xxxx")
    assert table.rows_of(["d9", "d8"]).tolist() == [9, -1]
    with pytest.raises(RequestError, match="d8"):
        table.documents(["d8"])


def test_known_places_are_bounded(path, monkeypatch):
    monkeypatch.setattr("inspector.stores.documents.REMEMBERED", 3)
    table = DocumentTable(path)
    table.ids_at(np.arange(20))
    assert list(table._known) == ["d17", "d18", "d19"]
    assert table.rows_of([f"d{row}" for row in range(20)]).tolist() == list(range(20))


def test_a_compressed_file_of_somebody_elses_is_read(path):
    import pyarrow as pa

    with pa.ipc.open_file(path) as file:
        table = file.read_all()
    packed = path.with_name("packed.arrow")
    options = pa.ipc.IpcWriteOptions(compression="lz4")
    with pa.OSFile(str(packed), "wb") as sink, pa.ipc.new_file(sink, table.schema, options=options) as out:
        out.write_table(table)
    assert ArrowFile(packed).part(0, ID).to_pylist()[0] == "d0"
