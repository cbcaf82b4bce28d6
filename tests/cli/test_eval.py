"""The command `eval`: promised fields, gates and their exit codes, saved runs, clear words for what does not fit."""

import json
import math

import pytest

from inspector.build.build import build
from inspector.cli.main import run
from tests.toy import ToyEmbedder
from tests.toy_index import write_corpus

MEASURES = ["nDCG@10", "R@10", "R@100", "RR", "AP", "Judged@10"]
COMPARED = ["a", "b", "measure", "difference", "ci", "p_value", "smallest_detectable"]


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    """An index whose model nobody has, so that keyword search answers alone."""
    folder = tmp_path_factory.mktemp("bare")
    return str(build(write_corpus(folder), folder / "index", embedder=ToyEmbedder()).path)


@pytest.fixture
def files(tmp_path):
    """Three queries, of which the last was not judged; keyword search finds the first, and the second at place 2."""
    queries, qrels = tmp_path / "queries.jsonl", tmp_path / "qrels.tsv"
    texts = {"q1": "copy a nested list", "q2": "sync client lost its token", "q3": "download"}
    queries.write_text("".join(json.dumps({"id": each, "text": text}) + "\n" for each, text in texts.items()))
    qrels.write_text("query\tdoc\tgrade\nq1\tcopy\t1\nq2\tE-1024\t1\n")
    return ["--queries", str(queries), "--qrels", str(qrels)]


def answer(capfdbinary, *arguments, code=0):
    """Run the command and give its answer; stdout holds it alone."""
    ended = run(["eval", *arguments, "--json"])
    out, said = capfdbinary.readouterr()
    assert ended == code, said.decode()
    assert b"Traceback" not in said
    return json.loads(out)


def refused(capfd, *arguments):
    assert run(["eval", *arguments]) == 2
    out, said = capfd.readouterr()
    assert out == ""
    assert "Traceback" not in said
    return said


def test_json_has_every_promised_field_and_null_for_what_could_not_answer(index, files, capfdbinary):
    form = answer(capfdbinary, index, *files)
    assert form["index"]["name"] == "index"
    assert list(form["retrievers"]) == ["embedding", "keyword", "hybrid"]
    assert form["retrievers"]["embedding"] is None
    assert form["retrievers"]["hybrid"] is None
    assert list(form["retrievers"]["keyword"]) == MEASURES
    # q1 is found first, q2 second
    assert form["retrievers"]["keyword"]["RR"] == pytest.approx((1 + 1 / 2) / 2)
    assert form["retrievers"]["keyword"]["nDCG@10"] == pytest.approx((1 + 1 / math.log2(3)) / 2)
    assert [each["query"] for each in form["per_query"]] == ["q1", "q2"]
    assert form["per_query"][1]["values"]["keyword"]["RR"] == 0.5
    assert form["fit"]["without_judgement"] == {"count": 1, "examples": ["q3"]}
    assert (form["comparisons"], form["sweeps"], form["gates"]) == ([], [], [])
    assert any("toy/bag-of-words" in note for note in form["notes"])


def test_runs_are_saved_and_compared_with_as_another_retriever(index, files, capfdbinary, tmp_path):
    answer(capfdbinary, index, *files, "--save-runs", str(tmp_path / "runs"))
    saved = tmp_path / "runs" / "keyword.run"
    worse = tmp_path / "worse.run"
    worse.write_text("q1 Q0 sort 1 2.0 t\nq1 Q0 copy 2 1.0 t\n")
    form = answer(capfdbinary, index, *files, "--run", f"same={saved}", "--run", f"worse={worse}", "--measures", "RR")
    assert form["retrievers"]["same"] == form["retrievers"]["keyword"]
    assert form["retrievers"]["worse"]["RR"] == pytest.approx((1 / 2 + 0) / 2)
    first = form["comparisons"][1]
    assert list(first)[: len(COMPARED)] == COMPARED
    assert (first["a"], first["b"], first["measure"]) == ("keyword", "worse", "RR")
    assert first["difference"] == pytest.approx(0.75 - 0.25)
    assert first["p_value"] == 0.5  # both differences are .5: 2 of 4 choices of signs reach 1
    assert form["comparisons"][0]["smallest_detectable"] is None


