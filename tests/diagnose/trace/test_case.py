"""The facts of a case where there is little to know: odd collections, odd queries, odd ids. Never a guess."""

import numpy as np
import pytest

from inspector.contract import Metric
from inspector.diagnose.freshness.judge import Origin
from inspector.diagnose.trace.case import PASSAGES
from inspector.records.findings import Cause
from inspector.records.results import Retriever
from inspector.records.trace import Stage, StageStatus
from inspector.stores.ann_spec import parse_ann
from tests import oracle
from tests.diagnose.trace.worlds import (
    Words,
    asked,
    axis,
    case,
    embedded,
    ladder,
    ladder_world,
    line,
    lines_of,
    opened,
)

RETRIEVERS = list(Retriever)


@pytest.mark.parametrize("retriever", RETRIEVERS)
@pytest.mark.parametrize("ann", [None, "flat", "hnsw", "ivf,nlist=1,nprobe=1"])
def test_the_only_document_is_found_or_has_no_word_of_the_query(tmp_path, retriever, ann):
    index = opened(tmp_path, [line("d0", "w0")], Words(ladder()), ann=ann and parse_ann(ann))
    assert asked(index, "d0", "w0", k=1, retriever=retriever, remedies=True).cause is Cause.FOUND
    far = asked(index, "d0", "something else", k=1, retriever=retriever, remedies=True)
    assert far.cause is (Cause.MODEL_LIMIT if retriever is Retriever.KEYWORD else Cause.FOUND)


@pytest.mark.parametrize("ann", [None, "flat", "hnsw"])
def test_where_all_vectors_are_equal_the_place_in_the_collection_decides(tmp_path, ann):
    lines = [line(f"d{row}", "the same text for all of them") for row in range(40)]
    index = opened(tmp_path, lines, Words({}), ann=ann and parse_ann(ann))
    found = asked(index, "d25", "text of them", remedies=True)
    assert found.ranks.exact == 26
    assert found.distance == pytest.approx(found.kth_distance, abs=1e-12)
    # Every one of the 25 above is a copy of it; but any 25 of the other 39 would have made as much room.
    assert found.cause is not Cause.DUPLICATES_CROWD
    assert asked(index, "d3", "text of them").ranks.exact == 4


@pytest.mark.parametrize("ann", [None, "flat", "ivf,nlist=4,nprobe=1", "ivfpq,nlist=1,nprobe=1,m=4,nbits=2", "hnsw"])
def test_with_three_in_ten_vectors_broken_each_document_has_its_own_cause(tmp_path, ann):
    words = ladder()
    lines, embedder = lines_of(words), Words(words)
    vectors = embedded(embedder, lines)
    broken = set(range(0, 30, 3))
    vectors[sorted(broken)] = np.nan
    index = opened(tmp_path, lines, embedder, vectors, ann=ann and parse_ann(ann))
    for row in range(30):
        found = asked(index, f"d{row}", k=7, remedies=row < 4)
        if row in broken:
            assert found.cause is Cause.INVALID_VECTOR
        else:
            assert found.ranks.exact == oracle.rank("cosine", axis(0), vectors, row)
            assert found.cause is not Cause.INVALID_VECTOR
            assert not {Cause.STALE_VECTOR, Cause.FOREIGN_MODEL, Cause.MISSING_PROMPT} & {found.cause, *found.also}


@pytest.mark.parametrize("retriever", RETRIEVERS)
def test_a_collection_without_any_text_has_nothing_to_embed(tmp_path, retriever):
    index = opened(tmp_path, [line(f"d{row}", "") for row in range(5)], Words({}))
    found = asked(index, "d4", "anything", k=2, retriever=retriever, remedies=True)
    assert found.cause is Cause.EMPTY_TEXT
    assert found.stage(Stage.TEXT).status is StageStatus.FAIL
    assert found.stage(Stage.FRESHNESS).status is StageStatus.UNKNOWN


def test_a_query_equal_to_a_stored_text_finds_it_first(tmp_path):
    index = ladder_world(tmp_path)
    found = asked(index, "d17", "w17", k=1)
    assert (found.cause, found.ranks.exact) == (Cause.FOUND, 1)
    assert found.distance == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize("retriever", RETRIEVERS)
def test_a_query_of_three_hundred_words_is_answered(tmp_path, retriever):
    query = " ".join(f"w{place % 30}" for place in range(299)) + " ask"
    found = asked(ladder_world(tmp_path), "d20", query, k=2, retriever=retriever, remedies=True)
    assert found.cause is not None
    assert "query_edit" not in {each.remedy for each in found.remedies}


@pytest.mark.parametrize("query", ["the of and", "?!…", "🔎", "\u200b", "a", "<script>", "%s {} \\", "x" * 5000])
@pytest.mark.parametrize("retriever", RETRIEVERS)
def test_a_query_that_keyword_search_can_do_nothing_with_is_answered_all_the_same(tmp_path, query, retriever):
    index = ladder_world(tmp_path, 12)
    found = asked(index, "d11", query, k=3, retriever=retriever, remedies=True)
    assert found.ranks.keyword is None
    assert found.stage(Stage.KEYWORD).status is StageStatus.FAIL
    if retriever is Retriever.KEYWORD:
        assert found.cause is Cause.MODEL_LIMIT


