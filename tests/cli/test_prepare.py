"""The command `prepare`: a working copy and a keyword index, and the folder that opens them."""

import json

from inspector.cli.main import run
from inspector.search.keyword_cache import kept_folder
from inspector.stores import open_index
from tests.stores.loaders.conformance.sources import SOURCES
from tests.toy_index import toy_index

LANGCHAIN = next(each for each in SOURCES if each.name == "LangChain")


def test_it_says_where_the_copy_is_and_what_is_odd_about_it(tmp_path, capfd):
    made = LANGCHAIN.make(tmp_path)
    assert run(["prepare", made.spec, "--json"]) == 0
    out, said = capfd.readouterr()
    form = json.loads(out)
    assert list(form) == ["path", "warnings"]
    assert form["warnings"] == [
        "1 vector with a component that is not a number (NaN). No search can find such a document.",
        "1 vector of length zero, which has no direction.",
    ]
    assert form["warnings"][0] in said
    collection = open_index(form["path"])
    assert collection.count == 40
    assert kept_folder(collection).is_dir()


def test_it_works_on_a_saved_connection_and_in_text(tmp_path, capfd, inspector_home):
    made = LANGCHAIN.make(tmp_path)
    (inspector_home / "connections.toml").write_text(f"[chain]\nopen = '{made.spec}'\n")
    assert run(["prepare", "chain"]) == 0
    out, _ = capfd.readouterr()
    assert out.startswith("Ready: ")
    assert open_index(out.removeprefix("Ready: ").strip()).count == 40


def test_a_folder_of_ours_is_ready_as_it_is(tmp_path, capfd):
    toy_index(tmp_path)
    assert run(["prepare", str(tmp_path / "index"), "--json"]) == 0
    assert json.loads(capfd.readouterr()[0]) == {
        "path": str(tmp_path / "index"),
        "warnings": ["1 document of 12 has an empty text."],
    }


def test_progress_comes_as_lines_where_it_is_asked_for(tmp_path, capfd, monkeypatch):
    monkeypatch.setenv("INSPECTOR_PROGRESS", "json")
    assert run(["prepare", LANGCHAIN.make(tmp_path).spec]) == 0
    lines = [json.loads(line) for line in capfd.readouterr()[1].splitlines() if line.startswith("{")]
    assert {"done", "total", "message", "seconds_left"} == set(lines[0])
    assert lines[0]["message"] == "Hashing the files"
