import numpy as np
import pytest

from inspector.contract import Metric
from inspector.stores import standing
from inspector.stores.scan import BlockScan
from inspector.stores.scores import exact_scores
from tests import oracle


def whole_numbers(rows, dim=6, seed=0):
    """Vectors of small whole numbers: their inner products are whole too, full of ties, and exact in any order."""
    return np.random.default_rng(seed).integers(-3, 4, size=(rows, dim)).astype(np.float32)


def counted(metric, documents, queries, rows, asked=None):
    """What stands before the rows in a single block, and which rows' true scores were asked for."""
    scan = BlockScan(documents, metric)
    probe = scan.probe(queries)
    seen = [] if asked is None else asked

    def exact(place, others):
        seen.extend(others.tolist())
        return exact_scores(metric, queries[place : place + 1], documents[others])[0]

    wanted = exact_scores(metric, queries, documents[rows])
    targets = standing.Targets(rows, wanted, probe.on_scale(wanted))
    ahead = standing.Standing(documents, metric, probe, targets, exact).ahead
    return sum(ahead(scan.block(probe, piece, None)) for piece in scan.pieces(None))


@pytest.mark.parametrize("count", [1, 40])
def test_inner_products_of_whole_numbers_are_counted_as_in_whole_numbers(count):
    documents, queries = whole_numbers(3_000), whole_numbers(20, seed=1).astype(np.float64)
    rows = np.random.default_rng(2).choice(3_000, count, replace=False)
    products = (queries.astype(np.int64) @ documents.astype(np.int64).T)[:, :, None]
    aim, earlier = products[:, rows, 0][:, None, :], np.arange(3_000)[None, :, None] < rows
    expected = ((products > aim) | ((products == aim) & earlier)).sum(axis=1)
    assert np.array_equal(counted(Metric.INNER_PRODUCT, documents, queries, rows), expected)


@pytest.mark.parametrize("metric", list(Metric))
def test_a_few_pairs_at_a_time_change_nothing(metric, monkeypatch):
    documents, queries = whole_numbers(400, dim=3), whole_numbers(4, dim=3, seed=1).astype(np.float64)
    rows = np.arange(0, 400, 9)
    found = counted(metric, documents, queries, rows)
    monkeypatch.setattr(standing, "_PAIRS", 3)
    monkeypatch.setattr(standing, "_EXPANDED", 5)
    assert np.array_equal(counted(metric, documents, queries, rows), found)
    assert np.array_equal(found + 1, oracle.ranks(metric, queries, documents, rows, None))


def test_what_float64_tells_apart_is_not_scored_truly_and_ties_are():
    # Cosines to (1, 0) of (1, x) are 1 - x²/2: steps of 2⁻¹⁵ in x near 2⁻⁹ are 2⁻²⁴ apart, within float32's margin.
    documents = np.ones((64, 2), dtype=np.float32)
    documents[:, 1] = np.float32(2.0**-9) + np.arange(64, dtype=np.float32) * np.float32(2.0**-15)
    query, asked = np.array([[1.0, 0.0]]), []
    assert counted(Metric.COSINE, documents, query, np.array([0, 20, 63]), asked).tolist() == [[0, 20, 63]]
    assert asked == []
    documents[40] = documents[20]
    assert counted(Metric.COSINE, documents, query, np.array([20, 40]), asked).tolist() == [[20, 21]]
    assert set(asked) == {20, 40}


def test_targets_far_apart_and_one_beyond_float32_are_counted():
    documents = np.float32([[1e-3], [2e-3], [3e38], [-3e38], [1.0], [0.0]])
    found = counted(Metric.INNER_PRODUCT, documents, np.array([[2.0], [np.nan]]), np.arange(6))
    assert found.tolist() == [[3, 2, 0, 5, 1, 4], [0] * 6]
