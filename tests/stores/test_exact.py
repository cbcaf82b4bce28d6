from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from inspector.contract import Metric
from inspector.stores.exact import ExactScan
from tests import oracle

METRICS = list(Metric)


def awkward(n=300, dim=24, seed=0):
    """Gaussian rows of very different lengths with copies, near-copies, zeros, NaN, infinities and extreme sizes."""
    rng = np.random.default_rng(seed)
    rows = rng.normal(size=(n, dim)).astype(np.float32) * rng.uniform(0.1, 30, size=(n, 1)).astype(np.float32)
    rows[10:20] = rows[5]
    rows[30:40] = np.nextafter(rows[5], np.float32(np.inf))
    rows[50:53] = 0
    rows[60, 3], rows[61, 0], rows[62, -1] = np.nan, np.inf, -np.inf
    rows[70] *= np.float32(1e25)
    rows[71] *= np.float32(1e-30)
    rows[72] = np.float32(1e-42)
    rows[73] = np.float32(3e38)
    rows[80] = -rows[5]
    return rows


def questions(documents, seed=1):
    rng = np.random.default_rng(seed)
    some = rng.normal(size=(6, documents.shape[1]))
    some[1] = documents[5]
    some[2] = 0
    some[3] *= 1e-3
    some[4] = documents[5] * 2.0
    return np.vstack([some, documents[70:72].astype(np.float64)])


def same_as_brute_force(metric, documents, queries, k, mask=None):
    found = ExactScan(documents, metric).top(queries, k, mask)
    for query, hits in zip(queries, found, strict=True):
        wanted = oracle.top(metric, query, documents, k, mask)
        assert hits.rows.tolist() == wanted
        assert hits.scores.tolist() == [oracle.score(metric, query, documents[row]) for row in wanted]


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("k", [1, 3, 15, 299, 1000])
def test_the_best_equal_a_float64_brute_force_ties_by_place(metric, k):
    documents = awkward()
    same_as_brute_force(metric, documents, questions(documents), k)


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("share", [0.02, 0.4, 0.9])
def test_a_mask_equals_brute_force_over_what_passes(metric, share):
    documents = awkward(seed=3)
    mask = np.random.default_rng(5).random(len(documents)) < share
    same_as_brute_force(metric, documents, questions(documents), 12, mask)


@pytest.mark.parametrize("metric", METRICS)
def test_ranks_of_all_documents_equal_brute_force(metric):
    documents = awkward(seed=4)
    queries = questions(documents)
    rows = np.arange(len(documents))
    for mask in (None, np.random.default_rng(5).random(len(documents)) < 0.3):
        found = ExactScan(documents, metric).ranks(queries, rows, mask)
        assert np.array_equal(found, oracle.ranks(metric, queries, documents, rows, mask))


def instead(documents, row, vectors, metric, query, mask):
    """The place of a row with each of other vectors: every time a whole collection with that vector in it."""
    passing = None if mask is None else mask | (np.arange(len(documents)) == row)
    places = []
    for vector in vectors:
        changed = documents.astype(np.float64)
        changed[row] = vector
        places.append(oracle.rank(metric, query, changed, row, passing))
    return places


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("share", [None, 0.3])
def test_the_place_with_another_vector_equals_brute_force_over_a_collection_with_it(metric, share):
    documents = awkward(seed=7)
    mask = None if share is None else np.random.default_rng(5).random(len(documents)) < share
    others = np.vstack([questions(documents), documents[[5, 30, 52, 60, 61, 71, 73, 80]].astype(np.float64)])
    scan_ = ExactScan(documents, metric)
    for row in (0, 15, 51, 60, 70):
        for query in questions(documents)[[0, 1, 2, 4]]:
            found = scan_.ranks_instead(query[None], row, others, mask)
            assert found.tolist() == instead(documents, row, others, metric, query, mask)
    if mask is not None:
        assert mask.mean() < 0.5  # the caller's own mask is left as it was


@pytest.mark.parametrize("metric", METRICS)
def test_its_own_vector_instead_of_its_own_leaves_a_document_where_it_is(metric):
    documents = awkward(seed=8)
    queries, scan_ = questions(documents), ExactScan(documents, metric)
    for row in (0, 12, 52, 60, 72, 299):
        own = [int(scan_.ranks_instead(query[None], row, documents[[row]])[0]) for query in queries]
        assert own == scan_.ranks(queries, np.array([row]))[:, 0].tolist()


