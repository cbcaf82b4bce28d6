"""The command `why`: promised fields, exit codes, clean stdout; without the model first, then with it."""

import json

import pytest

from inspector.cli.main import run
from inspector.records.findings import Cause
from inspector.records.trace import RemedyKind, Stage
from tests.ui.indexes import corpus, toy_index

FIELDS = [
    "query", "doc", "k", "retriever", "cause", "also", "summary", "stages", "ranks", "distance", "kth_distance",
    "remedies", "chunk",
]  # fmt: skip


def answers(capfdbinary, *arguments):
    """Run the command, which works, and give its answers; stdout holds them alone."""
    code = run(["why", *arguments, "--json"])
    out, said = capfdbinary.readouterr()
    assert code == 0, said.decode()
    assert b"Traceback" not in said
    text = out.decode("utf-8")
    return [json.loads(line) for line in text.splitlines()] if "--queries" in arguments else [json.loads(text)]


def checked(form):
    """Hold an answer against what is promised of every answer."""
    assert list(form) == FIELDS
    assert list(form["ranks"]) == ["exact", "ann", "keyword", "hybrid"]
    assert [each["stage"] for each in form["stages"]] == list(Stage)
    assert all(list(each) == ["stage", "status", "summary", "numbers"] for each in form["stages"])
    assert {each["status"] for each in form["stages"]} <= {"pass", "fail", "unknown"}
    assert all(list(each) == ["remedy", "change", "rank_before", "rank_after", "worked"] for each in form["remedies"])
    assert {each["remedy"] for each in form["remedies"]} <= set(RemedyKind)
    assert form["cause"] is None or form["cause"] in set(Cause)
    return form


def refused(capfd, *arguments):
    assert run(["why", *arguments]) == 2
    out, said = capfd.readouterr()
    assert out == ""
    assert "Traceback" not in said
    return said


@pytest.fixture(scope="module")
def bare(tmp_path_factory):
    """An index whose model nobody has."""
    return str(toy_index(tmp_path_factory.mktemp("bare") / "faq"))


def test_without_a_model_the_cause_is_null_and_every_field_is_there(bare, capfdbinary):
    (form,) = answers(capfdbinary, bare, "copy a list", "--doc", "sort")
    assert checked(form)["cause"] is None
    assert (form["query"], form["doc"], form["k"], form["retriever"]) == ("copy a list", "sort", 10, "embedding")
    assert form["ranks"] == {"exact": None, "ann": None, "keyword": 2, "hybrid": None}
    assert (form["distance"], form["kth_distance"]) == (None, None)
    rank = next(each for each in form["stages"] if each["stage"] == "rank")
    assert rank["status"] == "unknown"
    assert "toy/bag-of-words" in rank["summary"]


def test_a_document_that_is_not_there_is_an_answer(bare, capfdbinary):
    (form,) = answers(capfdbinary, bare, "copy a list", "--doc", "Sort")
    assert checked(form)["cause"] == "not_indexed"
    assert '"sort"' in form["summary"]
    assert form["ranks"] == {"exact": None, "ann": None, "keyword": None, "hybrid": None}


def test_keyword_search_needs_no_model(bare, capfdbinary):
    (form,) = answers(capfdbinary, bare, "thread", "--doc", "wait", "--retriever", "keyword")
    assert checked(form)["cause"] == "found"
    (form,) = answers(capfdbinary, bare, "list", "--doc", "copy", "--where", "kind=method")
    assert checked(form)["cause"] == "filtered_out"


def test_without_remedies_none_is_tried(bare, capfdbinary):
    (form,) = answers(capfdbinary, bare, "thread", "--doc", "sort", "--retriever", "keyword", "--no-remedies")
    assert checked(form)["remedies"] == []


def test_the_text_for_people_says_what_was_asked_and_why_it_is_open(bare, capfd):
    assert run(["why", bare, "copy a list", "--doc", "sort"]) == 0
    out, _ = capfd.readouterr()
    assert "copy a list" in out
    assert "toy/bag-of-words" in out


