"""The command `drift`: its ways, its two forms, and what it refuses."""

import json

import pytest

from inspector.cli.main import run
from inspector.monitor.saved import key_of_indexes, key_of_parts, load_drift
from inspector.stores import open_index
from tests.monitor.indexes import ANIMALS, MACHINES, collection, numbered, sentences

OLD = numbered("a", sentences(ANIMALS, 40, 0))
OTHER = numbered("m", sentences(MACHINES, 25, 2))


@pytest.fixture
def then(tmp_path):
    """Give an index made with the toy encoder, whose name no model can be loaded by."""
    return str(collection(tmp_path, "then", OLD).folder)


@pytest.fixture
def now(tmp_path):
    dates = ["2024-05-01"] * 40 + ["2025-05-01"] * 25
    return str(collection(tmp_path, "now", {**OLD, **OTHER}, updated=dates).folder)


def test_json_has_the_sentence_and_every_part_and_the_result_is_kept(then, now, capfdbinary):
    assert run(["drift", now, "--then", then, "--json"]) == 0
    answer = json.loads(capfdbinary.readouterr().out)
    assert answer["sentence"].startswith(
        "The documents have changed: the 25 new documents differ from the 40 documents"
    )
    assert (answer["drifting"], answer["verdict"]) == ("documents", "changed")
    assert answer["test"]["p_value"] == 0.001
    assert answer["turnover"]["new"] == 25
    assert {each["term"] for each in answer["vocabulary"]["came"]} == set(MACHINES)
    assert answer["fit"] is None
    assert load_drift(open_index(now), key_of_indexes(open_index(then).fingerprint)) is not None


def test_the_text_says_the_same_for_people(now, capfdbinary):
    assert run(["drift", now, "--field", "updated", "--split", "2025-01-01"]) == 0
    said = " ".join(capfdbinary.readouterr().out.decode().split())
    assert said.startswith("The documents have changed: the 25 documents with updated from 2025-01-01 on differ from")
    for part in ("In what New words", "What shows it best m", "In numbers Test:", "To bear in mind Words as the model"):
        assert part in said
    assert load_drift(open_index(now), key_of_parts("updated", "2025-01-01")) is not None


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ([], "Nothing was said to compare with."),
        (["--then", "x", "--field", "updated", "--split", "2025"], "Too much was said"),
        (["--field", "updated"], "--field and --split go together."),
        (["--then-queries", "old.txt"], "--then-queries needs --queries"),
        (["--field", "updatd", "--split", "2025"], 'no field "updatd"'),
    ],
)
def test_options_that_do_not_say_one_comparison_are_refused_with_the_ways(now, options, said, capfd):
    assert run(["drift", now, *options]) == 2
    assert said in capfd.readouterr().err


def test_queries_need_a_model(now, tmp_path, capfd):
    for name in ("then", "now"):
        (tmp_path / f"{name}.txt").write_text("fox\n", encoding="utf-8")
    asked = ["--then-queries", str(tmp_path / "then.txt"), "--queries", str(tmp_path / "now.txt")]
    assert run(["drift", now, *asked]) == 2
    assert "Queries cannot be embedded, because the model cannot be loaded" in capfd.readouterr().err
