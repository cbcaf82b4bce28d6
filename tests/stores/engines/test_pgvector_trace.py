"""A filter behind an ANN index eats the list, as it does in production: against a real server, to the verdict."""

from __future__ import annotations

import numpy as np
import pytest

from inspector.diagnose.trace import trace
from inspector.inspection import OpenIndex
from inspector.records.documents import Condition, Document
from inspector.records.findings import Cause
from inspector.records.results import Request
from inspector.records.trace import RemedyKind, Stage, StageStatus, TraceRequest
from inspector.report import report
from inspector.search.keyword_cache import keyword_of
from inspector.stores import open_spec
from tests.diagnose.trace.worlds import DIM, Words
from tests.stores.engines.pgvector_tables import load, spec

COUNT, EVERY = 600, 60
MORE = 1_100


def _words(count=COUNT, step=0.0015):
    """w0 is nearest to "ask", w1 next, and so on: similarity 0.99 - step * number, the rest of it at random."""
    rest = np.random.default_rng(4).normal(size=(count, DIM))
    rest[:, 0] = 0.0
    rest /= np.linalg.norm(rest, axis=1, keepdims=True)
    similarity = 0.99 - step * np.arange(count)[:, None]
    vectors = np.sqrt(1 - similarity**2) * rest
    vectors[:, 0] = similarity[:, 0]
    return {f"w{number}": vector for number, vector in enumerate(vectors)}


@pytest.fixture(scope="module")
def shelves(tables):
    """One document in 60 is rare: d59 is the 60th and the first of them, d119 the second, …, d599 the tenth."""
    words = _words()
    documents = [
        Document(f"d{number}", "", f"w{number}", {"lang": "rare" if number % EVERY == EVERY - 1 else "common"})
        for number in range(COUNT)
    ]
    load(tables, "shelves", f"vector({DIM})", documents, np.array(list(words.values()), dtype=np.float32))
    tables.run("CREATE INDEX ON shelves USING hnsw (embedding vector_cosine_ops)")
    tables.run("CREATE ROLE shopper LOGIN")
    tables.run("GRANT SELECT ON shelves TO shopper, goer")
    tables.run("ALTER ROLE shopper SET enable_seqscan = off")  # as the planner decides where the table is large
    return tables, Words(words)


@pytest.fixture(params=["600", "50"], ids=["copied whole", "a sample"])
def ask(shelves, request, monkeypatch):
    monkeypatch.setenv("INSPECTOR_SNAPSHOT", request.param)
    server, embedder = shelves
    opened = []

    def asked(doc, user="shopper", value="rare"):
        collection = open_spec(spec(server, "shelves", user=user))
        opened.append(collection)
        index = OpenIndex(collection, keyword_of(collection), embedder)
        return trace(index, TraceRequest("ask", doc, 5, where=(Condition("lang", value),)), remedies=True)

    yield asked
    for collection in opened:
        collection.engine.close()


def test_a_rare_value_behind_the_index_is_named_and_filtering_first_brings_the_document_back(ask):
    # The index looks at the 40 nearest, d0 to d39 and perhaps a few more; none of them is rare.
    found = ask("d119")
    assert found.cause is Cause.FILTERED_OUT
    stage = found.stage(Stage.FILTER)
    assert (stage.status, stage.number("filter"), stage.number("matching")) == (StageStatus.FAIL, "post", 10)
    assert stage.number("returned") < 5
    assert found.ranks.exact == 2
    assert "an exact search has it 2nd" in found.stage(Stage.ANN).summary
    remedies = {each.remedy: each for each in found.remedies}
    before = remedies[RemedyKind.FILTER_BEFORE]
    assert (before.rank_before, before.rank_after, before.worked) == (None, 2, True)
    # d119 is the 120th of all, and so not among the 5 that the index returns without the filter.
    assert (remedies[RemedyKind.FILTER_OFF].rank_after, remedies[RemedyKind.FILTER_OFF].worked) == (None, False)
    # Some doubling of 8 candidates beyond 120 admits it.
    assert "candidates (efSearch) instead of 40" in remedies[RemedyKind.MORE_PROBES].change
    assert remedies[RemedyKind.MORE_PROBES].worked


def test_inspect_says_that_the_index_left_the_places_empty_and_counts_what_an_exact_search_fills(shelves):
    server, embedder = shelves
    collection = open_spec(spec(server, "shelves", user="shopper"))
    index = OpenIndex(collection, keyword_of(collection), embedder)
    found = report(index, Request("ask", k=5, where=(Condition("lang", "rare"),)))
    assert len(found.neighbors) < 5 and found.matching == 10
    assert found.findings[0].cause is Cause.FILTERED_OUT
    assert found.findings[0].summary.endswith("because of the approximate index: an exact search fills 5.")
    exact = report(index, Request("ask", k=5, where=(Condition("lang", "rare"),), exact=True))
    assert len(exact.neighbors) == 5
    assert Cause.FILTERED_OUT not in {each.cause for each in exact.findings}
    collection.engine.close()


def test_no_more_candidates_are_advised_than_the_server_lets_a_search_keep(tables, shelves):
    # The one rare document is the last of 1,100 by nearness; hnsw.ef_search goes up to 1,000.
    words = _words(MORE, 0.0008)
    shelf = {MORE - 1: "rare"}
    documents = [Document(f"d{row}", "", f"w{row}", {"lang": shelf.get(row, "no")}) for row in range(MORE)]
    load(tables, "many", f"vector({DIM})", documents, np.array(list(words.values()), dtype=np.float32))
    tables.run(f"CREATE INDEX ON many USING hnsw ((embedding::halfvec({DIM})) halfvec_cosine_ops)")
    tables.run("GRANT SELECT ON many TO shopper")
    collection = open_spec(spec(tables, "many", user="shopper"))
    index = OpenIndex(collection, keyword_of(collection), Words(words))
    found = trace(index, TraceRequest("ask", f"d{MORE - 1}", 5, where=(Condition("lang", "rare"),)), remedies=True)
    collection.engine.close()
    assert found.cause is Cause.FILTERED_OUT
    assert Cause.QUANTIZATION_LOSS not in found.also  # nobody looked at everything, so nothing is said of the codes
    more = next(each for each in found.remedies if each.remedy is RemedyKind.MORE_PROBES)
    assert more.change == "Keep 1,000 candidates (efSearch), the most that a search here can keep."
    assert not more.worked


def test_a_frequent_value_is_not_blamed_on_the_filter(ask):
    assert ask("d3", value="common").cause is Cause.FOUND


def test_a_server_that_goes_on_under_a_filter_finds_it(ask):
    assert ask("d119", user="goer").cause is Cause.FOUND


def test_a_document_too_far_under_the_filter_too_is_not_blamed_on_it(ask):
    found = ask("d599")
    assert found.ranks.exact == 10
    assert found.cause is not Cause.FILTERED_OUT
