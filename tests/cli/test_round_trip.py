"""From corpus to answer by commands alone, with the real model."""

import json
from pathlib import Path

import pytest

from inspector.cli.main import run
from tests.ui.indexes import corpus

pytestmark = pytest.mark.model


ALL = ("copy", "sort", "wait")
CHUNK = ("parent", "more_of_parent")
EFFECT = {"removal": 0, "fair_share": 0, "rank_without": 0}
PROMISED = {
    "query": 0,
    "index": {"name": 0, "fingerprint": 0, "count": 0, "sample": 0, "dim": 0, "model": 0},
    "ranks_are": 0,
    "neighbors": [
        {
            **dict.fromkeys(("rank", "exact_rank", "id", "title", "distance", "similarity"), 0),
            **{"percentile": 0, "keyword_rank": 0, "badges": [], "parent": 0, "more_of_parent": 0},
        }
    ],
    "keyword": [
        {
            **{"rank": 0, "id": 0, "title": 0, "score": 0, "terms": [{"term": 0, "score": 0}], "neighbor_rank": 0},
            **{"parent": 0, "more_of_parent": 0},
        }
    ],
    "hybrid": [dict.fromkeys(("rank", "id", "title", "score", "neighbor_rank", "keyword_rank", *CHUNK), 0)],
    "contributions": {
        "words": [{"text": 0, "start": 0, "end": 0, "effects": dict.fromkeys(ALL, EFFECT)}],
        "noise_floor": dict.fromkeys(ALL, 0),
        "empty_similarity": dict.fromkeys(ALL, 0),
        "fidelity": 0,
    },
    "findings": [],
    "timings_ms": dict.fromkeys(("encode", "search", "keyword", "fuse", "explain", "diagnose", "total"), 0),
    "cost": {"encodes": 0, "tokens": 0},
}
"""Every field, and 0 for every value; of a list its first entry."""


def shape(value):
    """Take the values out of an answer and leave its fields."""
    if isinstance(value, dict):
        return {name: shape(item) for name, item in value.items()}
    return [shape(item) for item in value[:1]] if isinstance(value, list) else 0


def answer(capfdbinary, *arguments):
    """Run a command that works, and give its stdout."""
    code = run(list(arguments))
    out, said = capfdbinary.readouterr()
    assert code == 0, said.decode()
    return out.decode()


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    folder = tmp_path_factory.mktemp("index") / "faq"
    assert run(["build", str(corpus(folder.parent / "faq.jsonl")), "--out", str(folder), "--json"]) == 0
    return str(folder)


def test_build_says_what_it_made(tmp_path, capfdbinary):
    source = corpus(tmp_path / "faq.jsonl")
    source.write_text(source.read_text() + "nonsense\n")
    out = answer(capfdbinary, "build", str(source), "--out", str(tmp_path / "faq"), "--skip-bad", "--json")
    form = json.loads(out)
    assert list(form) == ["path", "fingerprint", "count", "skipped", "warnings"]
    assert (form["path"], form["count"], form["skipped"]) == (str(tmp_path / "faq"), 3, 1)
    assert "line 4" in form["warnings"][0]


def test_the_sample_is_written_built_and_inspected(tmp_path, capfdbinary):
    sampled = json.loads(answer(capfdbinary, "sample", "python-docs", "--out", str(tmp_path), "--json"))
    lines = Path(sampled["path"]).read_text(encoding="utf-8").splitlines()
    assert sampled["count"] == len(lines) > 1000
    few = tmp_path / "few.jsonl"  # encoding them all takes minutes
    few.write_text("\n".join(line for line in lines if json.loads(line)["module"] in ("copy", "heapq", "shlex")))
    built = json.loads(answer(capfdbinary, "build", str(few), "--out", str(tmp_path / "few"), "--json"))
    form = json.loads(answer(capfdbinary, "inspect", built["path"], "find the three largest numbers", "--json"))
    assert form["index"]["fingerprint"] == built["fingerprint"]
    assert form["neighbors"][0]["id"] == "heapq.nlargest"


def test_the_answer_has_exactly_the_promised_fields(index, capfdbinary):
    form = json.loads(answer(capfdbinary, "inspect", index, "copy a nested list", "--json"))
    assert shape(form | {"findings": []}) == PROMISED
    finding = {
        "cause", "check", "severity", "summary", "evidence", "likely_cause", "try_this", "verify_by"
    }  # fmt: skip
    assert all(set(one) == finding for one in form["findings"])
    for of_word in form["contributions"]["words"]:
        assert shape(of_word["effects"]) == dict.fromkeys(ALL, EFFECT)


def test_inspect_finds_the_document_by_all_three_ways(index, capfdbinary):
    form = json.loads(answer(capfdbinary, "inspect", index, "copy a nested list", "--k", "2", "--json"))
    assert form["neighbors"][0]["id"] == form["keyword"][0]["id"] == form["hybrid"][0]["id"] == "copy"
    assert form["index"] | {"fingerprint": ""} == {
        "name": "faq",
        "fingerprint": "",
        "count": 3,
        "sample": None,
        "dim": 384,
        "model": "sentence-transformers/all-MiniLM-L6-v2",
    }
    assert [word["text"] for word in form["contributions"]["words"]] == ["copy", "a", "nested", "list"]
    assert form["neighbors"][0]["distance"] == pytest.approx(1 - form["neighbors"][0]["similarity"], abs=1e-12)


def test_a_filter_holds_for_all_lists_and_explain_none_leaves_the_words_out(index, capfdbinary):
    arguments = ("inspect", index, "list", "--where", "kind=method", "--explain", "none", "--json")
    form = json.loads(answer(capfdbinary, *arguments))
    assert {hit["id"] for name in ("neighbors", "keyword", "hybrid") for hit in form[name]} == {"sort", "wait"}
    assert form["contributions"] is None


def test_a_file_of_queries_gives_one_line_each_in_order(index, capfdbinary, tmp_path):
    (tmp_path / "q.txt").write_text("copy a list\nhow long to wait\n")
    out = answer(capfdbinary, "inspect", index, "--queries", str(tmp_path / "q.txt"), "--json")
    assert [json.loads(line)["query"] for line in out.splitlines()] == ["copy a list", "how long to wait"]


def test_the_text_for_people_says_the_findings_before_the_lists(index, capfdbinary):
    out = answer(capfdbinary, "inspect", index, "copy a \x1b[31mnested list")
    assert out.index("Query:") < out.index("checks") or "Note" in out or "Warning" in out
    assert out.index("Embedding (cosine distance") < out.index("Keyword (BM25") < out.index("Hybrid")
    assert "\x1b[31m" not in out


@pytest.mark.parametrize(("query", "said"), [("", True), (" ", True), ("list", False)])
def test_an_empty_query_is_answered_and_said_to_be_empty(index, capfdbinary, query, said):
    assert run(["inspect", index, query, "--explain", "none"]) == 0
    assert (b"A query is empty" in capfdbinary.readouterr().err) == said


def test_an_unknown_field_is_refused_with_those_there_are(index, capfdbinary):
    assert run(["inspect", index, "list", "--where", "colour=red"]) == 2
    out, said = capfdbinary.readouterr()
    assert out == b""
    assert "colour" in said.decode()
    assert "kind" in said.decode()


def test_a_map_is_drawn_once_and_kept(index, capfdbinary, inspector_home):
    form = json.loads(answer(capfdbinary, "map", index, "--json"))
    assert form["path"].startswith(str(inspector_home))
    assert (form["points"], form["count"], form["sampled"]) == (3, 3, False)