def test_a_query_that_is_not_finite_gives_no_place_to_any_vector():
    documents = awkward()
    query = np.full((1, documents.shape[1]), np.nan)
    assert ExactScan(documents, Metric.COSINE).ranks_instead(query, 3, documents[:4]).tolist() == [0] * 4
    nothing = ExactScan(documents, Metric.COSINE).ranks_instead(documents[:1], 3, documents[:0])
    assert nothing.shape == (0,)


@pytest.mark.parametrize("metric", METRICS)
def test_blocks_and_chunks_of_queries_change_nothing(metric, monkeypatch):
    documents = awkward(seed=6)
    queries = questions(documents)
    whole = ExactScan(documents, metric)
    monkeypatch.setattr("inspector.stores.exact.QUERIES", 3)
    parts = ExactScan(documents, metric)
    parts._scan._rows = 7
    rows = np.array([0, 5, 15, 35, 51, 60, 70, 71, 72, 73, 80, 299, -1])
    assert np.array_equal(whole.ranks(queries, rows), parts.ranks(queries, rows))
    for one, other in zip(whole.top(queries, 20), parts.top(queries, 20), strict=True):
        assert one.rows.tolist() == other.rows.tolist()


def test_near_ties_far_below_float32_are_told_apart():
    # 1 + i * 2^-20 and a tiny difference in one of 64 components: cosines differ by less than 1e-12.
    documents = np.ones((500, 64), dtype=np.float32)
    documents[:, 0] += np.random.default_rng(2).permutation(500).astype(np.float32) * np.float32(2**-20)
    same_as_brute_force(Metric.COSINE, documents, np.ones((1, 64)), 500)
    found = ExactScan(documents, Metric.COSINE).ranks(np.ones((1, 64)), np.arange(500))
    assert np.array_equal(found, oracle.ranks("cosine", np.ones((1, 64)), documents, np.arange(500)))


@pytest.mark.parametrize("metric", METRICS)
def test_a_distant_common_offset_hides_no_difference(metric):
    documents = (1000 + np.random.default_rng(3).normal(size=(400, 16))).astype(np.float32)
    same_as_brute_force(metric, documents, documents[:3].astype(np.float64) + 0.01, 30)


@pytest.mark.parametrize("metric", METRICS)
def test_equal_vectors_rank_by_place(metric):
    documents = np.tile(np.float32([0.3, 0.4, 0.5]), (40_000, 1))
    scan_ = ExactScan(documents, metric)
    queries = np.array([[1.0, 2.0, 3.0], [0.1, 0.0, 0.0]])
    assert scan_.top(queries, 4)[1].rows.tolist() == [0, 1, 2, 3]
    assert scan_.ranks(queries, np.array([0, 16_384, 39_999])).tolist() == [[1, 16_385, 40_000]] * 2


@pytest.mark.parametrize("metric", METRICS)
def test_vectors_without_a_finite_one_give_nothing(metric):
    documents = np.full((5, 3), np.nan, dtype=np.float32)
    scan_ = ExactScan(documents, metric)
    assert len(scan_.top(np.ones((1, 3)), 3)[0].rows) == 0
    assert scan_.ranks(np.ones((1, 3)), np.array([0, 4])).tolist() == [[0, 0]]


@pytest.mark.parametrize("metric", METRICS)
def test_a_query_that_is_not_finite_finds_nothing(metric):
    scan_ = ExactScan(awkward(), metric)
    queries = np.ones((2, 24))
    queries[0, 0] = np.nan
    found = scan_.top(queries, 3)
    assert (len(found[0].rows), len(found[1].rows)) == (0, 3)
    assert scan_.ranks(queries, np.array([0])).tolist()[0] == [0]


def test_a_zero_query_and_zero_documents_are_at_similarity_0():
    documents = np.float32([[0, 0], [1, 0], [-1, 0]])
    scan_ = ExactScan(documents, Metric.COSINE)
    assert scan_.top(np.zeros((1, 2)), 3)[0].rows.tolist() == [0, 1, 2]
    hits = scan_.top(np.array([[1.0, 0.0]]), 3)[0]
    assert (hits.rows.tolist(), hits.scores.tolist()) == ([1, 0, 2], [1.0, 0.0, -1.0])


