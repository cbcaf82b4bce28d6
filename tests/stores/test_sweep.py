import numpy as np
import pytest

from inspector.contract import Metric
from inspector.stores import sweep
from inspector.stores.exact import ExactScan
from inspector.stores.scan import BlockScan
from inspector.stores.sweep import Sweep


def vectors(count=900, dim=16, seed=0):
    return np.random.default_rng(seed).normal(size=(count, dim)).astype(np.float32)


def small_blocks(documents):
    scan = BlockScan(documents, Metric.COSINE)
    scan._rows = 100
    return scan


@pytest.mark.parametrize("cores", [1, 3])
@pytest.mark.parametrize("queries", [1, 4])
def test_every_document_is_seen_once_in_order(cores, queries, monkeypatch):
    monkeypatch.setattr(sweep, "_cores", lambda: cores)
    documents = vectors(950)
    documents[7, 0], documents[300] = np.nan, np.float32(1e20)
    mask = np.arange(950) % 5 > 0
    found = Sweep(small_blocks(documents), vectors(queries, seed=1), mask).each(
        lambda block: block.rows[np.isfinite(block.scores).all(axis=0)]
    )
    rows = np.concatenate(found).tolist()
    assert rows == [row for row in range(950) if mask[row] and row not in (7, 300)] + [300] * bool(mask[300])


def test_a_second_question_has_the_scores_of_the_first_whatever_became_of_the_vectors():
    documents, queries = vectors(), vectors(3, seed=1)
    scan = ExactScan(documents, Metric.COSINE)
    kept = scan.sweep(queries)
    first = scan.top(queries[:1], 1, None, kept)[0]
    before = Sweep(small_blocks(documents.copy()), queries, None).each(lambda block: block.scores.copy())
    documents[:] = 0
    again = kept.each(lambda block: block.scores)
    assert np.allclose(np.concatenate(again, axis=1), np.concatenate(before, axis=1), atol=1e-6)
    assert first.rows[0] == np.argmax(np.concatenate(before, axis=1)[0])


@pytest.mark.parametrize("metric", list(Metric))
def test_questions_that_share_a_sweep_get_what_each_alone_gets(metric):
    documents, queries, rows = vectors(), vectors(5, seed=1), np.arange(0, 900, 50)
    scan, mask = ExactScan(documents, metric), np.arange(900) % 3 > 0
    shared = scan.sweep(queries, mask)
    alone = scan.top(queries[:2], 9, mask)
    together = scan.top(queries[:2], 9, mask, shared)
    assert [each.rows.tolist() for each in together] == [each.rows.tolist() for each in alone]
    assert np.array_equal(scan.ranks(queries, rows, mask, shared), scan.ranks(queries, rows, mask))


def test_scores_that_would_take_too_much_memory_are_not_kept(monkeypatch):
    scan = ExactScan(vectors(1_000), Metric.COSINE)
    monkeypatch.setattr(sweep, "KEPT", 4 * 3 * 1_000)
    assert scan.sweep(vectors(3)) is not None
    assert scan.sweep(vectors(4)) is None
