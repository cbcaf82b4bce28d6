import numpy as np

from inspector.contract import Metric
from inspector.stores import scan
from tests import oracle

METRICS = list(Metric)


def test_the_margin_holds_for_every_pair():
    documents = np.random.default_rng(8).normal(size=(2_000, 384)).astype(np.float32)
    queries = np.random.default_rng(9).normal(size=(5, 384))
    for metric in METRICS:
        blocks = scan.BlockScan(documents, metric)
        probe = blocks.probe(queries)
        for block in blocks.blocks(probe, None):
            exact = probe.on_scale(oracle.scores(metric, queries, documents[block.rows]))
            assert np.all(np.abs(block.scores - exact) <= block.margin[:, None])
