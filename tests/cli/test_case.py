"""The commands `case …`: exit codes that a regression suite can rely on, promised fields, and nothing lost."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from inspector.cases.file import case_bytes, load_case, write_case
from inspector.cases.make import make_case
from inspector.cases.shelf import shelve, take
from inspector.cli.main import run
from inspector.inspection import OpenIndex
from inspector.records.cases import Case
from inspector.records.replays import Verdict
from inspector.records.results import Request, Retriever
from inspector.report import report
from inspector.stores import folder_of
from tests.toy_index import toy_index

FIELDS = [
    "case", "file", "title", "query", "verdict", "summary", "expected", "lists", "changed", "gone", "edited", "notes",
]  # fmt: skip


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> OpenIndex:
    """An index whose model nobody has: keyword search answers."""
    return replace(toy_index(tmp_path_factory.mktemp("case")), embedder=None)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("INSPECTOR_HOME", str(tmp_path / "home"))
    return tmp_path


def keyword_case(index: OpenIndex, *expected: str, query: str = "error E-1042", k: int = 1) -> Case:
    inspection = report(index, Request(query, k))
    return make_case(index, inspection, expected=expected, retriever=Retriever.KEYWORD)


def answer(capfdbinary: pytest.CaptureFixture[bytes], code: int, *arguments: str) -> dict:
    """Run a command of the group with --json, and give its answer; stdout holds it alone."""
    assert run(["case", *arguments, "--json"]) == code
    out, said = capfdbinary.readouterr()
    assert b"Traceback" not in said
    return json.loads(out)


def test_a_case_that_passes_ends_with_0_and_has_every_promised_field(index, home, capfdbinary) -> None:
    write_case(home / "case.json", keyword_case(index, "E-1042"))
    form = answer(capfdbinary, 0, "replay", str(home / "case.json"))
    assert list(form) == FIELDS
    assert form["verdict"] == "passes"
    (expected,) = form["expected"]
    assert list(expected) == ["id", "title", "then", "now", "cause_then", "cause_now"]
    assert expected["now"] == {
        "met": True,
        "indexed": True,
        "ranks": {"exact": None, "embedding": None, "keyword": 1, "hybrid": None},
    }
    assert form["lists"] == [{"retriever": "keyword", "k": 1, "shared": 1, "rbo": 1.0, "came": [], "left": []}]


def test_an_expectation_that_is_not_met_ends_with_1(index, home, capfdbinary) -> None:
    write_case(home / "case.json", keyword_case(index, "sort"))
    assert answer(capfdbinary, 1, "replay", str(home / "case.json"))["verdict"] == "still_failing"


def test_what_was_expected_of_nobody_ends_with_0(index, home, capfdbinary) -> None:
    write_case(home / "case.json", keyword_case(index))
    assert answer(capfdbinary, 0, "replay", str(home / "case.json"))["verdict"] == "unchanged"


@pytest.mark.parametrize("content", [b"", b"{", b'{"format": "neighbor-inspector-case", "version": 9}', b"\xff"])
def test_what_is_no_case_ends_with_2_and_says_why(home, capfdbinary, content) -> None:
    (home / "case.json").write_bytes(content)
    form = answer(capfdbinary, 2, "replay", str(home / "case.json"))
    assert form["verdict"] == "cannot_tell"
    assert str(home / "case.json") in form["summary"]
    assert list(form) == FIELDS


def test_an_index_that_is_gone_ends_with_2_and_another_can_be_given(index, home, capfdbinary) -> None:
    case = keyword_case(index, "E-1042")
    write_case(home / "case.json", replace(case, index=replace(case.index, spec=str(home / "gone"))))
    form = answer(capfdbinary, 2, "replay", str(home / "case.json"))
    assert "is not there any more. Give another one with --index." in form["summary"]
    folder = str(folder_of(index.collection))
    assert answer(capfdbinary, 0, "replay", str(home / "case.json"), "--index", folder)["verdict"] == "passes"


def test_of_a_folder_all_are_asked_whatever_one_of_them_is(index, home, capfdbinary) -> None:
    folder = home / "suite"
    folder.mkdir()
    write_case(folder / "a.json", keyword_case(index, "E-1042"))
    (folder / "b.json").write_bytes(b"torn")
    write_case(folder / "c.json", keyword_case(index, "sort"))
    form = answer(capfdbinary, 1, "replay", str(folder))
    assert [each["verdict"] for each in form["cases"]] == ["passes", "cannot_tell", "still_failing"]
    assert list(form["counts"]) == list(Verdict)
    assert (form["counts"]["passes"], form["counts"]["fixed"], form["counts"]["cannot_tell"]) == (1, 0, 1)
    (folder / "c.json").unlink()
    assert answer(capfdbinary, 2, "replay", str(folder))["counts"]["cannot_tell"] == 1


def test_people_read_the_urgent_ones_first_and_a_sum(index, home, capfd) -> None:
    folder = home / "suite"
    folder.mkdir()
    write_case(folder / "a.json", keyword_case(index, "E-1042"))
    write_case(folder / "b.json", replace(keyword_case(index, "sort"), title="Sorting \x1b[31m"))
    assert run(["case", "replay", str(folder)]) == 1
    out = capfd.readouterr()[0]
    assert out.index("still_failing") < out.index("passes")
    assert "\x1b" not in out
    assert "2 cases: 1 still failing and 1 passes." in out
    assert run(["case", "replay", str(folder / "b.json")]) == 1
    assert '"sort a list" is not among the 1 in the keyword search' in " ".join(capfd.readouterr()[0].split())


def test_a_folder_without_cases_is_refused(home, capfd) -> None:
    assert run(["case", "replay", str(home)]) == 2
    assert "holds no case" in capfd.readouterr()[1]


def test_a_page_is_written_with_what_became_of_the_case_if_wanted(index, home, capfdbinary) -> None:
    write_case(home / "case.json", keyword_case(index, "sort"))
    page = home / "pages" / "page.html"
    form = answer(capfdbinary, 0, "report", str(home / "case.json"), "--out", str(page))
    assert (form["path"], form["verdict"]) == (str(page), None)
    assert form["bytes"] == len(page.read_bytes())
    assert page.read_text().startswith("<!doctype html>")
    form = answer(capfdbinary, 0, "report", str(home / "case.json"), "--out", str(page), "--replay")
    assert form["verdict"] == "still_failing"
    assert "Today: still failing" in page.read_text()


def test_cases_go_onto_the_shelf_and_off_it_by_their_ids(index, home, capfdbinary) -> None:
    case = keyword_case(index, "sort")
    write_case(home / "in.json", case)
    assert answer(capfdbinary, 0, "import", str(home / "in.json")) == {"imported": [case.id], "refused": []}
    (line,) = answer(capfdbinary, 0, "list")["cases"]
    assert (line["id"], line["expected"], line["met"], line["broken"]) == (case.id, ["sort"], False, None)
    assert answer(capfdbinary, 1, "replay", case.id)["case"] == case.id
    answer(capfdbinary, 0, "export", case.id, "--out", str(home / "out.json"))
    assert (home / "out.json").read_bytes() == case_bytes(case)
    form = answer(capfdbinary, 0, "export", case.id, "--out", str(home / "out.json"), "--without-texts")
    assert form["left_out"] == ["texts"]
    assert load_case(home / "out.json").kept.documents[0].text == ""


def test_what_cannot_be_imported_is_named_and_the_rest_is(index, home, capfdbinary) -> None:
    case = keyword_case(index, "sort")
    write_case(home / "good.json", case)
    (home / "bad.json").write_bytes(b"{")
    form = answer(capfdbinary, 2, "import", str(home / "bad.json"), str(home / "good.json"))
    assert form["imported"] == [case.id]
    assert "bad.json is not JSON" in form["refused"][0]
    assert take(case.id).expectation == case.expectation


def test_an_empty_shelf_says_how_to_fill_it(home, capfd, index) -> None:
    assert run(["case", "list"]) == 0
    assert "Save one in the app, or import one." in capfd.readouterr()[0]
    shelve(keyword_case(index, "sort"))
    assert run(["case", "list"]) == 0
    assert "error E-1042" in capfd.readouterr()[0]


def test_an_unknown_case_is_said_to_be_unknown(home, capfd) -> None:
    for arguments in (["report", "nothing", "--out", str(home / "x.html")], ["export", "nothing", "--out", "x.json"]):
        assert run(["case", *arguments]) == 2
        assert 'There is no case "nothing" here' in capfd.readouterr()[1]
    assert not (home / "x.html").exists()


@pytest.mark.parametrize("command", ["save", "replay", "report", "list", "export", "import"])
def test_each_command_of_the_group_explains_itself(command, capfd) -> None:
    assert run(["case", command, "--help"]) == 0
    assert "--json" in capfd.readouterr()[0]