def pairs(folder, expected, queries='{"id": "b", "text": "copy a list"}\n{"id": "a", "text": "thread"}\n'):
    (folder / "q.jsonl").write_text(queries, encoding="utf-8")
    (folder / "e.tsv").write_text(expected, encoding="utf-8")
    return "--queries", str(folder / "q.jsonl"), "--expected", str(folder / "e.tsv")


def test_files_give_one_line_a_pair_in_the_order_of_the_queries(bare, capfdbinary, tmp_path):
    forms = answers(capfdbinary, bare, *pairs(tmp_path, "query\tdoc\na\twait\nb\tcopy\nb\tgone\n"))
    assert [(form["query"], form["doc"]) for form in forms] == [
        ("copy a list", "copy"),
        ("copy a list", "gone"),
        ("thread", "wait"),
    ]
    assert [checked(form)["cause"] for form in forms] == [None, "not_indexed", None]


def test_queries_without_an_expected_document_are_counted_on_stderr_and_stdout_stays_clean(bare, capfd, tmp_path):
    assert run(["why", bare, *pairs(tmp_path, "a\twait\n"), "--json"]) == 0
    out, said = capfd.readouterr()
    assert [json.loads(line)["doc"] for line in out.splitlines()] == ["wait"]
    assert "1 of 2 queries" in said


def test_an_unknown_query_in_the_file_of_pairs_is_refused_with_its_line(bare, capfd, tmp_path):
    assert "Line 2" in refused(capfd, bare, *pairs(tmp_path, "a\twait\nz\twait\n"))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("query",), "--doc"),
        (("--doc", "sort"), "--doc"),
        (("--queries", "q.jsonl"), "--expected"),
        (("query", "--doc", "sort", "--queries", "q.jsonl"), "--expected"),
        (("query", "--doc", "sort", "--k", "0"), "k is 0"),
        (("query", "--doc", "sort", "--weight", "2"), "weight is 2"),
        (("query", "--doc", "sort", "--weight", "nan"), "weight is nan"),
        (("query", "--doc", "sort", "--where", "colour=red"), "colour"),
        (("query", "--doc", "sort", "--where", "kind"), "field=value"),
        (("", "--doc", "sort"), "empty"),
        (("  ", "--doc", "sort"), "empty"),
        (("query", "--doc", "sort", "--retriever", "magic"), "--retriever"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_a_sentence(bare, capfd, arguments, said):
    assert said in refused(capfd, bare, *arguments)


def test_an_index_that_is_not_there_is_named(capfd, tmp_path):
    assert str(tmp_path / "none") in refused(capfd, str(tmp_path / "none"), "query", "--doc", "sort")


def test_an_id_of_any_characters_can_be_asked_for(bare, capfdbinary):
    for doc in ('a"b', "two\nlines", "文書", "-"):
        (form,) = answers(capfdbinary, bare, "copy", "--doc", doc)
        assert (checked(form)["cause"], form["doc"]) == ("not_indexed", doc)


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    folder = tmp_path_factory.mktemp("index") / "faq"
    source = str(corpus(folder.parent / "faq.jsonl"))
    assert run(["build", source, "--out", str(folder), "--ann", "flat", "--json"]) == 0
    return str(folder)


@pytest.mark.model
def test_with_the_model_every_field_is_filled(index, capfdbinary):
    (form,) = answers(capfdbinary, index, "how long until the thread ends", "--doc", "copy", "--k", "1")
    assert checked(form)["cause"] not in (None, "found")
    assert form["ranks"]["exact"] in (2, 3)
    assert form["ranks"]["ann"] is None
    assert 0 < form["kth_distance"] < form["distance"] < 2
    assert all(each["status"] != "unknown" for each in form["stages"])
    assert form["remedies"]


@pytest.mark.model
def test_with_the_model_each_pair_of_a_file_has_its_own_cause(index, capfdbinary, tmp_path):
    forms = answers(capfdbinary, index, "--k", "1", *pairs(tmp_path, "b\tcopy\na\twait\na\tsort\n"))
    assert [checked(form)["cause"] for form in forms[:2]] == ["found", "found"]
    assert forms[2]["cause"] not in (None, "found")
