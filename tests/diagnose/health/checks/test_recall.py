"""Recall of the ANN structure, measured with queries and held against exact search."""

import numpy as np

from inspector.contract import Metric
from inspector.diagnose.health.checks.recall import BAR, CHECK
from inspector.records.findings import Cause, Severity
from tests.diagnose.health.indexes import documents, subject
from tests.toy import ToyEmbedder


def test_without_a_structure_nothing_is_missed(tmp_path):
    outcome = CHECK.run(subject(tmp_path))
    assert outcome.finding is None
    assert outcome.measured[0].value == "all vectors, so nothing is missed"


def test_a_structure_that_looks_at_everything_has_recall_one(tmp_path):
    outcome = CHECK.run(subject(tmp_path, ann="flat"))
    assert outcome.finding is None
    assert outcome.measured[0].value == "60 pseudo-queries, first sentences of documents"
    assert outcome.measured[1].value == "1.000 (95 % interval 1.000 to 1.000)"


def test_one_cell_of_many_is_a_warning_with_the_recall_of_brute_force(tmp_path):
    rows, queries = documents(400), tuple(each.title for each in documents(90, seed=5))
    examined = subject(tmp_path, rows, ann="ivf,nlist=16,nprobe=1", queries=queries)
    outcome = CHECK.run(examined)
    assert (outcome.finding.cause, outcome.finding.severity) == (Cause.ANN_RECALL_LOW, Severity.WARNING)
    collection = examined.collection
    asked = ToyEmbedder().encode(queries)
    vectors = collection.vectors(np.arange(400)).astype(np.float64)
    shares = []
    for query, hits in zip(asked, collection.search(asked, 10), strict=True):
        nearest = set(collection.ids_at(np.argsort(-(vectors @ query), kind="stable")[:10]))
        shares.append(len(nearest & set(hits.ids)) / 10)
    assert outcome.measured[0].value == "90 queries that were given"
    assert outcome.measured[1].value.startswith(f"{np.mean(shares):.3f} ")
    low, high = (float(part) for part in outcome.measured[1].value.split("interval ")[1][:-1].split(" to "))
    assert low < np.mean(shares) < high < BAR
    # Of means, 95 % lie within 1.96 standard errors; a bootstrap of 90 queries gives nearly that.
    np.testing.assert_allclose(high - low, 2 * 1.96 * np.std(shares) / np.sqrt(90), rtol=0.1)


def test_a_document_as_near_as_the_last_one_stands_for_it(tmp_path):
    def level(vectors):
        vectors[:] = vectors[0]

    outcome = CHECK.run(subject(tmp_path, change=level, ann="hnsw"))
    assert outcome.finding is None


def test_an_index_in_which_nothing_is_found_is_no_finding(tmp_path):
    def spoil(vectors):
        vectors[:] = np.nan

    outcome = CHECK.run(subject(tmp_path, change=spoil, metric=Metric.L2, ann="flat"))
    assert outcome.finding is None
