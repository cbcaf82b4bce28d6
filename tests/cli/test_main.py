"""How commands end: exit code 2 and one clear sentence for whatever a user can get wrong, never a traceback."""

import json
import subprocess
import sys

import pytest

from inspector.cli.main import COMMANDS, run


def refused(capfd, *arguments):
    """Run a command that cannot work, and give what it says on stderr."""
    assert run(list(arguments)) == 2
    out, said = capfd.readouterr()
    assert out == ""
    assert "Traceback" not in said
    assert said.strip()
    return said


def test_the_help_names_every_command(capfd):
    assert run(["--help"]) == 0
    out, _ = capfd.readouterr()
    assert all(command.name in out for command in COMMANDS)


@pytest.mark.parametrize("command", [command.name for command in COMMANDS])
def test_each_command_explains_itself(capfd, command):
    assert run([command, "--help"]) == 0
    assert "--json" in capfd.readouterr()[0]


def test_help_imports_nothing_heavy():
    heavy = ("torch", "sentence_transformers", "umap", "numba", "faiss", "pyarrow", "streamlit", "scipy", "sklearn")
    script = f"""
import sys
from inspector.cli.main import run
run(["--help"])
print([name for name in {heavy!r} if name in sys.modules], file=sys.stderr)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"


def test_an_unknown_command_is_a_usage_error(capfd):
    assert "No such command 'frobnicate'" in refused(capfd, "frobnicate")


def test_a_folder_that_is_not_there_is_named(capfd, tmp_path):
    assert str(tmp_path / "none") in refused(capfd, "inspect", str(tmp_path / "none"), "query")


def test_a_folder_that_is_no_index_is_said_to_be_none(capfd, tmp_path):
    assert str(tmp_path) in refused(capfd, "inspect", str(tmp_path), "query")


def test_neither_query_nor_file_is_refused_with_what_is_missing(capfd, tmp_path):
    assert "--queries FILE" in refused(capfd, "inspect", str(tmp_path))


def test_query_and_file_together_are_refused(capfd, tmp_path):
    assert "one of the two" in refused(capfd, "inspect", str(tmp_path), "query", "--queries", "q.txt")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--where", "package"), "field=value"),
        (("--k", "0"), "k is 0"),
        (("--k", "many"), "Invalid value for '--k'"),
        (("--explain", "deeply"), "Invalid value for '--explain'"),
    ],
)
def test_a_parameter_that_cannot_be_used_is_named(capfd, tmp_path, options, said):
    assert said in refused(capfd, "inspect", str(tmp_path), "query", *options)


def test_an_unknown_sample_is_refused_with_those_there_are(capfd, tmp_path):
    assert "Choose one of: help-centre, python-docs" in refused(
        capfd, "sample", "war-and-peace", "--out", str(tmp_path)
    )


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("corpus.jsonl", b'{"id": "a", "text": "b"}\nnonsense\n', "line 2"),
        ("corpus.jsonl", b'{"text": "b"}\n', "line 1"),
        ("corpus.jsonl", b'{"id": "a", "text": "b"}\n{"id": "a", "text": "c"}\n', "line 2"),
        ("corpus.jsonl", b'{"id": "a", "text": "caf\xe9"}\n', "line 1"),
        ("corpus.jsonl", b"", "empty"),
        ("corpus.docx", b"text", ".jsonl"),
        ("corpus.jsonl", b"PAR1xxxx", "Parquet"),
    ],
)
def test_a_bad_corpus_is_refused_with_the_place_of_the_mistake(capfd, tmp_path, name, content, said):
    (tmp_path / name).write_bytes(content)
    assert said in refused(capfd, "build", str(tmp_path / name), "--out", str(tmp_path / "index"))
    assert not (tmp_path / "index").exists()


def test_an_interrupted_command_says_so_in_a_word():
    script = """
import sys, threading
from inspector.cli import main
import inspector.cli.inspect as inspect
def wait(path):
    print("waiting", flush=True)
    while True:  # a signal just before one long pause would be noticed only after it
        threading.Event().wait(0.1)
inspect.read_queries = wait
main.main(["inspect", "nowhere", "--queries", "q.txt"])
"""
    child = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert child.stdout.readline() == "waiting\n"
    child.terminate()
    _, said = child.communicate(timeout=60)
    assert child.returncode == 130
    assert said.strip().splitlines()[-1] == "Stopped."
    assert "Traceback" not in said


def test_progress_goes_to_stderr_as_json_lines_when_a_parent_asks(capfd, tmp_path, monkeypatch):
    monkeypatch.setenv("INSPECTOR_PROGRESS", "json")
    assert run(["sample", "python-docs", "--out", str(tmp_path), "--json"]) == 0
    out, said = capfd.readouterr()
    assert json.loads(out)["path"] == str(tmp_path / "corpus.jsonl")
    assert all(set(json.loads(line)) == {"done", "total", "message", "seconds_left"} for line in said.splitlines())
    assert said