@pytest.mark.parametrize("each", ['d"quoted"', "two\nlines", "tab\there", "a b ", "文書", "<b>", "'; --", "{id}", "%d"])
def test_any_id_is_traced_by_its_own_name(tmp_path, each):
    words = ladder(3)
    index = opened(tmp_path, [*lines_of(words), line(each, "w0 w1")], Words(words))
    found = asked(index, each, "w2", k=1, remedies=True)
    assert (found.document.id, found.stage(Stage.INDEXED).status) == (each, StageStatus.PASS)


def test_a_case_knows_its_text_by_the_recipe_and_its_vector_as_stored(tmp_path):
    words = ladder(3)
    lines = [{**each, "title": "w1"} for each in lines_of(words)]
    index = opened(tmp_path, lines, Words(words), recipe="{text} / {title}")
    one = case(index, "d2")
    assert one.text == "w2 / w1"
    assert (one.row, one.passes, one.finite, one.has_vector) == (2, True, True, True)
    assert one.norm == pytest.approx(1, abs=1e-6)
    assert one.stored.shape == one.fresh.shape == (1, 64)
    assert one.judgement.origin is Origin.SAME


def test_each_fact_is_found_out_once(tmp_path):
    index = ladder_world(tmp_path)
    one = case(index, "d20", "ask w5 w6")
    for _ in range(2):
        facts = [one.exact_rank, one.similarity, one.keyword_rank, one.hybrid_rank, one.noise_floor, one.judgement]
        calls = index.embedder.calls
    assert index.embedder.calls == calls
    assert one.query.tolist() == one.query_vectors[:1].tolist()
    assert facts[0] == oracle.rank("cosine", one.query[0], index.collection.vectors(np.arange(30)), 20)


def test_the_noise_floor_is_the_largest_move_of_the_neutral_edits(tmp_path):
    words = ladder()
    index = opened(tmp_path, lines_of(words), Words({**words, "please": axis(41, length=1.0)}))
    # |ask| = 1 and |please| = 1 beside it: every similarity is divided by the root of 2.
    assert case(index, "d20").noise_floor == pytest.approx(0.55 * (1 - 1 / np.sqrt(2)), abs=1e-6)


def test_a_very_long_unread_part_is_tried_in_a_bounded_number_of_pieces(tmp_path):
    words = ladder(3)
    text = " ".join(["w2"] * 4 * (PASSAGES + 20))
    one = case(opened(tmp_path, [*lines_of(words), line("long", text)], Words(words, max_tokens=4)), "long")
    assert len(one.unread_passages) <= PASSAGES + 1
    assert all(one.unread_passages)
    assert one.unread_vectors.shape == (len(one.unread_passages), 64)


def test_what_lies_behind_a_prompt_as_long_as_the_model_reads_is_all_unread(tmp_path):
    words = {**ladder(3), "passage": axis(50)}
    embedder = Words(words, max_tokens=2)
    index = opened(tmp_path, lines_of(ladder(3)), embedder, document_prompt="passage passage passage ")
    found = asked(index, "d2", k=1, remedies=True)
    assert found.stage(Stage.READ).number("unread_share") == 1


@pytest.mark.parametrize("metric", list(Metric))
@pytest.mark.parametrize("ann", [None, "flat", "hnsw"])
def test_vectors_of_extreme_lengths_are_ranked_as_brute_force_ranks_them(tmp_path, metric, ann):
    words = ladder()
    vectors = embedded(Words(words), lines_of(words))
    vectors[3] *= 1e25
    vectors[20] *= 1e-30
    index = opened(tmp_path, lines_of(words), Words(words), vectors, metric=metric, ann=ann and parse_ann(ann))
    for row in (3, 20):
        found = asked(index, f"d{row}", k=2, remedies=True)
        assert found.ranks.exact == oracle.rank(metric, axis(0), vectors, row)
        assert not {Cause.ZERO_VECTOR, Cause.INVALID_VECTOR, Cause.STALE_VECTOR} & {found.cause, *found.also}


@pytest.mark.parametrize("rest", [np.nan, 0.0])
def test_a_vector_among_none_that_is_sound_is_judged_all_the_same(tmp_path, rest):
    words = ladder(12)
    vectors = np.full((12, 64), rest)
    vectors[5] = Words(words).encode(["w9"])[0]
    found = asked(opened(tmp_path, lines_of(words), Words(words), vectors), "d5", "w1", k=1, remedies=True)
    assert found.cause in (Cause.FOUND, Cause.STALE_VECTOR)
    assert found.stage(Stage.FRESHNESS).status is StageStatus.FAIL
