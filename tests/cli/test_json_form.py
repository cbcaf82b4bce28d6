"""The JSON form: exactly the promised fields, numbers in full, null for what does not exist."""

import json

import numpy as np

from inspector.cli.json_form import inspection_json
from inspector.cli.output import finite
from inspector.records.explanation import Contributions
from inspector.records.findings import Cause, Evidence, Finding, Severity
from inspector.records.inspection import Cost, IndexFacts, Inspection, Timings
from inspector.records.results import (
    Badge,
    BadgeKind,
    HybridHit,
    KeywordHit,
    Neighbor,
    RanksAre,
    Request,
    TermScore,
)
from inspector.text import Word

EFFECTS = Contributions(
    words=(Word("deep", 0, 4),),
    skipped=0,
    ids=("d1", "d2"),
    similarity=np.array([0.5, np.nan]),
    rank=np.array([1, 0]),
    removal=np.array([[0.1 + 0.2, np.nan]]),
    rank_without=np.array([[7, 0]]),
    noise_floor=np.array([0.01, 0.02]),
    neutral_edits=("deep.",),
    empty_similarity=np.array([-0.04, 0.06]),
)
FINDING = Finding(
    Cause.COPIES, "copies", Severity.NOTE, "Copies.", (Evidence("Neighbor 2", "copy"),), "Chunks.", "Collapse.", "Look."
)


def inspection(contributions=EFFECTS):
    return Inspection(
        request=Request("deep copy"),
        index=IndexFacts("faq", "f" * 32, 2, 4, "toy"),
        ranks_are=RanksAre.EXACT,
        neighbors=(
            Neighbor(1, 1, "d1", "One", 0.5, 0.5, 97.5, 2, (Badge(BadgeKind.COPY, "copy of #2", "Said."),)),
            Neighbor(2, None, "d2", "", float("nan"), float("nan"), None, None),
        ),
        keyword=(KeywordHit(1, "d2", "", 1.25, (TermScore("deep", 1.25),), None),),
        hybrid=(HybridHit(1, "d1", "One", 0.0325, 1, None),),
        ignored=("not",),
        has_keyword_terms=True,
        matching=2,
        documents=(),
        standings=(),
        contributions=contributions,
        timings=Timings(1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 21.0),
        cost=Cost(3, 17),
        findings=(FINDING,),
    )


def test_the_fields_are_exactly_the_promised_ones_in_their_order():
    form = inspection_json(inspection())
    assert list(form) == [
        "query", "index", "ranks_are", "neighbors", "keyword", "hybrid", "contributions", "findings",
        "timings_ms", "cost",
    ]  # fmt: skip
    names = {name: list(item) for name, item in form.items() if isinstance(item, dict)}
    first = {name: list(item[0]) for name, item in form.items() if isinstance(item, list)}
    assert names["index"] == ["name", "fingerprint", "count", "sample", "dim", "model"]
    assert first["neighbors"] == [
        "rank", "exact_rank", "id", "title", "distance", "similarity", "percentile", "keyword_rank", "badges",
        "parent", "more_of_parent",
    ]  # fmt: skip
    assert first["keyword"] == ["rank", "id", "title", "score", "terms", "neighbor_rank", "parent", "more_of_parent"]
    assert list(form["keyword"][0]["terms"][0]) == ["term", "score"]
    assert first["hybrid"] == [
        "rank", "id", "title", "score", "neighbor_rank", "keyword_rank", "parent", "more_of_parent"
    ]  # fmt: skip
    assert names["contributions"] == ["words", "noise_floor", "empty_similarity", "fidelity"]
    assert list(form["contributions"]["words"][0]) == ["text", "start", "end", "effects"]
    assert list(form["contributions"]["words"][0]["effects"]["d1"]) == ["removal", "fair_share", "rank_without"]
    assert first["findings"] == [
        "cause", "check", "severity", "summary", "evidence", "likely_cause", "try_this", "verify_by"
    ]  # fmt: skip
    assert list(form["findings"][0]["evidence"][0]) == ["label", "value"]
    assert names["timings_ms"] == ["encode", "search", "keyword", "fuse", "explain", "diagnose", "total"]
    assert names["cost"] == ["encodes", "tokens"]


def test_numbers_are_written_in_full_and_what_does_not_exist_is_null():
    form = json.loads(json.dumps(finite(inspection_json(inspection())), allow_nan=False))
    effects = form["contributions"]["words"][0]["effects"]
    assert effects == {
        "d1": {"removal": 0.1 + 0.2, "fair_share": None, "rank_without": 7},
        "d2": {"removal": None, "fair_share": None, "rank_without": None},
    }
    assert form["contributions"]["noise_floor"] == {"d1": 0.01, "d2": 0.02}
    assert form["contributions"]["empty_similarity"] == {"d1": -0.04, "d2": 0.06}
    assert form["contributions"]["fidelity"] is None
    assert (form["neighbors"][1]["distance"], form["neighbors"][1]["exact_rank"]) == (None, None)


def test_badges_are_their_labels_and_words_of_closed_lists_are_strings():
    form = inspection_json(inspection())
    assert form["neighbors"][0]["badges"] == ["copy of #2"]
    assert (form["ranks_are"], form["findings"][0]["cause"], form["findings"][0]["severity"]) == (
        "exact",
        "copies",
        "note",
    )


def test_contributions_that_were_not_asked_for_are_null_and_not_missing():
    assert inspection_json(inspection(contributions=None))["contributions"] is None
