"""Causes in how the index searches, with real FAISS structures: each where it holds and where it nearly does."""

from dataclasses import replace

import faiss
import numpy as np
import pytest

from inspector.contract import Metric
from inspector.diagnose.trace.causes.structure import ann_miss, quantization_loss
from inspector.records.findings import Cause
from inspector.records.trace import RemedyKind, Stage, StageStatus
from inspector.stores.ann_spec import parse_ann
from inspector.stores.collection import SearchParams
from tests import oracle
from tests.diagnose.trace.worlds import DIM, Words, asked, case, embedded, ladder, line, lines_of, opened

COUNT, K = 400, 10
QUERY = "topic1 topic2"


def topics():
    """Documents of two words out of 40: many share one with the query."""
    rng = np.random.default_rng(8)
    words = [f"topic{number}" for number in range(40)]
    return [line(f"d{row}", " ".join(rng.choice(words, 2, replace=False)) + f" own{row}") for row in range(COUNT)]


def index_with(tmp_path, ann):
    return opened(tmp_path, topics(), Words({}), ann=parse_ann(ann))


def lost(index):
    """Documents within k by brute force that production does not return, nearest first."""
    rows = index.collection.vectors(np.arange(COUNT))
    query = index.embedder.encode([QUERY])
    returned = index.collection.search(query, K)[0].ids
    return [f"d{row}" for row in oracle.top("cosine", query[0], rows, K) if f"d{row}" not in returned]


@pytest.mark.parametrize("ann", ["ivf,nlist=20,nprobe=1", "hnsw,m=2,efConstruction=2,efSearch=1"])
def test_what_a_search_of_everything_in_the_structure_returns_was_missed(tmp_path, ann):
    index = index_with(tmp_path, ann)
    gone = lost(index)
    assert gone
    for doc in gone:
        found = asked(index, doc, QUERY, K)
        assert found.cause is Cause.ANN_MISS
        stage = found.stage(Stage.ANN)
        assert stage.status is StageStatus.FAIL
        if ann.startswith("ivf"):
            assert stage.number("cell_rank") > stage.number("nprobe") == 1


def test_where_no_search_can_look_at_everything_the_codes_are_not_blamed(tmp_path):
    index = index_with(tmp_path, "hnsw,m=2,efConstruction=2,efSearch=1")
    question = case(index, lost(index)[0], QUERY, K)
    # As of a database whose candidate lists end at one, and of whose codes nothing is known.
    told = replace(question.structure, lossless=None, ef_needed=None, exhaustive=SearchParams(ef_search=1))
    question.structure = told
    assert ann_miss(question) is None
    assert quantization_loss(question) is not None
    question.structure = replace(told, ef_limit=1)
    assert "even 1 candidate (efSearch), the most it can keep" in ann_miss(question).summary
    assert quantization_loss(question) is None


def test_the_cells_that_a_missed_document_needs_are_the_rank_of_its_cell(tmp_path):
    index = index_with(tmp_path, "ivf,nlist=20,nprobe=1")
    found = asked(index, lost(index)[-1], QUERY, K, remedies=True)
    remedies = {each.remedy: each for each in found.remedies}
    assert remedies[RemedyKind.EXACT_SEARCH].worked
    assert remedies[RemedyKind.EXACT_SEARCH].rank_after == found.ranks.exact
    assert remedies[RemedyKind.MORE_PROBES].worked
    assert str(found.stage(Stage.ANN).number("cell_rank")) in remedies[RemedyKind.MORE_PROBES].change


def test_an_exact_search_misses_nothing(tmp_path):
    index = index_with(tmp_path, "ivf,nlist=20,nprobe=1")
    found = asked(index, lost(index)[0], QUERY, K, exact=True)
    assert found.cause is Cause.FOUND


def test_a_document_that_is_far_anyway_is_no_miss(tmp_path):
    index = index_with(tmp_path, "ivf,nlist=20,nprobe=1")
    rows = index.collection.vectors(np.arange(COUNT))
    order = oracle.order("cosine", index.embedder.encode([QUERY])[0], rows)
    found = asked(index, f"d{order[K + 30]}", QUERY, K)
    assert Cause.ANN_MISS not in (found.cause, *found.also)
    assert found.stage(Stage.ANN).status is StageStatus.PASS


def test_what_even_a_search_of_everything_loses_was_lost_to_compression(tmp_path):
    index = index_with(tmp_path, "ivfpq,nlist=1,nprobe=1,m=4,nbits=2")
    gone = lost(index)
    assert gone
    found = asked(index, gone[0], QUERY, K, remedies=True)
    assert found.cause is Cause.QUANTIZATION_LOSS
    assert Cause.ANN_MISS not in found.also
    stage = found.stage(Stage.ANN)
    assert stage.number("score") != pytest.approx(stage.number("score_compressed"), abs=1e-3)
    assert next(each for each in found.remedies if each.remedy is RemedyKind.EXACT_SEARCH).worked


def test_a_compressed_index_that_only_looks_at_too_little_has_missed_and_not_compressed_it(tmp_path):
    index = index_with(tmp_path, "ivfpq,nlist=16,nprobe=1,m=64,nbits=8")
    causes = {asked(index, doc, QUERY, K).cause for doc in lost(index)}
    assert causes <= {Cause.ANN_MISS, Cause.QUANTIZATION_LOSS}
    assert Cause.ANN_MISS in causes


