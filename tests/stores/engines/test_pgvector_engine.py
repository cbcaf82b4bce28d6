"""PostgreSQL with pgvector, against a real server: what all engines must do, and what is special here."""

from __future__ import annotations

import numpy as np
import pytest

from inspector.contract import Metric
from inspector.records.documents import Condition
from inspector.stores.collection import SearchParams
from inspector.stores.engines.pgvector import open_pgvector
from inspector.stores.scores import exact_scores
from tests.stores.engines.conformance import CLAIMS, Subject, check_closed
from tests.stores.engines.pgvector_tables import load, opened, spec
from tests.stores.engines.same_documents import DIM, DOCUMENTS, QUERIES, VECTORS, ZEROS, halved

SUBJECTS = {
    "exact cosine": ("docs", Metric.COSINE, {"metric": "cosine"}),
    "exact ip": ("docs", Metric.INNER_PRODUCT, {"metric": "ip"}),
    "exact l2": ("docs", Metric.L2, {"metric": "l2"}),
    "hnsw l2 in 16 bits": ("graph", Metric.L2, {"user": "grapher"}),
    "ivfflat ip": ("cells", Metric.INNER_PRODUCT, {"user": "celler"}),
    "json": (
        "chain",
        Metric.COSINE,
        {"id": "own", "title": "heading", "parent": "part_of", "position": "place"},
    ),
}


@pytest.fixture(scope="module", params=SUBJECTS)
def subject(request, tables):
    table, metric, settings = SUBJECTS[request.param]
    engine = open_pgvector(spec(tables, table, **settings))
    half = table == "graph"
    yield Subject(
        engine,
        metric,
        vectors=halved(VECTORS) if half else VECTORS,
        tolerance=1e-3 if half else 1e-6,
        exact=not half,
    )
    check_closed(engine)


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.__name__)
def test_it_does_what_all_engines_do(subject, claim):
    claim(subject)


def test_an_ordinary_search_gives_no_more_than_the_candidate_list_as_in_production(tables):
    with opened(tables, "graph", user="grapher") as engine:
        assert len(engine.search(QUERIES[:1], 60)[0].ids) == 60
        short = engine.search(QUERIES[:1], 60, params=SearchParams(ef_search=10))[0]
        assert len(short.ids) <= 10 + 2  # equal vectors are one candidate, and three of the documents are equal
        # The setting held for that search alone.
        assert len(engine.search(QUERIES[:1], 60)[0].ids) == 60


def test_a_filter_with_settings_is_searched_through_the_index_until_there_are_enough(tables):
    where = (Condition("year", "-2000"),)
    with opened(tables, "graph", user="grapher") as engine:
        passing = engine.count_matching(where)
        found = engine.search(QUERIES[:1], 60, where=where, params=SearchParams(ef_search=2))[0]
        assert set(found.ids) == set(engine.search(QUERIES[:1], 60, where=where)[0].ids)
        assert len(found.ids) == passing < 10


def test_a_graph_for_the_cosine_leaves_zero_vectors_out_and_counts_score_them_0(tables):
    load(tables, "cosines")
    tables.run("CREATE INDEX ON cosines USING hnsw (embedding vector_cosine_ops)")
    with opened(tables, "cosines") as engine:
        zeros = {DOCUMENTS[row].id for row in ZEROS}
        assert not zeros & set(engine.search(QUERIES[:1], 60)[0].ids)
        exact = engine.search(QUERIES[:1], 60, exact=True)[0]
        assert {exact.ids[place] for place in np.flatnonzero(exact.scores == 0.0)} == zeros
        truth = exact_scores(Metric.COSINE, QUERIES[:1], VECTORS)[0]
        assert engine.closer(QUERIES[:1], 0.0) == np.count_nonzero(truth > 0)


@pytest.mark.parametrize("metric", list(Metric))
def test_ranks_are_those_of_64_bits_even_where_32_bits_tie(postgres, metric):
    rng = np.random.default_rng(5)
    base = rng.normal(size=DIM)
    near = (base + rng.normal(size=(len(DOCUMENTS), DIM)) * 1e-6).astype(np.float32)
    near[10:14] = near[10]
    name = f"near_{metric.value}"
    load(postgres, name, vectors=near)
    query = (base + rng.normal(size=DIM) * 1e-3)[None].astype(np.float32)
    truth = exact_scores(metric, query, near)[0]
    with opened(postgres, name, metric=metric.value) as engine:
        for score in truth[:20]:
            assert engine.closer(query, float(score)) == np.count_nonzero(truth > score)


def test_rows_without_a_vector_are_fetched_as_nan_and_left_out_of_searches(postgres):
    load(postgres, "gaps")
    postgres.run("UPDATE gaps SET embedding = NULL WHERE id IN ('d20', 'd21')")
    with opened(postgres, "gaps") as engine:
        assert engine.facts.count == 60 == engine.count_matching(())
        stored = engine.fetch(["d20", "d22"])
        assert np.isnan(stored.vectors[0]).all() and np.isfinite(stored.vectors[1]).all()
        assert {"d20", "d21"}.isdisjoint(engine.search(QUERIES[:1], 60)[0].ids)
        assert len(engine.search(QUERIES[:1], 60)[0].ids) == 58
