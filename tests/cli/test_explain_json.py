"""The whole explanation as JSON: shares that add up, pairs, margins and counterfactuals, all of them plain JSON."""

import json
from dataclasses import replace

import numpy as np
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
def index(tmp_path):
    return toy_index(tmp_path)


@pytest.fixture
def found(index):
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


def test_lists_say_who_comes_and_goes_without_each_word(found, index):
    inspection, _, form, _ = found
    whole = [hit.id for hit in inspection.neighbors]
    assert [word["text"] for word in form["lists"]["without"]] == QUERY.split()
    for word in form["lists"]["without"]:
        assert QUERY[word["start"] : word["end"]] == word["text"]
        without = inspect(index, Request(QUERY.replace(word["text"], ""), k=K)).neighbors
        kept = [hit.id for hit in without if hit.id in whole]
        assert word["entered"] == [hit.id for hit in without if hit.id not in whole]
        assert word["left"] == [each for each in whole if each not in kept]
        assert (word["decides"], word["overlap"]) == (K - len(kept), len(kept))


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


def test_phrases_of_a_long_query_have_their_shares_and_errors(index):
    query = " ".join(f"list{place}" for place in range(70))  # more words than are removed, one at a time
    inspection = inspect(index, Request(query, k=K))
    ids = inspection.contributions.ids[:1]
    full = explain_fully(index.collection, index.embedder, Request(query, k=K), ids)
    form = full_contributions(inspection_json(inspection)["contributions"], full)["fair_shares"]
    assert [query[unit["start"] : unit["end"]] for unit in form["units"]] == [unit.text for unit in full.words.units]
    assert " ".join(unit["text"] for unit in form["units"]) == query
    shares = [unit["shares"][ids[0]] for unit in form["units"]]
    column = inspection.contributions.column(ids[0])
    effects = inspection.contributions
    whole = effects.similarity[column] - effects.empty_similarity[column]
    assert sum(each["share"] for each in shares) == pytest.approx(whole, abs=1e-6)
    assert not form["exact"]
    assert all(each["error"] >= 0 for each in shares)


def test_pairs_and_counterfactuals_name_the_place_of_a_repeated_word(index):
    query = "list copy list"
    inspection = inspect(index, Request(query, k=1))
    full = explain_fully(index.collection, index.embedder, Request(query, k=1), inspection.contributions.ids)
    quiet = replace(full.words.noise, floor=np.zeros_like(full.words.noise.floor))  # every pair is told from noise
    full = replace(full, words=replace(full.words, noise=quiet))
    form = full_contributions(inspection_json(inspection)["contributions"], full)
    pairs = [pair for each in form["pairs"].values() for pair in each]
    assert pairs
    for pair in pairs:
        assert pair["first_start"] < pair["second_start"]
        assert query[pair["second_start"] :].startswith(pair["second"])
    found = [each["found"] for each in form["counterfactuals"].values() if each["found"]]
    assert found
    for each in found:
        assert all(query[start:].startswith(word) for start, word in zip(each["starts"], each["words"], strict=True))


def test_every_field_is_there_and_is_plain_json(found):
    _, first, form, _ = found
    assert set(form) == {*first, "fair_shares", "lists", "pairs", "margins", "counterfactuals", "undone"}
    assert set(form["fidelity"]) == set(first["noise_floor"])
    assert json.loads(json.dumps(finite(form), allow_nan=False))
