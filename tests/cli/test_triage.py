"""The command `triage`: promised fields, exit codes, clean stdout, files beside; first without the model."""

import csv
import json

import pytest

from inspector.cli.main import run
from inspector.stores import open_index
from inspector.triage.form import load_last
from tests.ui.indexes import corpus, toy_index

FIELDS = [
    "index", "fingerprint", "made_at", "settings", "summary", "counts", "groups", "levers", "queries", "rate",
    "not_traced", "not_checked", "notes",
]  # fmt: skip
ROW = [
    "id", "query", "count", "expected", "outcome", "rank", "missed", "doc", "cause", "also", "traced", "summary",
    "signs",
]  # fmt: skip


@pytest.fixture(scope="module")
def bare(tmp_path_factory):
    """An index whose model nobody has."""
    return str(toy_index(tmp_path_factory.mktemp("bare") / "faq"))


def write(path, text):
    path.write_text(text, encoding="utf-8")
    return str(path)


def answered(capfdbinary, *arguments):
    code = run(["triage", *arguments, "--json"])
    out, said = capfdbinary.readouterr()
    assert code == 0, said.decode()
    assert b"Traceback" not in said
    form = json.loads(out)
    assert list(form) == FIELDS
    assert all(list(row) == ROW for row in form["queries"])
    return form


def refused(capfd, *arguments):
    assert run(["triage", *arguments]) == 2
    out, said = capfd.readouterr()
    assert out == ""
    assert "Traceback" not in said
    return said


def test_without_a_model_keyword_search_is_triaged_and_said(bare, capfdbinary, tmp_path):
    queries = write(tmp_path / "q.txt", "nested\tcopy\nthread\tcopy\nsort\tgone\nsort\tgone\n")
    form = answered(capfdbinary, bare, "--queries", queries, "--k", "1")
    assert [(row["id"], row["outcome"], row["cause"], row["count"]) for row in form["queries"]] == [
        ("nested", "healthy", None, 1),
        ("thread", "failing", "model_limit", 1),
        ("sort", "failing", "not_indexed", 2),
    ]
    assert form["counts"]["pairs_unknown"] == 1
    assert form["settings"]["retriever"] == "keyword"
    assert form["not_checked"][0]["check"] == "embedding"
    assert "toy/bag-of-words" in form["not_checked"][0]["why"]


def test_expected_and_judgement_files_say_the_same(bare, capfdbinary, tmp_path):
    queries = write(tmp_path / "q.jsonl", '{"id": "a", "text": "nested"}\n{"id": "b", "text": "thread", "count": 3}\n')
    expected = write(tmp_path / "e.tsv", "query\tdoc\na\tcopy\nb\tcopy\n")
    qrels = write(tmp_path / "r.txt", "a 0 copy 2\na 0 sort 1\nb 0 copy 1\nz 0 copy 1\n")
    one = answered(capfdbinary, bare, "--queries", queries, "--expected", expected, "--k", "1")
    two = answered(capfdbinary, bare, "--queries", queries, "--qrels", qrels, "--k", "1")
    assert one["queries"] == two["queries"]
    assert one["counts"]["failing_traffic"] == 3
    assert two["notes"] == ["Expected documents of 1 other queries, which were not given, left out."]


def test_the_answer_is_kept_for_the_app_and_written_as_table_and_report(bare, capfdbinary, tmp_path):
    queries = write(tmp_path / "q.txt", "=nested\tsort\n")
    table, report = tmp_path / "out" / "t.csv", tmp_path / "t.md"
    arguments = ("--queries", queries, "--k", "1", "--csv", str(table), "--markdown", str(report), "--no-rows")
    form = answered(capfdbinary, bare, *arguments)
    assert form["queries"] == []
    assert load_last(open_index(bare)).rows[0].query.text == "=nested"
    with table.open(encoding="utf-8", newline="") as file:
        assert next(csv.DictReader(file))["query"] == "'=nested"
    assert report.read_text(encoding="utf-8").startswith("# Triage of faq\n")


def test_causes_are_left_out_when_asked(bare, capfdbinary, tmp_path):
    queries = write(tmp_path / "q.txt", "thread\tcopy\nlist\twait\n")
    form = answered(capfdbinary, bare, "--queries", queries, "--k", "1", "--no-trace")
    assert [row["traced"] for row in form["queries"]] == [False, False]
    assert form["not_traced"] == "The causes of 2 failing queries were not looked for, as asked."
    form = answered(capfdbinary, bare, "--queries", queries, "--k", "1", "--limit", "1")
    assert [row["traced"] for row in form["queries"]] == [True, False]


def test_the_text_for_people_has_the_sentence_first_and_no_code_reaches_the_terminal(bare, capfd, tmp_path):
    queries = write(tmp_path / "q.jsonl", json.dumps({"text": "thread \u001b[31m"}) + "\n")
    expected = write(tmp_path / "e.jsonl", json.dumps({"query": "thread \u001b[31m", "doc": "copy"}) + "\n")
    assert run(["triage", bare, "--queries", queries, "--qrels", expected, "--k", "1"]) == 0
    out, _ = capfd.readouterr()
    assert out.startswith("1 of 1 query fails. ")
    assert "\u001b" not in out


@pytest.mark.parametrize(
    ("queries", "more", "said"),
    [
        ("\n", (), "no query"),
        ("copy\n", ("--k", "0"), "k is 0"),
        ("copy\n", ("--limit", "-1"), "-1"),
        ("copy\n", ("--where", "colour=red"), "colour"),
        ("copy\n", ("--expected", "none.tsv"), "none.tsv"),
        ("copy\n", ("--expected", "a", "--qrels", "b"), "one of the two"),
    ],
)
def test_what_cannot_be_triaged_is_refused_in_a_sentence(bare, capfd, tmp_path, queries, more, said):
    assert said in refused(capfd, bare, "--queries", write(tmp_path / "q.txt", queries), *more)


@pytest.mark.model
def test_with_the_model_all_passes_are_made(capfdbinary, tmp_path):
    folder = tmp_path / "faq"
    assert run(["build", str(corpus(tmp_path / "faq.jsonl")), "--out", str(folder), "--json"]) == 0
    capfdbinary.readouterr()
    queries = write(tmp_path / "q.txt", "how to duplicate a list\tcopy\nhow long will it wait\tcopy\nnested sort\n")
    form = answered(capfdbinary, str(folder), "--queries", queries, "--k", "1")
    assert [row["outcome"] for row in form["queries"]] == ["healthy", "failing", "open"]
    assert form["queries"][1]["cause"] not in (None, "found")
    assert {each["lever"] for each in form["levers"]} >= {"hybrid_weight", "keyword_only", "collapse_copies"}
    assert form["rate"]["answered"] == 3
