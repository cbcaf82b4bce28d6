"""The command `compare`: its two forms, what it keeps for the app, and how it ends where it cannot answer."""

import json

import pytest

from inspector.cli.main import run
from inspector.compare.saved import Question, load_comparison
from inspector.evaluate.query_sets import parse_queries
from inspector.stores import open_index
from tests.compare.planted import FIVE, planted

PARTS = ["summary", "before", "after", "same_content", "retriever", "asked_with", "k", "depth", "notes", "blast_radius"]
PARTS += ["contract", "documents", "reasons", "queries", "queries_left_out"]


@pytest.fixture
def pair(tmp_path, monkeypatch):
    """Give two index folders whose model no machine has: documents ask, and queries go to the keyword lists."""
    monkeypatch.setenv("INSPECTOR_HOME", str(tmp_path / "home"))
    planted(tmp_path / "a")
    planted(tmp_path / "b", {**FIVE, "new": "1.5 degrees"})
    return str(tmp_path / "a" / "index"), str(tmp_path / "b" / "index")


def answered(arguments, streams):
    assert run(["compare", *arguments, "--json"]) == 0
    return json.loads(streams.readouterr().out)


def test_json_has_every_part_and_its_numbers_fit_together(pair, capfdbinary):
    answer = answered([*pair, "--k", "2"], capfdbinary)
    assert list(answer) == PARTS
    assert answer["asked_with"] == "documents"
    assert answer["documents"]["added"] == 1
    assert answer["documents"]["examples"]["added"] == ["new"]
    blast = answer["blast_radius"]
    assert blast["queries"] == len(answer["queries"]) == sum(blast["overlaps"]) == 5
    changed = sum(each["shared"] < 2 for each in answer["queries"])
    assert blast["different_documents"]["value"] == changed / 5
    low, high = blast["different_documents"]["ci"]
    assert low <= changed / 5 <= high
    assert {each["reason"] for each in answer["reasons"]} == {"added_ahead"}
    assert sum(each["count"] for each in answer["reasons"]) == sum(len(each["left"]) for each in answer["queries"])
    worst = answer["queries"][0]
    assert set(worst["before"][0]) == {"rank", "id", "title", "score", "rank_after"}


def test_the_text_begins_with_the_sentence_and_names_the_reasons(pair, capfdbinary):
    assert run(["compare", *pair, "--k", "2"]) == 0
    said = " ".join(capfdbinary.readouterr().out.decode().split())
    assert said.startswith("Asked with 5 documents in place of queries, ")
    assert "pushed out by added documents" in said
    assert "Documents: 1 added and 5 the same." in said


def test_without_a_model_queries_are_answered_by_keywords_and_the_answer_is_kept_for_the_app(
    pair, tmp_path, capfdbinary
):
    (tmp_path / "q.txt").write_text("degrees\n")
    answer = answered([*pair, "--queries", str(tmp_path / "q.txt"), "--k", "3"], capfdbinary)
    assert answer["retriever"] == "keyword"
    assert "keyword lists" in answer["notes"][0]
    before, after = (open_index(path).fingerprint for path in pair)
    kept = load_comparison(Question(before, after, parse_queries("degrees\n"), None, 3).key)
    assert kept is not None
    assert kept.blast.queries == 1


@pytest.mark.parametrize(
    ("extra", "said"),
    [
        (["--qrels", "qrels.tsv"], "--qrels needs --queries"),
        (["--queries", "empty.txt"], "holds no query"),
        (["--where", "language=en"], 'a: The index has no metadata field "language"'),
        (["--k", "0"], "k is 0"),
    ],
)
def test_what_cannot_be_asked_ends_with_two_and_a_sentence(pair, extra, said, tmp_path, monkeypatch, capfdbinary):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty.txt").write_text("\n")
    assert run(["compare", *pair, *extra]) == 2
    assert said in capfdbinary.readouterr().err.decode()


@pytest.mark.model
def test_the_sample_and_its_copy_that_stopped_early_lose_what_was_removed(tmp_path, capfdbinary):
    from inspector.sample import location
    from inspector.sample.copies import write_copy
    from inspector.sample.faults import fault_named

    write_copy(tmp_path / "stopped", fault_named("feed-stopped"))
    arguments = [str(location.INDEX), str(tmp_path / "stopped")]
    answer = answered([*arguments, "--queries", str(location.QUERIES), "--qrels", str(location.QRELS)], capfdbinary)
    assert (answer["documents"]["removed"], answer["documents"]["same"]) == (50, 400)
    assert {each["reason"] for each in answer["reasons"]} == {"removed"}
    assert answer["blast_radius"]["lost"] == sum(len(each["lost"]) for each in answer["queries"])
    assert answer["blast_radius"]["ndcg_difference"]["value"] < 0
