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
from tests.stores.engines.same_documents import DIM, DOCUMENTS, EMPTY_TEXTS, QUERIES, VECTORS, ZEROS, halved

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


def test_a_filter_is_put_on_what_the_index_found_unless_the_server_is_set_to_go_on(tables):
    where, few = (Condition("lang", "en"),), SearchParams(ef_search=2)
    with opened(tables, "graph", user="grapher") as engine:
        assert engine.facts.filters_after
        passing = engine.count_matching(where)
        assert passing > 10
        # Two candidates, and three of the documents are equal: at most four come, of more than ten that pass.
        assert len(engine.search(QUERIES[:1], 60, where=where, params=few)[0].ids) <= 4
        exact = engine.search(QUERIES[:1], 60, where=where, exact=True)[0]
        assert len(exact.ids) == passing
    with opened(tables, "graph", user="goer") as engine:
        assert engine.facts.structure.endswith("ef_search 40, iterative_scan strict_order")
        assert set(engine.search(QUERIES[:1], 60, where=where, params=few)[0].ids) == set(exact.ids)


def test_a_table_without_an_index_filters_first(tables):
    with opened(tables, "docs") as engine:
        assert not engine.facts.filters_after


def test_any_word_of_a_query_will_do_and_the_rare_one_counts_most(tables):
    with opened(tables, "docs") as engine:
        assert engine.text_search("wörds body zebra17 zebra18 nowhere", 60).ids[:2] == ("d17", "d18")
        assert len(engine.text_search("wörds zebra17", 60).ids) == 60 - len(EMPTY_TEXTS)


def test_where_all_words_are_common_all_of_them_must_be_there(tables, monkeypatch):
    monkeypatch.setattr("inspector.stores.engines.pgvector_engine.MOST", 10)
    with opened(tables, "docs") as engine:
        # "wörds" stands in 58 documents, "title" in 54 of them and in the two without a text.
        both = [each for each in DOCUMENTS if each.title and each.text]
        assert set(engine.text_search("wörds title", 60).ids) == {each.id for each in both}
        assert engine.text_search("wörds title zebra17", 60).ids == ("d17",)


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
