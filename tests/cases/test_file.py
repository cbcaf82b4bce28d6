"""The file of a case: readable, the same when written again, and refused with a reason where it is none."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from inspector.cases.errors import CaseError
from inspector.cases.file import FORMAT, LARGEST, VERSION, case_bytes, load_case, read_case, write_case
from inspector.records.cases import Case
from inspector.records.seen import SeenWords
from inspector.text import Word


def changed(case: Case, **values: object) -> bytes:
    """The file of a case with other values at its top."""
    return json.dumps({**json.loads(case_bytes(case)), **values}).encode()


def test_what_was_written_reads_back_and_is_written_the_same(case: Case) -> None:
    data = case_bytes(case)
    found = read_case(data)
    assert replace(found, sha256="") == case
    assert case_bytes(found) == data


def test_the_file_says_its_format_and_version_first_and_ends_its_lines_with_lf(case: Case) -> None:
    lines = case_bytes(case).decode().split("\n")
    assert lines[:3] == ["{", f'  "format": "{FORMAT}",', f'  "version": {VERSION},']
    assert lines[-2:] == ["}", ""]
    assert b"\r" not in case_bytes(case)


def test_a_change_of_one_rank_is_a_change_of_one_line_and_the_hash(case: Case) -> None:
    places = replace(case.seen.expected[0].places, exact=5)
    other = replace(case, seen=replace(case.seen, expected=(replace(case.seen.expected[0], places=places),)))
    pairs = zip(case_bytes(case).splitlines(), case_bytes(other).splitlines(), strict=True)
    assert len([pair for pair in pairs if pair[0] != pair[1]]) == 2


def test_a_newer_version_is_refused_and_says_what_to_do(case: Case) -> None:
    with pytest.raises(CaseError, match=r"version 2, and this tool reads cases up to version 1\. .* update this tool"):
        read_case(changed(case, version=2, surprise=1))


@pytest.mark.parametrize("version", [0, True, "1", None, 1.5])
def test_a_version_that_is_none_is_refused(case: Case, version: object) -> None:
    with pytest.raises(CaseError, match="expected 1"):
        read_case(changed(case, version=version))


def test_a_case_whose_evidence_was_changed_by_hand_says_so_and_is_read(case: Case) -> None:
    data = case_bytes(case)
    assert not read_case(data).edited
    edited = read_case(data.replace(b'"rank": 1,', b'"rank": 2,', 1))
    assert edited.edited
    assert read_case(case_bytes(edited)).edited  # writing it again does not hide it
    assert read_case(changed(case, sha256=None)).edited


def test_title_and_note_may_be_written_by_hand(case: Case) -> None:
    assert not read_case(changed(case, title="Lost threads", note="Ticket 4")).edited


def test_a_file_that_was_cut_off_anywhere_is_refused(case: Case) -> None:
    data = case_bytes(case).rstrip()
    for end in range(0, len(data) - 1, 997):
        with pytest.raises(CaseError):
            read_case(data[:end])


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is not JSON"),
        (b"null", "is no case"),
        (b"[]", "is no case"),
        (b'{"format": "other"}', "is no case"),
        (b"\xff\xfe", "is not UTF-8"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"a":' * 60 + b"1" + b"}" * 60, "nested too deeply"),
        (b'{"a": 1, "a": 2}', 'key "a" stands twice'),
        (b'{"a": NaN}', "NaN is no number"),
        (b'{"a": -Infinity}', "-Infinity is no number"),
        (b'{"a": ' + b"9" * 5000 + b"}", "cannot be read"),
    ],
)
def test_what_is_no_case_is_refused_with_its_reason(data: bytes, said: str) -> None:
    with pytest.raises(CaseError, match=re.escape(said)):
        read_case(data)


def test_a_file_larger_than_a_case_is_not_even_read(tmp_path: Path) -> None:
    path = tmp_path / "case.json"
    with path.open("wb") as file:
        file.truncate(LARGEST + 1)
    with pytest.raises(CaseError, match="at most 20,000,000"):
        load_case(path)
    with pytest.raises(CaseError, match="at most 20,000,000"):
        read_case(b" " * (LARGEST + 1))


@pytest.mark.parametrize("wrong", ["", "../up", "A", "a/b", "-a", "a" * 81, "a\n"])
def test_an_id_that_could_be_a_path_is_refused(case: Case, wrong: str) -> None:
    with pytest.raises(CaseError, match="id is"):
        read_case(changed(case, id=wrong))


def test_a_time_that_is_none_and_a_bar_beyond_the_list_are_refused(case: Case) -> None:
    with pytest.raises(CaseError, match="expected a time"):
        read_case(changed(case, created_at="yesterday"))
    with pytest.raises(CaseError, match=r"expectation\.within is 4, but the lists have 3 places"):
        read_case(changed(case, expectation={"ids": ["thread"], "within": 4}))


def test_effects_that_do_not_fit_the_words_are_refused(case: Case) -> None:
    words = case.seen.words
    assert words is not None
    more = SeenWords((*words.words, Word("x", 0, 1)), words.skipped, words.neutral_edits, words.documents)
    with pytest.raises(CaseError, match=r"seen\.words\.documents\[0\] has 6 effects and 6 ranks, .* each of 7 words"):
        read_case(case_bytes(replace(case, seen=replace(case.seen, words=more))))


def test_half_a_character_is_kept_as_an_escape(case: Case) -> None:
    asked = replace(case, request=replace(case.request, query="half \ud83d"))
    assert read_case(case_bytes(asked)).request.query == "half \ud83d"


def test_a_missing_file_and_a_folder_are_said_to_be_what_they_are(case: Case, tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="does not exist"):
        load_case(tmp_path / "none.json")
    with pytest.raises(CaseError, match="is a folder"):
        load_case(tmp_path)
    write_case(tmp_path / "case.json", case)
    assert load_case(tmp_path / "case.json").id == case.id


def test_a_case_that_could_not_be_read_again_is_refused_while_it_is_still_on_screen(case: Case, tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="k is 0"):
        write_case(tmp_path / "case.json", replace(case, request=replace(case.request, k=0)))
    assert not (tmp_path / "case.json").exists()


def test_a_case_that_version_1_wrote_is_read_and_a_change_of_what_is_written_is_a_new_version() -> None:
    path = Path(__file__).with_name("version-1.json")
    case = load_case(path)
    assert (case.request.query, case.expectation.within, case.edited) == ("read the items of a list", 2, False)
    assert [hit.rank for hit in case.seen.lists.embedding] == [1, 2, 3]
    assert case.seen.traces[0].summary.startswith("The model")
    assert case_bytes(case) == path.read_bytes()
