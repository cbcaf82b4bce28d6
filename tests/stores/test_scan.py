import numpy as np
import pytest

from inspector.contract import Metric
from inspector.stores import scan
from inspector.stores.exact import ExactScan
from tests import oracle

METRICS = list(Metric)


def test_the_margin_holds_for_every_pair():
    documents = np.random.default_rng(8).normal(size=(2_000, 384)).astype(np.float32)
    queries = np.random.default_rng(9).normal(size=(5, 384))
    for metric in METRICS:
        blocks = scan.BlockScan(documents, metric)
        probe = blocks.probe(queries)
        for piece in blocks.pieces(None):
            block = blocks.block(probe, piece, None)
            exact = probe.on_scale(oracle.scores(metric, queries, documents[block.rows]))
            assert np.all(np.abs(block.scores - exact) <= block.margin[:, None])


@pytest.mark.parametrize("queries", [1, 3, 16, 70, 300])
@pytest.mark.parametrize("rows", [1, 63, 1_000])
def test_many_small_products_are_one_large_product(rows, queries):
    draw = np.random.default_rng(queries)
    matrix, left = (draw.integers(-9, 10, size=(count, 384)).astype(np.float32) for count in (rows, queries))
    # Whole numbers below 81 * 384 < 2^24: float32 adds them without rounding, in any order.
    assert np.array_equal(scan.products(matrix, left), matrix.astype(np.int64) @ left.astype(np.int64).T)


def test_rows_that_do_not_pass_have_a_score_of_minus_infinity_or_are_left_out():
    documents = np.random.default_rng(1).normal(size=(100, 8)).astype(np.float32)
    blocks = scan.BlockScan(documents, Metric.COSINE)
    probe = blocks.probe(documents[:2])
    for mask in (np.arange(100) > 30, np.arange(100) > 80):
        block = blocks.block(probe, blocks.pieces(mask)[0], mask)
        passing = block.rows[np.isfinite(block.scores).all(axis=0)]
        assert passing.tolist() == np.flatnonzero(mask).tolist()


def test_documents_of_length_zero_stand_where_brute_force_puts_them_though_a_filter_leaves_only_them():
    draw = np.random.default_rng(5)
    documents = draw.normal(size=(1_000, 384)).astype(np.float32)
    documents[[400, 800]] = 0.0
    queries = draw.normal(size=(50, 384)) * draw.uniform(0.1, 30, size=(50, 1))
    mask = np.isin(np.arange(1_000), [400, 800])
    for metric in METRICS:
        found = ExactScan(documents, metric).ranks(queries, np.array([400, 800]), mask)
        assert found.tolist() == [[1, 2]] * 50