@pytest.mark.parametrize("metric", METRICS)
def test_one_document_is_first_whatever_k(metric):
    scan_ = ExactScan(np.float32([[3, 4]]), metric)
    assert scan_.top(np.array([[1.0, 0.0]]), 10)[0].rows.tolist() == [0]
    assert scan_.ranks(np.array([[1.0, 0.0]]), np.array([0])).tolist() == [[1]]


def test_the_metrics_disagree_as_they_must_on_vectors_of_different_length():
    documents = np.float32([[10, 10], [1, 0], [0.9, 0.5]])
    query = np.array([[1.0, 0.0]])
    first = {metric: int(ExactScan(documents, metric).top(query, 1)[0].rows[0]) for metric in METRICS}
    assert first == {Metric.COSINE: 1, Metric.INNER_PRODUCT: 0, Metric.L2: 1}


def test_no_queries_and_no_targets_give_empty_answers():
    scan_ = ExactScan(awkward(), Metric.COSINE)
    assert scan_.top(np.empty((0, 24)), 3) == ()
    assert scan_.ranks(np.empty((0, 24)), np.array([1])).shape == (0, 1)
    assert scan_.ranks(np.ones((2, 24)), np.array([], dtype=np.int64)).shape == (2, 0)


def test_two_threads_searching_at_once_agree():
    documents = np.random.default_rng(1).normal(size=(5_000, 32)).astype(np.float32)
    queries = np.random.default_rng(2).normal(size=(20, 32))
    scan_ = ExactScan(documents, Metric.COSINE)
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda _: [hits.rows.tolist() for hits in scan_.top(queries, 10)], range(6)))
    assert all(answer == answers[0] for answer in answers)


SMALL = st.integers(-3, 3).map(float)


@st.composite
def worlds(draw):
    dim = draw(st.integers(1, 5))
    n = draw(st.integers(1, 25))
    documents = draw(hnp.arrays(np.float32, (n, dim), elements=SMALL))
    queries = draw(hnp.arrays(np.float64, (draw(st.integers(1, 3)), dim), elements=SMALL))
    mask = draw(hnp.arrays(np.bool_, (n,)))
    return documents, queries, mask, draw(st.integers(1, 30)), draw(st.sampled_from(METRICS))


@settings(max_examples=60, deadline=None)
@given(worlds())
def test_a_mask_is_the_same_as_removing_the_rows(world):
    documents, queries, mask, k, metric = world
    kept = np.flatnonzero(mask)
    masked = ExactScan(documents, metric).top(queries, k, mask)
    for query, hits in zip(queries, masked, strict=True):
        assert hits.rows.tolist() == oracle.top(metric, query, documents, k, mask)
    if len(kept):
        removed = ExactScan(np.ascontiguousarray(documents[kept]), metric)
        assert [kept[hits.rows].tolist() for hits in removed.top(queries, k)] == [hits.rows.tolist() for hits in masked]


@settings(max_examples=40, deadline=None)
@given(worlds(), st.integers(-20, 20))
def test_the_length_of_queries_and_documents_is_nothing_to_cosine(world, power):
    documents, queries, mask, k, _ = world
    factor = np.float32(2.0**power)
    plain = ExactScan(documents, Metric.COSINE).top(queries, k, mask)
    scaled = ExactScan(documents * factor, Metric.COSINE).top(queries * float(factor), k, mask)
    assert [hits.rows.tolist() for hits in plain] == [hits.rows.tolist() for hits in scaled]


@settings(max_examples=40, deadline=None)
@given(worlds(), st.randoms(use_true_random=False))
def test_the_order_of_queries_and_of_targets_is_nothing_to_ranks(world, random):
    documents, queries, mask, _, metric = world
    rows = list(range(len(documents)))
    random.shuffle(rows)
    targets = np.array(rows, dtype=np.int64)
    found = ExactScan(documents, metric).ranks(queries[::-1], targets, mask)
    assert np.array_equal(found[::-1], oracle.ranks(metric, queries, documents, targets, mask))
