"""What is known about a query whatever the document: what each search brings, each once, against brute force."""

import numpy as np
import pytest

from inspector.diagnose.trace.question import Question
from inspector.errors import EmbedderError
from inspector.inspection import OpenIndex
from inspector.records.documents import Condition
from inspector.records.results import Fusion, Retriever
from inspector.records.trace import TraceRequest
from inspector.search.hybrid import DEPTH, Ranked, fuse
from inspector.stores.ann_spec import parse_ann
from tests import oracle
from tests.diagnose.trace.worlds import DIM, Words, far_words, ladder, ladder_world, lines_of, opened


def question(index, query="ask", **more):
    return Question(index, TraceRequest(query, "d0", **more))


def wide_world(folder, ann=None):
    words = {**ladder(), **far_words(200)}
    return opened(folder, lines_of(words), Words(words), ann=ann and parse_ann(ann))


def test_without_a_structure_the_lists_are_those_of_brute_force(tmp_path):
    index = wide_world(tmp_path)
    asked = question(index, k=7)
    vectors = index.collection.vectors(np.arange(230))
    best = index.collection.ids_at(np.array(oracle.top("cosine", asked.query[0], vectors, DEPTH)))
    assert asked.exact_list.ids == asked.deep.ids == best
    assert asked.returned == best[:7]
    assert asked.kth_similarity == pytest.approx(0.95 - 0.02 * 6, abs=1e-6)
    assert not asked.approximate


def test_with_a_structure_production_s_lists_are_the_structure_s(tmp_path):
    index = wide_world(tmp_path, "ivf,nlist=12,nprobe=1")
    asked = question(index, k=7)
    assert asked.approximate
    assert asked.returned == index.collection.search(asked.query, 7)[0].ids
    assert asked.deep.ids == index.collection.search(asked.query, DEPTH)[0].ids
    assert asked.exact_list.ids == index.collection.search(asked.query, DEPTH, exact=True)[0].ids
    exact = question(index, k=7, exact=True)
    assert not exact.approximate
    assert exact.returned == asked.exact_list.ids[:7]


@pytest.mark.parametrize("fusion", list(Fusion))
def test_the_hybrid_list_is_both_lists_put_together(tmp_path, fusion):
    index = wide_world(tmp_path)
    asked = question(index, "ask w3 far7", k=5, retriever=Retriever.HYBRID, weight=0.3, fusion=fusion)
    rows, scores = index.keyword.score("ask w3 far7").top(DEPTH)
    keyword = Ranked(index.collection.ids_at(rows), scores)
    assert asked.keyword_list.ids == keyword.ids
    assert asked.fused == fuse(fusion, asked.deep, keyword, 0.3, 2 * DEPTH)


def test_a_list_longer_than_fusion_s_candidates_is_searched_as_deep(tmp_path):
    asked = question(wide_world(tmp_path), k=150)
    assert len(asked.returned) == len(asked.deep.ids) == 150
    assert np.isfinite(asked.kth_similarity)


def test_there_is_no_kth_where_there_are_fewer(tmp_path):
    assert np.isnan(question(ladder_world(tmp_path, 5), k=6).kth_similarity)
    assert np.isfinite(question(ladder_world(tmp_path, 5), k=5).kth_similarity)


def test_the_filter_says_how_many_pass(tmp_path):
    words = ladder(6)
    index = opened(tmp_path, [{**each, "row": row} for row, each in enumerate(lines_of(words))], Words(words))
    assert (question(index).matching, question(index).mask) == (6, None)
    some = (Condition("row", "2"), Condition("row", "4"))
    assert question(index, where=some).matching == 2
    assert question(index, where=some).returned == ("d2", "d4")
    assert question(index, where=(Condition("row", "77"),)).matching == 0
    assert question(index, where=(Condition("row", "77"),)).returned == ()


def test_the_query_is_read_with_the_prompt_of_the_contract(tmp_path):
    words = {**ladder(6), "question": axis_of_prompt()}
    index = opened(tmp_path, lines_of(ladder(6)), Words(words), query_prompt="question: ")
    assert question(index).query.tolist() == index.embedder.encode(["question: ask"]).tolist()


def axis_of_prompt():
    return np.eye(DIM)[50]


def test_the_query_s_vector_is_the_same_alone_and_among_its_variants(tmp_path):
    index = ladder_world(tmp_path)
    alone, among = question(index, "ask w3"), question(index, "ask w3")
    assert among.query_vectors[:1].tolist() == alone.query.tolist()
    assert among.plan.texts[0] == "ask w3"


def test_why_there_is_no_model_is_said_in_the_index_s_own_words(tmp_path):
    index = ladder_world(tmp_path)
    bare = OpenIndex(index.collection, index.keyword)
    assert question(bare).no_model
    assert question(OpenIndex(index.collection, index.keyword, model_refusal="No.")).no_model == "No."
    assert question(index).no_model == ""
    other = question(OpenIndex(index.collection, index.keyword, Words({}, dim=DIM * 2)))
    for name in ("embedder", "query", "query_vectors", "encoding"):
        with pytest.raises(EmbedderError, match="128"):
            getattr(other, name)
    assert np.isnan(other.kth_similarity)
    assert [hit.id for hit in question(bare, "w3").fused] == ["d3"]