def adopted(tmp_path, lengths, kind, metric=Metric.COSINE, unit=False, words=None):
    """The ladder with vectors of some lengths and a flat FAISS file that ranks by its own metric."""
    words = ladder() if words is None else words
    lines, embedder = lines_of(words), Words(words)
    vectors = (embedded(embedder, lines) * np.asarray(lengths)[:, None]).astype(np.float32)
    flat = faiss.IndexFlat(DIM, kind)
    flat.add(vectors / np.linalg.norm(vectors, axis=1, keepdims=True) if unit else vectors)
    tmp_path.mkdir(exist_ok=True)
    faiss.write_index(flat, str(tmp_path / "made.faiss"))
    return opened(tmp_path, lines, embedder, vectors, metric=metric, ann_file=tmp_path / "made.faiss")


def lengths_with(place: int, length: float, count: int = 30):
    lengths = np.ones(count)
    lengths[place] = length
    return lengths


def test_a_structure_that_ranks_by_another_metric_than_the_contract_is_the_cause(tmp_path):
    # d5 has cosine 0.85 and length 4: squared distance 1 + 16 - 2 * 4 * 0.85 = 10.2, the last of all.
    found = asked(adopted(tmp_path, lengths_with(5, 4.0), faiss.METRIC_L2), "d5", remedies=True)
    assert found.cause is Cause.WRONG_METRIC
    stage = found.stage(Stage.ANN)
    assert (stage.number("metric_of_structure"), stage.number("metric_of_contract")) == ("l2", "cosine")
    assert (stage.number("rank_by_structures_metric"), stage.number("rank_by_contracts_metric")) == (30, 6)
    remedy = next(each for each in found.remedies if each.remedy is RemedyKind.CONTRACT_METRIC)
    assert (remedy.rank_after, remedy.worked) == (6, True)


def test_inner_product_over_vectors_of_any_length_is_not_the_cosine_of_the_contract(tmp_path):
    # d5 has length 0.2: inner product 0.17, behind all of the ladder (its end has 0.37).
    found = asked(adopted(tmp_path, lengths_with(5, 0.2), faiss.METRIC_INNER_PRODUCT), "d5")
    assert found.cause is Cause.WRONG_METRIC
    assert found.stage(Stage.ANN).number("rank_by_structures_metric") == 30


@pytest.mark.parametrize("kind", [faiss.METRIC_L2, faiss.METRIC_INNER_PRODUCT])
def test_on_unit_vectors_every_metric_ranks_alike_and_none_is_wrong(tmp_path, kind):
    index = adopted(tmp_path, np.ones(30), kind)
    assert asked(index, "d5").cause is Cause.FOUND
    assert (asked(index, "d20").cause, asked(index, "d20").also) == (Cause.MODEL_LIMIT, ())


@pytest.mark.parametrize("kind", [faiss.METRIC_L2, faiss.METRIC_INNER_PRODUCT])
def test_a_metric_is_not_the_cause_of_what_both_metrics_place_far(tmp_path, kind):
    index = adopted(tmp_path, lengths_with(5, 4.0), kind)
    found = asked(index, "d20")
    assert Cause.WRONG_METRIC not in (found.cause, *found.also)


@pytest.mark.parametrize(("metric", "length", "place"), [(Metric.INNER_PRODUCT, 0.2, 30), (Metric.L2, 4.0, 30)])
@pytest.mark.parametrize("ann", [None, "flat"])
def test_lengths_decide_where_the_contract_itself_ranks_by_them(tmp_path, metric, length, place, ann):
    words = ladder()
    lines, embedder = lines_of(words), Words(words)
    vectors = embedded(embedder, lines) * lengths_with(5, length)[:, None]
    index = opened(tmp_path, lines, embedder, vectors, metric=metric, ann=ann and parse_ann(ann))
    found = asked(index, "d5", remedies=True)
    assert (found.cause, found.ranks.exact) == (Cause.NOT_NORMALIZED, place)
    remedy = next(each for each in found.remedies if each.remedy is RemedyKind.UNIT_VECTORS)
    assert (remedy.rank_before if ann is None else place, remedy.rank_after) == (place, 6)
    # d20 is far by direction as well.
    assert Cause.NOT_NORMALIZED not in (asked(index, "d20").cause, *asked(index, "d20").also)


def test_unit_vectors_cannot_be_the_matter_whatever_the_metric(tmp_path):
    words = ladder()
    for metric in (Metric.INNER_PRODUCT, Metric.L2):
        index = opened(tmp_path / metric.value, lines_of(words), Words(words), metric=metric)
        assert (asked(index, "d12").cause, asked(index, "d12").also) == (Cause.MODEL_LIMIT, ())


def test_a_vector_without_direction_is_neither_missed_nor_compressed(tmp_path):
    words = ladder()
    lines, embedder = lines_of(words), Words(words)
    vectors = embedded(embedder, lines)
    vectors[3], vectors[4] = 0, np.nan
    index = opened(tmp_path, lines, embedder, vectors, ann=parse_ann("ivf,nlist=4,nprobe=1"))
    assert (asked(index, "d3").cause, asked(index, "d3").also) == (Cause.ZERO_VECTOR, ())
    assert (asked(index, "d4").cause, asked(index, "d4").also) == (Cause.INVALID_VECTOR, ())
