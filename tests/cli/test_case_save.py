"""The command `case save`: what was asked is a case afterwards, on the shelf or in a file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from inspector.cases.file import load_case
from inspector.cases.shelf import take
from inspector.cli.main import run
from inspector.records.findings import Cause
from inspector.stores import folder_of
from tests.toy_index import toy_index


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    """An index whose model nobody has."""
    return str(folder_of(toy_index(tmp_path_factory.mktemp("saved")).collection))


def test_a_case_is_kept_with_its_expectation_and_its_trace(folder, tmp_path, monkeypatch, capfdbinary) -> None:
    monkeypatch.setenv("INSPECTOR_HOME", str(tmp_path))
    asked = ["case", "save", folder, "error E-1042", "--doc", "E-1042", "--doc", "nowhere", "--retriever", "keyword"]
    assert run([*asked, "--k", "2", "--within", "1", "--title", "Codes", "--note", "Ticket 4", "--json"]) == 0
    form = json.loads(capfdbinary.readouterr()[0])
    assert form["met"] is False
    case = take(form["id"])
    assert (case.title, case.note, case.within, case.request.k) == ("Codes", "Ticket 4", 1, 2)
    assert [(each.id, each.met) for each in case.seen.expected] == [("E-1042", True), ("nowhere", False)]
    assert [each.cause for each in case.seen.traces][1] is Cause.NOT_INDEXED
    assert case.index.spec == str(Path(folder).resolve())


def test_a_case_goes_into_a_file_if_wanted_and_asks_the_same_again(folder, tmp_path, monkeypatch, capfd) -> None:
    monkeypatch.setenv("INSPECTOR_HOME", str(tmp_path / "home"))
    out = tmp_path / "case.json"
    assert (
        run(["case", "save", folder, "list", "--retriever", "keyword", "--where", "kind=howto", "--out", str(out)]) == 0
    )
    assert str(out) in capfd.readouterr()[0].replace("\n", "")
    assert [each.value for each in load_case(out).request.where] == ["howto"]
    assert run(["case", "replay", str(out)]) == 0
    assert run(["case", "list"]) == 0
    assert "No case is on the shelf" in capfd.readouterr()[0]


def test_an_embedding_list_without_the_model_is_refused(folder, tmp_path, monkeypatch, capfd) -> None:
    monkeypatch.setenv("INSPECTOR_HOME", str(tmp_path))
    assert run(["case", "save", folder, "list"]) == 2
    assert "toy/bag-of-words" in capfd.readouterr()[1]
