"""One query against a real small index, compared with float64 arithmetic over the same vectors."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from inspector.cli.json_form import inspection_json
from inspector.embedders.self_test import batch_verdict
from inspector.errors import EmbedderError, RequestError
from inspector.explain.variants import variants
from inspector.explain.vector_cache import VectorCache
from inspector.inspection import OpenIndex, inspect
from inspector.records.documents import Condition
from inspector.records.results import BadgeKind, ExplainLevel, Fusion, RanksAre, Request
from inspector.report import report
from inspector.stores.ann_spec import parse_ann
from inspector.text import without
from tests.embedders.test_self_test import BatchBoundToy
from tests.toy import ToyEmbedder
from tests.toy_index import TWELVE, toy_index

QUERY = "copy a nested list please"


@pytest.fixture
def index(tmp_path):
    return toy_index(tmp_path)


def similarities(index: OpenIndex, query: str) -> np.ndarray:
    """The oracle: float64, numpy alone."""
    vectors = index.collection.vectors(np.arange(index.collection.count)).astype(np.float64)
    asked = index.embedder.encode([query])[0].astype(np.float64)
    lengths = np.linalg.norm(vectors, axis=1) * np.linalg.norm(asked)
    return vectors @ asked / np.where(lengths > 0, lengths, 1)


def rank_of(values: np.ndarray, row: int) -> int:
    return int(1 + (values > values[row]).sum() + (values[:row] == values[row]).sum())


def test_neighbors_and_distances_are_those_of_brute_force(index):
    found = inspect(index, Request(QUERY, k=5))
    expected = similarities(index, QUERY)
    order = np.argsort(-expected, kind="stable")[:5]
    assert [hit.id for hit in found.neighbors] == [TWELVE[row][0] for row in order]
    assert [hit.distance for hit in found.neighbors] == pytest.approx(1 - expected[order], abs=1e-6)
    assert [hit.exact_rank for hit in found.neighbors] == [1, 2, 3, 4, 5]
    assert found.ranks_are is RanksAre.EXACT


def test_every_removal_effect_and_rank_is_what_the_shorter_query_gives(index):
    effects = inspect(index, Request(QUERY, k=3)).contributions
    whole = similarities(index, QUERY)
    ids = [row[0] for row in TWELVE]
    assert [word.text for word in effects.words] == QUERY.split()
    for place, word in enumerate(effects.words):
        shorter = similarities(index, without(QUERY, word.start, word.end))
        for column, each in enumerate(effects.ids):
            row = ids.index(each)
            assert effects.removal[place, column] == pytest.approx(whole[row] - shorter[row], abs=1e-6)
            assert effects.rank_without[place, column] == rank_of(shorter, row)


def test_where_a_document_stands_is_said_in_every_list(index):
    found = inspect(index, Request(QUERY, k=4))
    expected = similarities(index, QUERY)
    ids = [row[0] for row in TWELVE]
    for standing in found.standings:
        assert standing.neighbor_rank == rank_of(expected, ids.index(standing.id))
    keyword = {hit.id: hit.rank for hit in found.keyword}
    assert all(hit.keyword_rank == keyword.get(hit.id, hit.keyword_rank) for hit in found.neighbors)


def test_terms_of_a_keyword_hit_sum_to_its_score(index):
    for hit in inspect(index, Request(QUERY)).keyword:
        assert math.fsum(term.score for term in hit.terms) == pytest.approx(hit.score, abs=1e-9)


def test_one_batch_encodes_each_distinct_variant_once(index):
    before = index.embedder.calls
    found = inspect(index, Request(QUERY))
    assert index.embedder.calls - before == len(variants(QUERY).texts) == found.cost.encodes


def test_without_explanations_only_the_query_is_encoded(index):
    found = inspect(index, Request(QUERY, explain=ExplainLevel.NONE))
    assert found.cost.encodes == 1
    assert found.contributions is None
    assert [hit.id for hit in found.neighbors] == [hit.id for hit in inspect(index, Request(QUERY)).neighbors]


def test_a_filter_holds_for_all_three_lists(index):
    found = inspect(index, Request("error sync list", where=(Condition("kind", "code"),)))
    assert {hit.id for hits in (found.neighbors, found.keyword, found.hybrid) for hit in hits} == {"E-1042", "E-1024"}
    assert found.matching == 2
    assert sorted(hit.exact_rank for hit in found.neighbors) == [1, 2]


def test_a_document_asked_for_by_id_is_explained_wherever_it_stands(index):
    found = inspect(index, Request(QUERY, k=1, also=("timer",)))
    assert found.document("timer") is not None
    assert found.contributions.column("timer") >= 0
    assert found.standing("timer").neighbor_rank == rank_of(similarities(index, QUERY), 9)


def test_an_unknown_id_or_field_is_refused(index):
    with pytest.raises(RequestError):
        inspect(index, Request(QUERY, also=("nobody",)))
    with pytest.raises(RequestError, match="kind"):
        inspect(index, Request(QUERY, where=(Condition("colour", "red"),)))


@pytest.mark.parametrize(("k", "weight"), [(0, 0.5), (-1, 0.5), (10, 1.5), (10, -0.1)])
def test_k_and_weight_out_of_range_are_refused(index, k, weight):
    with pytest.raises(RequestError):
        inspect(index, Request(QUERY, k=k, weight=weight))


def test_a_model_of_another_dimension_is_refused_with_both_numbers(index):
    other = OpenIndex(index.collection, index.keyword, ToyEmbedder(dim=16))
    with pytest.raises(EmbedderError, match=r"32 dimensions.*makes 16"):
        inspect(other, Request(QUERY))


def test_without_a_model_keyword_search_is_complete(index):
    found = report(OpenIndex(index.collection, index.keyword), Request(QUERY))
    assert found.keyword == tuple(
        type(hit)(hit.rank, hit.id, hit.title, hit.score, hit.terms, None)
        for hit in report(index, Request(QUERY)).keyword
    )
    assert (found.neighbors, found.hybrid, found.contributions) == ((), (), None)
    assert found.checked == 0


@pytest.mark.parametrize("query", ["", "   ", "?!", "the of a", "如何复制列表", "🙂", "كيف أنسخ قائمة"])
def test_odd_queries_get_an_answer(index, query):
    found = report(index, Request(query, k=100))
    assert len(found.neighbors) == len(TWELVE)
    assert found.contributions.removal.shape[0] == len(found.contributions.words)


def test_a_query_of_two_thousand_words_says_how_many_were_not_tried(index):
    found = report(index, Request(" ".join(["copy", "list"] * 1000)))
    assert len(found.contributions.words) + found.contributions.skipped == 2000
    assert found.contributions.skipped > 0


def test_one_document_is_enough(tmp_path):
    found = report(toy_index(tmp_path, TWELVE[:1]), Request("copy", k=10))
    assert [hit.id for hit in found.neighbors] == ["copy"]
    assert found.neighbors[0].exact_rank == 1


def test_copies_below_the_original_are_badged(tmp_path):
    rows = [("a", "", "reset the password of an account"), ("b", "", "Reset the  password of an account")]
    found = report(toy_index(tmp_path, rows), Request("reset password"))
    assert [tuple(badge.kind for badge in hit.badges) for hit in found.neighbors] == [(), (BadgeKind.COPY,)]


def test_a_text_longer_than_the_model_reads_is_badged_with_its_share(tmp_path):
    rows = [("long", "", "one two three four five six seven eight"), ("short", "", "one two")]
    found = report(toy_index(tmp_path, rows, ToyEmbedder(max_tokens=6)), Request("one two"))
    badges = {hit.id: [badge.label for badge in hit.badges] for hit in found.neighbors}
    assert badges == {"long": ["25% unread"], "short": []}  # 8 words, 6 read: 2 / 8


def test_weighted_fusion_with_all_weight_on_one_side_is_that_side(index):
    keyword = inspect(index, Request(QUERY, k=3, fusion=Fusion.WEIGHTED, weight=0.0))
    assert [hit.id for hit in keyword.hybrid] == [hit.id for hit in keyword.keyword][:3]
    embedding = inspect(index, Request(QUERY, k=3, fusion=Fusion.WEIGHTED, weight=1.0))
    assert [hit.id for hit in embedding.hybrid] == [hit.id for hit in embedding.neighbors]


def test_findings_come_with_the_time_they_took(index):
    found = report(index, Request(QUERY))
    assert found.checked + len(found.not_checked) > 0
    assert found.timings.total >= found.timings.diagnose >= 0


def test_an_approximate_index_shows_the_exact_rank_beside_its_own(tmp_path):
    rows = [(f"d{row}", "", f"word{row} word{row // 2} word{row // 4} word{row // 8}") for row in range(200)]
    index = toy_index(tmp_path, rows, ann=parse_ann("ivf,nlist=16,nprobe=1"))
    different = 0
    for row in range(0, 200, 10):
        found = report(index, Request(f"word{row} word{row // 8} word{row // 3}", k=10))
        exact = inspect(index, Request(found.request.query, k=10, exact=True))
        assert [hit.exact_rank for hit in exact.neighbors] == list(range(1, 11))
        places = {hit.id: hit.rank for hit in exact.neighbors}
        for hit in found.neighbors:
            assert hit.exact_rank == places.get(hit.id, hit.exact_rank)
            assert any(badge.kind is BadgeKind.EXACT_RANK for badge in hit.badges) == (hit.exact_rank != hit.rank)
        missed = bool(set(places) - {hit.id for hit in found.neighbors})
        assert missed or not any(finding.check == "ann_missed" for finding in found.findings)
        different += any(finding.check == "ann_missed" for finding in found.findings)
    assert different  # one cell of sixteen cannot hold them all


def test_another_k_or_document_encodes_nothing_again_and_gives_the_same_numbers(index):
    first = inspect(index, Request("copy a list", k=3))
    calls = index.embedder.calls
    deeper = inspect(index, Request("copy a list", k=8, also=("http",)))
    assert index.embedder.calls == calls
    assert (deeper.cost.encodes, deeper.cost.tokens) == (0, 0)
    assert [hit.distance for hit in deeper.neighbors[:3]] == [hit.distance for hit in first.neighbors]
    alone = inspect(replace(index, cache=VectorCache()), Request("copy a list", k=8, also=("http",)))
    assert alone.cost.encodes == index.embedder.calls - calls == len(variants("copy a list").texts)
    assert np.allclose(deeper.contributions.removal, alone.contributions.removal, rtol=0, atol=1e-6)


def test_where_vectors_depend_on_the_batch_effects_of_words_are_refused_with_the_reason(index):
    refusal = batch_verdict(BatchBoundToy(0.1)).refusal
    assert "another vector in another batch" in refusal
    found = inspect(replace(index, effects_refusal=refusal, cache=VectorCache()), Request("copy a list"))
    assert found.contributions is None
    assert found.effects_refusal == refusal
    assert found.cost.encodes == 1  # the query alone
    assert [hit.id for hit in found.neighbors] == [hit.id for hit in inspect(index, Request("copy a list")).neighbors]
    assert inspection_json(found)["contributions_refused"] == refusal
    assert "contributions_refused" not in inspection_json(inspect(index, Request("copy a list")))
