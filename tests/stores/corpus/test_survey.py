from __future__ import annotations

import json
import tracemalloc
from pathlib import Path

import pytest

from inspector.errors import CancelledError, CorpusError
from inspector.records.documents import Document
from inspector.stores.corpus.survey import documents, survey
from tests.build.corpora import jsonl, numbered, read

GOOD = {"id": "a", "text": "fine"}

BAD = {
    '{"id": "b", "text": ': "is not JSON",
    "[1, 2]": "JSON but not an object: a list",
    "null": "JSON but not an object: null",
    '{"text": "x"}': 'has no key "id", only "text"',
    '{"id": "b", "body": "x"}': 'has no key "text", only "id", "body"',
    '{"id": "a", "text": "again"}': 'repeats the id "a" of line 1',
    '{"id": "", "text": "x"}': "has an empty id",
    '{"id": 1.5, "text": "x"}': 'has a number as "id"',
    '{"id": true, "text": "x"}': 'has true or false as "id"',
    '{"id": "b", "text": 7}': 'has a number as "text"',
    '{"id": "b", "text": ["x"]}': 'has a list as "text"',
    '{"id": "b", "text": "x", "title": {}}': 'has an object as "title"',
    '{"id": "b", "text": "x", "position": "third"}': 'as "position", a whole number from 0',
    '{"id": "b", "text": "\\ud83d half"}': "holds half of a character",
    '{"id": "b", "text": "x", "tag": "\\udc00"}': "holds half of a character",
    '{"id": "b", "text": "raw \x00 byte"}': "is not JSON",
    "{" * 100_000: "is not JSON",
}


@pytest.mark.parametrize(("line", "problem"), BAD.items())
def test_a_bad_line_stops_the_reading_with_file_line_and_what_was_found(
    tmp_path: Path, line: str, problem: str
) -> None:
    path = jsonl(tmp_path, GOOD, line)
    with pytest.raises(CorpusError) as caught:
        survey(path)
    assert caught.value.message.startswith("corpus.jsonl, line 2: it ")
    assert problem in caught.value.message
    assert "--skip-bad" in caught.value.hint


@pytest.mark.parametrize("line", BAD)
def test_a_skipped_line_is_counted_and_the_lines_around_it_stay(tmp_path: Path, line: str) -> None:
    found, docs = read(jsonl(tmp_path, GOOD, line, {"id": "z", "text": "last"}), skip_bad=True)
    assert [document.id for document in docs] == ["a", "z"]
    assert (found.rows, found.count, list(found.bad), len(found.reasons)) == (3, 2, [1], 1)


def test_a_line_that_is_not_utf8_is_named_with_the_byte(tmp_path: Path) -> None:
    before = b'{"id":"a","text":"caf'
    with pytest.raises(CorpusError, match=rf"line 1: it is not UTF-8 \(byte {len(before) + 1} of the line\)"):
        survey(jsonl(tmp_path, before + b'\xe9"}'))


def test_only_the_first_reasons_are_kept_but_all_are_counted(tmp_path: Path) -> None:
    found, docs = read(jsonl(tmp_path, GOOD, *["nonsense"] * 9), skip_bad=True)
    assert (len(found.bad), len(found.reasons), len(docs)) == (9, 5, 1)


def test_blank_lines_are_no_rows_but_count_as_lines(tmp_path: Path) -> None:
    path = jsonl(tmp_path, GOOD, "", "   ", "oops")
    with pytest.raises(CorpusError, match="line 4"):
        survey(path)
    assert survey(path, skip_bad=True).rows == 2


def test_ids_may_be_numbers_and_are_text_from_then_on(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match='repeats the id "7" of line 1'):
        survey(jsonl(tmp_path, {"id": 7, "text": "x"}, {"id": "7", "text": "y"}))


def test_all_known_keys_and_the_rest_as_metadata(tmp_path: Path) -> None:
    row = {"id": 1, "title": "T", "text": "x", "parent": 9, "position": 2, "year": 2020, "tags": ["ä", 1], "gone": None}
    _, docs = read(jsonl(tmp_path, row))
    assert docs == [Document("1", "T", "x", {"year": 2020, "tags": '["ä", 1]', "gone": None}, "9", 2)]


def test_a_byte_order_mark_and_windows_line_ends_are_accepted(tmp_path: Path) -> None:
    _, docs = read(jsonl(tmp_path, b'\xef\xbb\xbf{"id": "a", "text": "x"}\r', b'{"id": "b", "text": "y"}\r'))
    assert [document.id for document in docs] == ["a", "b"]


def test_text_keeps_every_character(tmp_path: Path) -> None:
    text = "日本語 🙂 مرحبا \x00 \u2028 a\u0301 line\nline"
    _, docs = read(jsonl(tmp_path, {"id": "ключ", "text": text}))
    assert (docs[0].id, docs[0].text) == ("ключ", text)


def test_an_empty_or_missing_text_is_a_document_and_is_counted(tmp_path: Path) -> None:
    found, docs = read(jsonl(tmp_path, {"id": "a", "text": ""}, {"id": "b", "text": None}, {"id": "c", "text": " \n"}))
    assert (found.count, found.empty) == (3, 3)
    assert [document.text for document in docs] == ["", "", " \n"]


def test_ten_megabytes_in_one_document_pass(tmp_path: Path) -> None:
    _, docs = read(jsonl(tmp_path, {"id": "big", "text": "word " * 2_000_000}))
    assert len(docs[0].text) == 10_000_000


@pytest.mark.parametrize("lines", [(), ("", "  ")])
def test_a_corpus_without_a_document_is_refused(tmp_path: Path, lines: tuple[str, ...]) -> None:
    with pytest.raises(CorpusError, match=r"is empty|holds no document"):
        survey(jsonl(tmp_path, *lines))


def test_a_corpus_of_bad_lines_alone_is_refused_even_when_skipping(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="all 2 lines are bad"):
        survey(jsonl(tmp_path, "x", "y"), skip_bad=True)


def test_a_corpus_that_changes_between_the_passes_is_noticed(tmp_path: Path) -> None:
    path = jsonl(tmp_path, *numbered(3))
    found = survey(path)
    jsonl(tmp_path, *numbered(4))
    with pytest.raises(CorpusError, match="changed while it was read"):
        list(documents(found))


def test_reading_can_be_stopped(tmp_path: Path) -> None:
    def stop(done: int, total: int, message: str) -> None:
        raise CancelledError("Stopped.")

    with pytest.raises(CancelledError):
        survey(jsonl(tmp_path, GOOD), progress=stop)


def test_progress_ends_with_all_bytes(tmp_path: Path) -> None:
    path = jsonl(tmp_path, *numbered(2000))
    told: list[tuple[int, int]] = []
    survey(path, progress=lambda done, total, message: told.append((done, total)))
    assert told[-1] == (path.stat().st_size, path.stat().st_size)
    assert told == sorted(told)


def test_the_first_pass_does_not_hold_the_texts(tmp_path: Path) -> None:
    path = jsonl(tmp_path, *({"id": str(n), "text": "x" * 10_000} for n in range(2000)))
    tracemalloc.start()
    survey(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2000 * 10_000 / 4


def test_numbers_that_json_cannot_say_are_read_as_python_wrote_them(tmp_path: Path) -> None:
    _, docs = read(jsonl(tmp_path, json.dumps({"id": "a", "text": "x", "weight": float("inf")})))
    assert docs[0].metadata["weight"] == float("inf")
