"""Queries given as vectors on the command line: on an index whose model nobody knows, `inspect` and `why` answer."""

from __future__ import annotations

import json

import numpy as np
import pytest

from inspector.cli.main import run

COUNT, DIM = 40, 16


@pytest.fixture(scope="module")
def rows() -> np.ndarray:
    return np.random.default_rng(3).normal(size=(COUNT, DIM)).astype(np.float32)


@pytest.fixture(scope="module")
def nobody(tmp_path_factory: pytest.TempPathFactory, rows: np.ndarray) -> str:
    """Vectors and documents, and nothing said about a model."""
    folder = tmp_path_factory.mktemp("nobody")
    np.save(folder / "v.npy", rows)
    lines = [{"id": f"d{row}", "title": f"Title {row}", "text": f"text number {row}"} for row in range(COUNT)]
    (folder / "docs.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    return f"numpy:{folder}/v.npy?documents={folder}/docs.jsonl"


def order_of(query: np.ndarray, rows: np.ndarray) -> tuple[list[str], np.ndarray]:
    """The oracle: ids by cosine distance in float64, and the distances."""
    wide, one = rows.astype(np.float64), query.astype(np.float64)
    distances = 1 - wide @ one / np.linalg.norm(wide, axis=1) / np.linalg.norm(one)
    order = np.argsort(distances, kind="stable")
    return [f"d{row}" for row in order], distances[order]


def answers(capfd, *arguments):
    code = run([*map(str, arguments), "--json"])
    out, said = capfd.readouterr()
    assert code == 0, said
    return [json.loads(line) for line in out.splitlines()] if "--queries" in arguments else [json.loads(out)]


def refused(capfd, *arguments):
    assert run(list(map(str, arguments))) == 2
    out, said = capfd.readouterr()
    assert out == ""
    assert "Traceback" not in said
    return " ".join(said.split())


def test_like_a_document_ranks_as_the_brute_force_does(nobody, rows, capfd):
    (form,) = answers(capfd, "inspect", nobody, "--like", "d7", "--k", 5)
    ids, distances = order_of(rows[7], rows)
    assert [hit["id"] for hit in form["neighbors"]] == ids[:5]
    assert np.abs(np.array([hit["distance"] for hit in form["neighbors"]]) - distances[:5]).max() < 1e-6
    assert form["query"] == "Title 7"


def test_the_document_that_is_the_query_is_marked_and_no_other(nobody, capfd):
    (form,) = answers(capfd, "inspect", nobody, "--like", "d7", "--k", 5)
    assert [("the query" in hit["badges"]) for hit in form["neighbors"]] == [True, False, False, False, False]
    assert form["contributions_refused"].startswith('The query is the stored vector of "d7".')


def test_what_needs_a_model_is_null(nobody, capfd):
    (form,) = answers(capfd, "inspect", nobody, "--like", "d7")
    assert form["contributions"] is None
    assert form["cost"] == {"encodes": 0, "tokens": 0}
    assert {hit["percentile"] for hit in form["neighbors"]} == {None}


def test_typed_words_are_for_keyword_search(nobody, capfd):
    (form,) = answers(capfd, "inspect", nobody, "number 19", "--like", "d7", "--k", 3)
    assert form["query"] == "number 19"
    assert form["neighbors"][0]["id"] == "d7"
    assert form["keyword"][0]["id"] == "d19"


def test_a_vector_from_a_file_is_searched_with(nobody, rows, tmp_path, capfd):
    asked = -rows[3] * 5
    np.save(tmp_path / "q.npy", asked)
    (form,) = answers(capfd, "inspect", nobody, "some words", "--vector", tmp_path / "q.npy", "--k", 6)
    assert [hit["id"] for hit in form["neighbors"]] == order_of(asked, rows)[0][:6]


def test_each_query_of_a_file_has_its_row(nobody, rows, tmp_path, capfd):
    (tmp_path / "q.txt").write_text("same words\nsame words\n")
    np.save(tmp_path / "q.npy", rows[[4, 5]])
    found = answers(capfd, "inspect", nobody, "--queries", tmp_path / "q.txt", "--vectors", tmp_path / "q.npy")
    assert [form["neighbors"][0]["id"] for form in found] == ["d4", "d5"]


def test_why_gives_places_and_leaves_open_what_needs_a_model(nobody, rows, capfd):
    (form,) = answers(capfd, "why", nobody, "--like", "d7", "--doc", "d8", "--k", 2)
    ids, distances = order_of(rows[7], rows)
    assert form["ranks"]["exact"] == ids.index("d8") + 1
    assert abs(form["distance"] - distances[ids.index("d8")]) < 1e-6
    assert abs(form["kth_distance"] - distances[1]) < 1e-6
    assert form["cause"] is None
    assert f"{form['ranks']['exact']}" in form["summary"]
    assert "no model is used" in form["summary"]
    status = {stage["stage"]: stage["status"] for stage in form["stages"]}
    assert {name for name, each in status.items() if each == "unknown"} >= {"freshness", "read", "words"}
    assert (status["indexed"], status["vector"], status["rank"]) == ("pass", "pass", "fail")


def test_a_document_that_is_the_query_is_found_and_the_answer_says_so(nobody, capfd):
    (form,) = answers(capfd, "why", nobody, "--like", "d7", "--doc", "d7")
    assert (form["cause"], form["ranks"]["exact"]) == ("found", 1)
    assert 'The query is the stored vector of "d7".' in form["summary"]


def test_causes_that_need_no_model_are_named(nobody, tmp_path, rows, capfd):
    broken = rows.copy()
    broken[8] = 0
    broken[9] = np.nan
    folder = tmp_path / "broken"
    folder.mkdir()
    np.save(folder / "v.npy", broken)
    spec = nobody.replace(nobody.removeprefix("numpy:").partition("/v.npy")[0] + "/v.npy", f"{folder}/v.npy")
    causes = [answers(capfd, "why", spec, "--like", "d7", "--doc", doc)[0]["cause"] for doc in ("d8", "d9", "gone")]
    assert causes == ["zero_vector", "invalid_vector", "not_indexed"]
    said = refused(capfd, "inspect", spec, "--like", "d8")
    assert 'the stored vector of "d8", which is all zeros' in said


def test_a_text_equal_to_the_query_is_not_taken_for_embedded(tmp_path, capfd):
    """The query's words are the document's whole text, and still nothing was embedded."""
    vectors = np.eye(12, dtype=np.float32)
    np.save(tmp_path / "v.npy", vectors)
    lines = [{"id": f"d{row}", "text": f"word{row}"} for row in range(12)]
    (tmp_path / "docs.jsonl").write_text("\n".join(map(json.dumps, lines)))
    spec = f"numpy:{tmp_path}/v.npy?documents={tmp_path}/docs.jsonl"
    (form,) = answers(capfd, "why", spec, "word3", "--like", "d5", "--doc", "d3", "--k", 1)
    assert next(stage["status"] for stage in form["stages"] if stage["stage"] == "freshness") == "unknown"
    assert form["cause"] is None


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["q", "--like", "d1", "--vector", "x.npy"], "one of --like, --vector and --vectors"),
        (["q", "--vectors", "x.npy"], "--vectors needs --queries"),
        (["--queries", "q.txt", "--like", "d1"], "for a single query"),
        (["--like", "nothing"], 'has the id "nothing"'),
        (["q"], "or ask with --like or --vector"),
        (["--vector", "x.npy"], "Give either a query"),
        ([], "Give either a query"),
    ],
)
def test_what_does_not_go_together_is_refused(nobody, tmp_path, monkeypatch, capfd, options, says):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "q.txt").write_text("a query\n")
    assert says in refused(capfd, "inspect", nobody, *options)


def test_a_vector_of_another_length_is_refused(nobody, tmp_path, capfd):
    np.save(tmp_path / "q.npy", np.ones(DIM + 1, dtype=np.float32))
    said = refused(capfd, "why", nobody, "q", "--vector", tmp_path / "q.npy", "--doc", "d1")
    assert f"({DIM + 1},)" in said or f"(1, {DIM + 1})" in said
    assert f"(1, {DIM})" in said
