"""Changes tried on many queries, each against the search of one query with that change."""

import json
from dataclasses import replace

import numpy as np

from inspector.build.build import build
from inspector.build.settings import BuildSettings
from inspector.contract import Metric
from inspector.inspection import OpenIndex
from inspector.records.documents import Condition
from inspector.records.results import Retriever
from inspector.records.triage import LeverKind, TriageSettings
from inspector.search.hybrid import fuse
from inspector.search.keyword_cache import keyword_of
from inspector.stores import open_index
from inspector.stores.ann_spec import parse_ann
from inspector.stores.collection import SearchParams
from inspector.triage.batch import answer_batch
from inspector.triage.levers import TRIALS, plan_of, tried
from inspector.triage.levers.reembedding import OTHER_METRIC, refusal
from inspector.triage.wanted import wanted_of
from tests.toy import ToyEmbedder
from tests.toy_index import TWELVE, toy_index
from tests.triage.samples import cases

ASKED = cases(
    *((text, doc) for _, title, text in TWELVE[:8] for doc in ("copy", "csv", "E-1024")[:1]), ("page", "http")
)
ASKED += cases(
    ("turn the rows around", "reverse"), ("lost token", "E-1042"), ("folder", "path"), ("value list", "json")
)


def within(index, settings, asked=ASKED):
    """For each change of the plan, whether each query has its document within k with it."""
    plan = plan_of(index, settings)
    batch = answer_batch(index, settings, asked, wanted_of(index.collection, asked)).batch
    bits = tried(plan, batch)
    return {
        (kind, change.value): [bool(one >> bit & 1) for one in bits] for bit, (kind, change) in enumerate(plan.changes)
    }


def searched(index, asked, k, **options):
    """Whether each query finds its document, searched alone."""
    out = []
    for case in asked:
        vector = index.embedder.encode([case.query.text])
        out.append(case.expected[0] in index.collection.search(vector, k, **options)[0].ids)
    return out


def test_every_lever_but_the_one_that_needs_traces_has_a_row():
    assert {trial.kind for trial in TRIALS} == set(LeverKind) - {LeverKind.REEMBED_TEXT}


def test_on_a_plain_index_only_levers_that_change_something_are_tried(tmp_path):
    kinds = {kind for kind, _ in plan_of(toy_index(tmp_path), TriageSettings()).changes}
    assert kinds == {LeverKind.COLLAPSE_COPIES, LeverKind.KEYWORD_ONLY, LeverKind.HYBRID_WEIGHT}


def test_exact_search_and_more_probes_are_those_searches(tmp_path):
    index = toy_index(tmp_path, ann=parse_ann("ivf,nlist=6,nprobe=1"))
    found = within(index, TriageSettings(2))
    assert found[LeverKind.EXACT_SEARCH, None] == searched(index, ASKED, 2, exact=True)
    probes = [value for kind, value in found if kind is LeverKind.MORE_PROBES]
    assert probes == [2, 4, 6]
    for value in probes:
        alone = searched(index, ASKED, 2, params=SearchParams(nprobe=value))
        assert found[LeverKind.MORE_PROBES, value] == alone
    assert found[LeverKind.MORE_PROBES, 6] == found[LeverKind.EXACT_SEARCH, None]
    assert found[LeverKind.MORE_PROBES, 2] != found[LeverKind.EXACT_SEARCH, None]


def test_the_filter_left_away_is_a_search_of_everything_for_each_retriever(tmp_path):
    index = toy_index(tmp_path)
    where = (Condition("kind", "howto"),)
    found = within(index, TriageSettings(2, where))[LeverKind.FILTER_OFF, None]
    assert found == searched(index, ASKED, 2)
    asked = cases(("E-1042", "E-1042"), ("csv", "csv"))
    for retriever in (Retriever.KEYWORD, Retriever.HYBRID):
        settings = TriageSettings(3, where, retriever)
        assert within(index, settings, asked)[LeverKind.FILTER_OFF, None] == [True, True]


def test_keyword_search_and_each_weight_are_those_lists(tmp_path):
    index = toy_index(tmp_path)
    settings = TriageSettings(2)
    found = within(index, settings)
    batch = answer_batch(index, settings, ASKED, wanted_of(index.collection, ASKED)).batch
    keyword = [case.expected[0] in batch.answers.keyword.lists[at].ids[:2] for at, case in enumerate(ASKED)]
    assert found[LeverKind.KEYWORD_ONLY, None] == keyword
    lists = [
        (batch.ranked(batch.answers.embedding, at), batch.ranked(batch.answers.keyword, at)) for at in range(len(ASKED))
    ]
    for weight in (0.2, 0.5, 0.95):
        alone = [
            case.expected[0] in [hit.id for hit in fuse(settings.fusion, *pair, weight, 2)]
            for case, pair in zip(ASKED, lists, strict=True)
        ]
        assert found[LeverKind.HYBRID_WEIGHT, weight] == alone


def test_copies_above_a_document_are_left_out_and_a_copy_of_what_is_shown_counts_as_shown(tmp_path):
    text = "how to make a copy of a nested list in one go"
    copies = tuple((f"c{number}", "", f"{text} {text}{' again' * (number % 2)}") for number in range(6))
    rows = (*copies, ("wanted", "", "how to make a backup of a list of lists"), ("far", "", "fetch a page over http"))
    index = toy_index(tmp_path, rows)
    asked = cases((text, "wanted"), (text + " ", "c5"), (text + "  ", "far"))
    found = within(index, TriageSettings(2), asked)[LeverKind.COLLAPSE_COPIES, None]
    assert found == [True, True, False]


def test_unit_vectors_are_a_ranking_by_direction(tmp_path):
    toy = ToyEmbedder()
    (tmp_path / "c.jsonl").write_text("\n".join(json.dumps({"id": i, "text": t}) for i, _, t in TWELVE[:8]))
    vectors = toy.encode([t for _, _, t in TWELVE[:8]]) * np.linspace(0.2, 5, 8)[:, None].astype(np.float32)
    np.save(tmp_path / "v.npy", vectors)
    settings = BuildSettings(
        vectors=tmp_path / "v.npy", metric=Metric.INNER_PRODUCT, ann=parse_ann("flat"), model="toy"
    )
    build(tmp_path / "c.jsonl", tmp_path / "index", settings, embedder=toy)
    collection = open_index(tmp_path / "index")
    index = OpenIndex(collection, keyword_of(collection), toy)
    asked = cases(*((text, each) for each, _, text in TWELVE[:8]))
    found = within(index, TriageSettings(1), asked)
    assert found[LeverKind.UNIT_VECTORS, None] == [True] * 8
    assert found[LeverKind.EXACT_SEARCH, None] != [True] * 8
    assert refusal(index, TriageSettings()) == OTHER_METRIC


def test_without_a_model_nothing_that_needs_one_is_tried(tmp_path):
    index = replace(toy_index(tmp_path), embedder=None)
    plan = plan_of(index, TriageSettings(retriever=Retriever.KEYWORD))
    assert {kind for kind, _ in plan.changes} == {LeverKind.COLLAPSE_COPIES}
    assert [kind for kind, _ in plan.refused] == [LeverKind.HYBRID_WEIGHT]
