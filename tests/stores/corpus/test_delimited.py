from __future__ import annotations

from pathlib import Path

import pytest

from inspector.errors import CorpusError
from inspector.records.documents import Document, FieldType, MetadataField
from inspector.stores.corpus.columns import Columns
from inspector.stores.corpus.survey import survey
from tests.build.corpora import read


def csv(folder: Path, content: str | bytes, name: str = "c.csv") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_a_wrong_name_for_a_column_is_answered_with_the_setting_to_correct(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match='no column "body"; it has "id", "text"') as told:
        survey(csv(tmp_path, "id,text\n1,hello\n"), columns=Columns(text="body"))
    assert told.value.hint == "Name the column with text=…"


def test_a_csv_file_becomes_documents_with_typed_metadata(tmp_path: Path) -> None:
    path = csv(
        tmp_path, "id,title,text,parent,position,year,price,ok,zip\n1,T,hello,,,2020,1.5,true,007\n2,,,1,0,,2,,\n"
    )
    found, docs = read(path)
    assert found.fields == (
        MetadataField("year", FieldType.INTEGER),
        MetadataField("price", FieldType.NUMBER),
        MetadataField("ok", FieldType.BOOLEAN),
        MetadataField("zip", FieldType.TEXT),
    )
    assert docs[0] == Document("1", "T", "hello", {"year": 2020, "price": 1.5, "ok": True, "zip": "007"})
    assert docs[1] == Document("2", "", "", {"year": None, "price": 2, "ok": None, "zip": None}, "1", 0)


def test_a_column_is_numbers_only_if_each_cell_is_written_as_the_number_would_be(tmp_path: Path) -> None:
    found, docs = read(csv(tmp_path, "id,text,version\n1,a,1.1\n2,b,1.10\n"))
    assert found.fields == (MetadataField("version", FieldType.TEXT),)
    assert [document.metadata["version"] for document in docs] == ["1.1", "1.10"]


def test_quoted_cells_may_hold_line_ends_and_separators(tmp_path: Path) -> None:
    _, docs = read(csv(tmp_path, 'id,text\r\na,"one, ""two""\r\nthree"\r\nb,x\r\n'))
    assert [document.text for document in docs] == ['one, "two"\r\nthree', "x"]


def test_a_tsv_file_is_separated_by_tabs_and_may_start_with_a_byte_order_mark(tmp_path: Path) -> None:
    _, docs = read(csv(tmp_path, "\ufeffid\ttext\na\tone, two\n", "c.tsv"))
    assert docs[0].text == "one, two"


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ("text,title\nx,y\n", 'no column "id"; it has "text", "title"'),
        ("id;text\na;b\n", 'no column "id", "text"; it has "id;text"'),
        ("id,text,id\na,b,c\n", '"id" more than once'),
        ('id,"text\n', "rules of quoting"),
    ],
)
def test_a_header_that_does_not_fit_is_told_with_what_it_has(tmp_path: Path, header: str, message: str) -> None:
    with pytest.raises(CorpusError, match=message):
        survey(csv(tmp_path, header))


def test_a_quote_that_never_closes_names_the_lines_it_swallows(tmp_path: Path) -> None:
    path = csv(tmp_path, b'id,text\na,"open\nb,x\nc,y\n')
    with pytest.raises(CorpusError, match=r"c.csv, line 2: it breaks the rules of quoting .*, up to line 4"):
        survey(path)


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (b"b", "has 1 cells, the header has 2"),
        (b"b,c,d", "has 3 cells, the header has 2"),
        (b"b,caf\xe9", "is not UTF-8"),
        (b'b,"open', "breaks the rules of quoting"),
        (b"a,again", 'repeats the id "a" of line 2'),
        (b",x", "has an empty id"),
    ],
)
def test_a_bad_record_is_named_by_its_first_line(tmp_path: Path, row: bytes, problem: str) -> None:
    path = csv(tmp_path, b'id,text\na,"one\ntwo"\n' + row + b"\n")
    with pytest.raises(CorpusError, match=f"c.csv, line 4: it {problem}"):
        survey(path)
    assert survey(path, skip_bad=True).count == 1


def test_a_cell_of_ten_megabytes_passes(tmp_path: Path) -> None:
    _, docs = read(csv(tmp_path, "id,text\na," + "x" * 10_000_000 + "\n"))
    assert len(docs[0].text) == 10_000_000


def test_a_column_without_a_name_gets_one(tmp_path: Path) -> None:
    found, _ = read(csv(tmp_path, ",id,text\n0,a,x\n"))
    assert [field.name for field in found.fields] == ["column 1"]
