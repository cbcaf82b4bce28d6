"""Each reason is planted alone and must be named; what was not tried out is never named."""

import numpy as np
import pytest

from inspector.compare.comparing import compare
from inspector.compare.reasons import TRIALS
from inspector.compare.sentence import REASONS
from inspector.contract import Metric
from inspector.records.comparison import Reason
from inspector.records.documents import Condition
from inspector.records.runs import Query
from inspector.stores.ann_spec import parse_ann
from tests.compare.planted import AT_ZERO, FIVE, AngleEmbedder, planted

K = 3
WITHOUT_D1 = {id_: text for id_, text in FIVE.items() if id_ != "d1"}


@pytest.fixture(scope="module")
def before(tmp_path_factory):
    return planted(tmp_path_factory.mktemp("before") / "five")


def reasons(before, after, **settings):
    """Give the reason of each document that left the list of the query at 0 degrees."""
    found = compare(before, after, AT_ZERO, k=K, **settings)
    return {left.id: left.reason for left in found.queries[0].left}


def test_every_reason_has_one_trial_and_words(before):
    assert [reason for reason, _ in TRIALS] == list(Reason) == list(REASONS)


def test_a_document_that_is_gone_was_removed(before, tmp_path):
    assert reasons(before, planted(tmp_path / "b", WITHOUT_D1)) == {"d1": Reason.REMOVED}


def test_a_document_that_fails_the_filter_afterwards_was_filtered_out(before, tmp_path):
    after = planted(tmp_path / "b", metadata={"d2": {"kind": "other"}})
    assert reasons(before, after, where=(Condition("kind", "howto"),)) == {"d2": Reason.FILTERED_OUT}


def test_a_document_whose_text_turned_away_was_edited(before, tmp_path):
    after = planted(tmp_path / "b", {**FIVE, "d1": "90 degrees"})
    assert reasons(before, after) == {"d1": Reason.EDITED}


def test_a_document_whose_vector_alone_turned_away_has_another_vector(before, tmp_path):
    after = planted(tmp_path / "b", embedder=AngleEmbedder({"1 degrees": 90.0}))
    assert reasons(before, after) == {"d1": Reason.OTHER_VECTOR}


def test_a_document_behind_a_new_one_was_pushed_out_by_it(before, tmp_path):
    after = planted(tmp_path / "b", {**FIVE, "new": "0.5 degrees"})
    assert reasons(before, after) == {"d3": Reason.ADDED_AHEAD}


def test_added_documents_are_looked_past_however_many_there_are(before, tmp_path):
    after = planted(tmp_path / "b", {**FIVE, **{f"new{place}": "0.5 degrees" for place in range(150)}})
    assert reasons(before, after) == {each: Reason.ADDED_AHEAD for each in ("d1", "d2", "d3")}


def test_a_document_behind_one_that_moved_was_pushed_out_by_changes(before, tmp_path):
    after = planted(tmp_path / "b", embedder=AngleEmbedder({"5 degrees": 0.5}))
    assert reasons(before, after) == {"d3": Reason.CHANGED_AHEAD}


def test_what_needs_a_new_and_a_moved_document_has_several_reasons(before, tmp_path):
    after = planted(tmp_path / "b", {**FIVE, "new": "0.4 degrees"}, AngleEmbedder({"5 degrees": 0.5}))
    # Before d3 stand new, d5, d1 and d2: with either of the first two away three are left, and k is 3.
    assert reasons(before, after) == {"d2": Reason.ADDED_AHEAD, "d3": Reason.SEVERAL}


def test_a_changed_document_that_moved_away_comes_back_too_when_changes_are_undone(before, tmp_path):
    turned = AngleEmbedder({"2 degrees": 90.0, "4 degrees": 2.5, "5 degrees": 2.6})
    after = planted(tmp_path / "b", {**FIVE, "new": "2.4 degrees"}, turned)
    # Before d3 stand d1, new, d4 and d5. With the old vectors d1, d2 and new do, without new d1, d4 and d5: never 2.
    assert reasons(before, after) == {"d2": Reason.OTHER_VECTOR, "d3": Reason.SEVERAL}


def test_a_query_prompt_turns_the_query(before, tmp_path):
    after = planted(tmp_path / "b", query_prompt="turned by 40: ")
    assert reasons(before, after) == {"d1": Reason.QUERY, "d2": Reason.QUERY}


def test_long_vectors_under_the_inner_product_are_another_metric(before, tmp_path):
    after = planted(tmp_path / "b", embedder=AngleEmbedder(lengths={"5 degrees": 10.0}), metric=Metric.INNER_PRODUCT)
    assert reasons(before, after) == {"d3": Reason.METRIC}


def test_another_model_is_no_change_that_can_be_undone(before, tmp_path):
    turned = {f"{angle} degrees": float(7 * angle % 11) for angle in (1, 2, 3, 4, 5)}  # 7, 3, 10, 6, 2
    after = planted(tmp_path / "b", embedder=AngleEmbedder(turned, name="toy/other"))
    assert reasons(before, after) == {"d1": Reason.OTHERWISE, "d3": Reason.OTHERWISE}


ANGLES = np.random.default_rng(3).permutation(np.arange(0, 90, 0.25))
MANY = {f"m{place}": f"{angle} degrees" for place, angle in enumerate(ANGLES)}
QUERIES = tuple(Query(f"q{angle}", f"{angle}.1") for angle in range(0, 90, 3))  # no two documents are as near
SLOPPY = parse_ann("hnsw,m=2,efConstruction=1,efSearch=1")


@pytest.fixture(scope="module")
def graph(tmp_path_factory):
    folder = tmp_path_factory.mktemp("graph")
    return planted(folder / "exact", MANY), planted(folder / "hnsw", MANY, ann=SLOPPY)


def test_what_exact_search_has_and_the_structure_does_not_return_is_its_miss(graph):
    exact, sloppy = graph
    found = compare(exact, sloppy, QUERIES, k=K)
    assert {each.reason for each in found.reasons} == {Reason.ANN_MISS}
    lost = sum(len(each.left) for each in found.queries)
    assert found.reasons[0].count == lost > 0
    # By hand: recall is the share of the k exact ones that came, so it lacks exactly those that left.
    assert found.after.recall.value == pytest.approx(1 - lost / (K * len(QUERIES)))
    assert found.before.recall is None


def test_what_stood_there_only_because_closer_ones_were_missed_stood_in_a_gap(graph):
    exact, sloppy = graph
    found = compare(sloppy, exact, QUERIES, k=K)
    assert {each.reason for each in found.reasons} == {Reason.ANN_GAP}


def test_exact_search_of_both_shows_no_difference_of_structures(graph):
    assert compare(*graph, QUERIES, k=K, exact=True).blast.other_list.value == 0