def test_ids_that_a_run_file_cannot_hold_cost_no_answer_and_leave_no_file_and_spaces_are_said(
    index, capfdbinary, tmp_path
):
    for id_, code, said in (("q\t1", 2, "cannot stand in a run file"), ("q 1", 0, "tabs separate the columns")):
        (tmp_path / "q.jsonl").write_text(json.dumps({"id": id_, "text": "copy a nested list"}) + "\n")
        (tmp_path / "r.jsonl").write_text(json.dumps({"query": id_, "doc": "copy", "grade": 1}) + "\n")
        files = ["--queries", str(tmp_path / "q.jsonl"), "--qrels", str(tmp_path / "r.jsonl")]
        assert run(["eval", index, *files, "--save-runs", str(tmp_path / "runs"), "--json"]) == code
        out, told = capfdbinary.readouterr()
        assert json.loads(out)["retrievers"]["keyword"]["RR"] == 1
        assert said in " ".join(told.decode().split())
        assert (tmp_path / "runs" / "keyword.run").exists() == (code == 0)


@pytest.mark.parametrize(
    ("gates", "code", "passed"),
    [
        (["keyword:RR>=0.75"], 0, [True]),
        (["keyword:RR>0.75"], 1, [False]),
        (["keyword:R@5>=1", "keyword:AP<.5"], 1, [True, False]),
    ],
)
def test_a_missed_gate_ends_with_1_and_says_by_how_much(index, files, capfdbinary, gates, code, passed):
    options = [option for gate in gates for option in ("--gate", gate)]
    form = answer(capfdbinary, index, *files, *options, code=code)
    assert [gate["passed"] for gate in form["gates"]] == passed
    assert all(list(gate)[:5] == ["gate", "retriever", "measure", "relation", "bar"] for gate in form["gates"])
    assert form["gates"][-1]["sentence"].startswith("Passed" if passed[-1] else "Missed by 0.")


def test_the_text_says_gates_table_notes_and_the_worst_queries(index, files, capfdbinary):
    assert run(["eval", index, *files, "--gate", "keyword:RR>=0.8", "--worst", "1"]) == 1
    said = " ".join(capfdbinary.readouterr().out.decode().split())
    assert said.startswith("Missed by 0.050: Keyword search has 0.750 RR, >= 0.8 was asked for.")
    assert "chance alone could have decided it" in said
    assert "RR 0.7500 [0.500, 1.000]" in said
    assert "Worst queries by nDCG@10 of keyword: 0.631 q2 sync client lost its token" in said
    assert "q1 copy" not in said


def test_lists_of_a_length_are_measured_by_what_fits(index, files, capfdbinary):
    form = answer(capfdbinary, index, *files, "--k", "1", "--where", "kind=howto")
    assert list(form["retrievers"]["keyword"]) == ["nDCG@1", "R@1", "RR", "AP", "Judged@1"]
    assert form["depth"] == 1
    assert form["fit"]["filtered"] == {"count": 1, "examples": ["E-1024"]}
    assert form["retrievers"]["keyword"]["RR"] == 0.5


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--measures", "quality"], 'There is no measure "quality"'),
        (["--measures", "R@100", "--k", "10"], "R@100 looks at 100 places, but the lists are 10 long"),
        (["--gate", "RR=1"], '"RR=1" is no gate'),
        (["--gate", "RR>=0.5"], "embedding:RR>=0.5 cannot be held: there are keyword, measured by"),
        (["--gate", "hybrid:RR>=0.5"], "Without the embedding: "),
        (["--run", "old"], '"old" is no run'),
        (["--run", "old=gone.run"], "gone.run does not exist"),
        (["--where", "color=red"], '"color"'),
        (["--weight", "2"], "weight is 2"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_ends_with_2_and_says_why(index, files, capfd, options, sentence):
    assert sentence in refused(capfd, index, *files, *options)


def test_judgements_of_other_queries_end_with_2_and_name_ids_of_both(index, files, capfd, tmp_path):
    other = tmp_path / "other.tsv"
    other.write_text("PLAIN-1\t0\tcopy\t1\n")
    said = refused(capfd, index, *files[:3], str(other))
    assert 'their ids are "q1", "q2", "q3", those of the judgements "PLAIN-1"' in said


def test_a_grade_that_is_no_number_is_named_by_its_line(index, files, capfd, tmp_path):
    bad = tmp_path / "bad.tsv"
    bad.write_text("query\tdoc\tgrade\nq1\tcopy\tgood\n")
    assert 'has the grade "good"' in refused(capfd, index, *files[:3], str(bad))


@pytest.mark.model
def test_with_the_model_all_three_retrievers_are_compared_and_weights_swept(files, capfdbinary, tmp_path):
    corpus = write_corpus(tmp_path)
    path = str(build(corpus, tmp_path / "real").path)
    form = answer(capfdbinary, path, *files, "--sweep", "--measures", "nDCG@3,RR")
    assert all(form["retrievers"][name]["RR"] > 0 for name in ("embedding", "keyword", "hybrid"))
    assert len(form["comparisons"]) == 3 * 2
    assert [sweep["measure"] for sweep in form["sweeps"]] == ["nDCG@3", "nDCG@3"]
    assert len(form["sweeps"][0]["points"]) == 11
