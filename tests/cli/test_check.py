"""The command `check`: its two forms, its exit codes, and an answer where the model cannot be loaded."""

import json

import numpy as np
import pytest

from inspector.build.build import build
from inspector.build.settings import BuildSettings
from inspector.cli.main import run
from inspector.contract import Contract
from inspector.diagnose.health import HEALTH_CHECKS
from inspector.diagnose.health.saved import load_health
from inspector.stores import open_index
from inspector.stores.ann_spec import AnnKind, AnnSpec
from tests.diagnose.health.indexes import documents, index
from tests.toy import ToyEmbedder
from tests.toy_index import TWELVE, write_corpus


@pytest.fixture
def made(tmp_path):
    """Give an index made with the toy encoder, whose name no model can be loaded by."""
    rows = TWELVE[:-1]
    return build(write_corpus(tmp_path, rows), tmp_path / "index", BuildSettings(), embedder=ToyEmbedder()).path


@pytest.fixture
def spoilt(tmp_path):
    """Give an index one of whose vectors is not finite."""

    def spoil(vectors):
        vectors[2] = np.nan

    return index(tmp_path / "spoilt", documents(11), spoil).folder


def test_json_has_the_contract_the_findings_and_what_was_not_checked(made, capfdbinary):
    assert run(["check", str(made), "--json"]) == 0
    answer = json.loads(capfdbinary.readouterr().out)
    assert list(answer["contract"]) == [
        name for name in Contract.__dataclass_fields__ if name not in ("stated", "inferred")
    ]
    assert answer["contract"]["dim"]["value"] == 32
    assert answer["contract"]["dim"]["source"] == "verified"
    assert answer["findings"] == [] or {"cause", "check", "severity", "evidence"} < set(answer["findings"][0])
    left_out = {each["check"]: each["why"] for each in answer["not_checked"]}
    assert left_out["foreign_model"].startswith("the model cannot be loaded: ")
    assert len(answer["checks"]) + len(left_out) == len(HEALTH_CHECKS)


def test_the_text_says_the_result_in_a_sentence_and_the_contract_as_a_table(made, capfdbinary):
    assert run(["check", str(made)]) == 0
    said = capfdbinary.readouterr().out.decode()
    assert "11 documents. 12 checks, nothing" in " ".join(said.split())
    assert "toy/bag-of-words" in said
    assert "stale_vector, recipe, read_length, precision): the model cannot be loaded" in " ".join(said.split())


def test_strict_ends_with_one_where_something_is_wrong_and_only_then(made, spoilt, capfdbinary):
    assert run(["check", str(spoilt)]) == 0
    assert run(["check", str(spoilt), "--strict"]) == 1
    assert "Failure: 1 of 11 documents can never be found" in capfdbinary.readouterr().out.decode()


def test_strict_lets_a_sound_index_pass(made, capfdbinary):
    assert run(["check", str(made), "--strict"]) == 0


def test_a_finding_has_the_form_that_inspect_gives_and_names_documents(spoilt, capfdbinary):
    assert run(["check", str(spoilt), "--json"]) == 0
    (finding,) = (
        each for each in json.loads(capfdbinary.readouterr().out)["findings"] if each["severity"] == "failure"
    )
    parts = ["cause", "check", "severity", "summary", "evidence", "likely_cause", "try_this", "verify_by", "ids"]
    assert list(finding) == parts
    assert (finding["cause"], finding["ids"]) == ("invalid_vector", ["d2"])


def test_the_result_is_kept_for_the_app(made, capfdbinary):
    run(["check", str(made)])
    kept = load_health(open_index(made))
    assert kept is not None
    assert kept.count == 11


def test_a_home_that_cannot_be_written_to_costs_the_kept_result_alone(made, tmp_path, monkeypatch, capfdbinary):
    blocked = tmp_path / "file"
    blocked.write_text("")
    monkeypatch.setenv("INSPECTOR_HOME", str(blocked / "home"))
    assert run(["check", str(made), "--json"]) == 0
    streams = capfdbinary.readouterr()
    assert json.loads(streams.out)["findings"] is not None
    assert "could not be kept for the app" in streams.err.decode()


@pytest.mark.parametrize("arguments", [["nowhere"], ["index", "--queries", "nowhere.txt"]])
def test_what_is_not_there_ends_with_two_and_a_sentence(made, arguments, monkeypatch, capfdbinary):
    monkeypatch.chdir(made.parent)
    assert run(["check", *arguments]) == 2
    assert "nowhere" in capfdbinary.readouterr().err.decode()


@pytest.mark.model
def test_queries_of_a_file_measure_the_structure(tmp_path, capfdbinary):
    rows = TWELVE[:-1]
    folder = build(write_corpus(tmp_path, rows), tmp_path / "index", BuildSettings(ann=AnnSpec(AnnKind.FLAT))).path
    (tmp_path / "queries.txt").write_text("how do I copy a list\nwhat is a thread\n")
    assert run(["check", str(folder), "--queries", str(tmp_path / "queries.txt"), "--json"]) == 0
    checks = {each["check"]: each for each in json.loads(capfdbinary.readouterr().out)["checks"]}
    assert checks["ann_recall"]["measured"][0]["value"] == "2 queries that were given"
