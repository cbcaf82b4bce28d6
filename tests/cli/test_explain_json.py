"""The whole explanation as JSON: shares that add up, pairs, margins and counterfactuals, all of them plain JSON."""

import json
from dataclasses import replace

import pytest

from inspector.cli.explain_json import full_contributions
from inspector.cli.json_form import inspection_json
from inspector.cli.output import finite
from inspector.explain.full import explain_fully
from inspector.inspection import inspect
from inspector.records.results import Request
from tests.toy_index import toy_index

QUERY = "copy a nested list"
K = 3


@pytest.fixture
def found(tmp_path):
    index = toy_index(tmp_path)
    inspection = inspect(index, Request(QUERY, k=K))
    first = inspection_json(inspection)["contributions"]
    ids = inspection.contributions.ids
    full = explain_fully(index.collection, index.embedder, Request(QUERY, k=K), ids)
    return inspection, first, full_contributions(first, full), full


def test_fair_shares_add_up_to_the_similarity_above_the_empty_text(found):
    inspection, _, form, _ = found
    effects = inspection.contributions
    for column, each in enumerate(effects.ids):
        shares = sum(word["effects"][each]["fair_share"] for word in form["words"])
        assert shares == pytest.approx(effects.similarity[column] - effects.empty_similarity[column], abs=1e-6)


def test_removal_effects_and_ranks_stay_as_they_were(found):
    _, first, form, _ = found
    for before, after in zip(first["words"], form["words"], strict=True):
        for each, effect in before["effects"].items():
            assert {**after["effects"][each], "fair_share": None} == effect


def test_margins_add_up_to_the_gap_between_neighbors(found):
    _, _, form, _ = found
    assert len(form["margins"]) == len(form["noise_floor"]) - 1
    for gap in form["margins"]:
        assert sum(part["part"] for part in gap["parts"]) == pytest.approx(gap["margin"] - gap["empty"], abs=1e-6)


def test_a_counterfactual_says_which_words_and_that_it_was_run(found):
    inspection, _, form, _ = found
    first = form["counterfactuals"][inspection.neighbors[0].id]
    assert first["goal"] == "leave"
    assert first["found"] is None or (first["found"]["verified"] and first["found"]["rank_after"] > K)


def test_a_counterfactual_that_was_not_looked_for_says_why(found):
    inspection, first, _, full = found
    left = replace(
        full,
        counterfactuals=(None, *full.counterfactuals[1:]),
        unanswered=("It has no rank.", *full.unanswered[1:]),
    )
    form = full_contributions(first, left)["counterfactuals"]
    assert form[inspection.contributions.ids[0]] == {"goal": None, "found": None, "unanswered": "It has no rank."}
    assert form[inspection.contributions.ids[1]]["goal"] in ("leave", "enter")


def test_every_field_is_there_and_is_plain_json(found):
    _, first, form, _ = found
    assert set(form) == {*first, "pairs", "margins", "counterfactuals", "undone"}
    assert set(form["fidelity"]) == set(first["noise_floor"])
    assert json.loads(json.dumps(finite(form), allow_nan=False))
