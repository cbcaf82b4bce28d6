"""Where a document would stand if one thing were otherwise, against float64 brute force and lists built by hand."""

from functools import cache

import numpy as np
import pytest

from inspector.contract import Metric
from inspector.diagnose.trace import placing
from inspector.records.documents import Condition
from inspector.records.results import Fusion, Retriever
from inspector.search.hybrid import DEPTH, Ranked, fuse
from inspector.stores.ann_spec import parse_ann
from inspector.stores.collection import SearchParams
from tests import oracle
from tests.diagnose.trace.worlds import DIM, Words, asked, axis, case, ladder_world, line, opened

COUNT = 150
COLOURS = ("red", "green", "blue")
METRICS = tuple(Metric)


def lines():
    """Documents of two words of a small vocabulary, so that keyword search finds many; every third is red."""
    rng = np.random.default_rng(5)
    words = [f"word{number}" for number in range(25)]
    texts = [" ".join(rng.choice(words, 2, replace=False)) for _ in range(COUNT)]
    return [line(f"d{row}", text, colour=COLOURS[row % 3]) for row, text in enumerate(texts)]


def stored(seed=0):
    """Vectors of all lengths, with ties, a zero vector, a NaN and an infinity among them."""
    rng = np.random.default_rng(seed)
    vectors = (rng.normal(size=(COUNT, DIM)) * rng.uniform(0.2, 3, size=(COUNT, 1))).astype(np.float32)
    vectors[40:50] = vectors[7]
    vectors[60], vectors[61, 3], vectors[62, 0] = 0, np.nan, np.inf
    return vectors


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """Give the index of the documents above by a metric, each built once, and its vectors."""

    @cache
    def of(metric=Metric.COSINE, ann=None):
        folder = tmp_path_factory.mktemp("world")
        return opened(folder, lines(), Words({}), stored(), metric=metric, ann=ann and parse_ann(ann)), stored()

    return of


def others():
    """Vectors that might stand instead: any, a copy of another document's, a zero and a broken one."""
    vectors = np.random.default_rng(9).normal(size=(6, DIM)).astype(np.float32)
    vectors[1], vectors[2], vectors[3, 1] = stored()[7], 0, np.nan
    return vectors


RED = (Condition("colour", "red"),)
QUERY = "word1 word2"


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("where", [(), RED])
@pytest.mark.parametrize("row", [0, 45, 60, 61, 149])
def test_the_place_with_another_vector_is_that_of_a_collection_with_that_vector(world, metric, where, row):
    index, vectors = world(metric)
    query = Words({}).encode([QUERY])
    mask = None if not where else np.arange(COUNT) % 3 == 0
    wanted = []
    for vector in others():
        changed = vectors.copy()
        changed[row] = vector
        passing = None if mask is None else mask | (np.arange(COUNT) == row)
        wanted.append(oracle.rank(metric, query[0], changed, row, passing))
    found = index.collection.ranks_instead(query, f"d{row}", others(), where=where)
    assert found.tolist() == wanted
    best = min((rank for rank in wanted if rank), default=None)
    assert placing.with_vectors(case(index, f"d{row}", QUERY, where=where), others()) == best


@pytest.mark.parametrize("metric", METRICS)
def test_the_place_by_any_metric_is_that_of_brute_force_by_this_metric(world, metric):
    index, vectors = world()
    query = Words({}).encode([QUERY])[0]
    for row in (0, 7, 45, 60, 61, 100):
        found = placing.by_search(case(index, f"d{row}", QUERY), metric=metric)
        assert (found or 0) == oracle.rank(metric, query, vectors, row)


@pytest.mark.parametrize("where", [(), RED])
@pytest.mark.parametrize("metric", METRICS)
def test_the_place_without_others_is_that_of_a_collection_without_them(world, metric, where):
    index, vectors = world(metric)
    query = Words({}).encode([QUERY])[0]
    mask = np.ones(COUNT, dtype=bool) if not where else np.arange(COUNT) % 3 == 0
    for row in (9, 45, 90):
        removed = [place for place in range(0, COUNT, 4) if place != row]
        left = mask.copy()
        left[removed] = False
        found = placing.without(case(index, f"d{row}", QUERY, where=where), [f"d{place}" for place in removed])
        assert (found or 0) == oracle.rank(metric, query, vectors, row, left)


def test_the_keyword_place_without_others_counts_those_that_are_left(world):
    index, _ = world()
    scores = index.keyword.score(QUERY)
    rows, _ = scores.top(COUNT)
    last, gone = int(rows[-1]), [f"d{row}" for row in rows[:-1:2]]
    asked_for = case(index, f"d{last}", QUERY, retriever=Retriever.KEYWORD)
    assert placing.without(asked_for, gone) == len(rows) - len(gone)


def by_hand(index, vectors, removed=()):
    """Give both lists anew, from brute force and the keyword scores of what is left."""
    query = Words({}).encode([QUERY])[0]
    mask = np.ones(COUNT, dtype=bool)
    mask[list(removed)] = False
    best = oracle.top("cosine", query, vectors, DEPTH, mask)
    similarities = np.array([oracle.similarity(query, vectors[place]) for place in best])
    rows, scores = index.keyword.score(QUERY, mask).top(DEPTH)
    embedding = Ranked(tuple(f"d{place}" for place in best), similarities)
    return embedding, Ranked(index.collection.ids_at(rows), scores)


def place_in(lists, row, weight=0.5, fusion=Fusion.RRF):
    """Give the place of a document in two lists put together."""
    hits = fuse(fusion, *lists, weight, 2 * DEPTH)
    return next((place for place, hit in enumerate(hits, start=1) if hit.id == f"d{row}"), None)


@pytest.mark.parametrize("fusion", list(Fusion))
@pytest.mark.parametrize("weight", [0.0, 0.3, 0.5, 1.0])
def test_the_hybrid_place_is_that_of_lists_built_again(world, fusion, weight):
    index, vectors = world()
    more = {"retriever": Retriever.HYBRID, "fusion": fusion, "weight": weight}
    for row in (3, 45, 60, 61, 120):
        question = case(index, f"d{row}", QUERY, **more)
        assert placing.now(question) == place_in(by_hand(index, vectors), row, weight, fusion)
        removed = [place for place in range(0, COUNT, 5) if place != row]
        found = placing.without(question, [f"d{place}" for place in removed])
        assert found == place_in(by_hand(index, vectors, removed), row, weight, fusion)


@pytest.mark.parametrize("fusion", list(Fusion))
@pytest.mark.parametrize("weight", [0.3, 0.5, 1.0])
@pytest.mark.parametrize("row", [3, 45, 61, 120])
def test_the_hybrid_place_with_another_vector_is_that_of_lists_built_again(world, fusion, weight, row):
    index, vectors = world()
    question = case(index, f"d{row}", QUERY, retriever=Retriever.HYBRID, fusion=fusion, weight=weight)
    near = Words({}).encode(["word1 word2 word3"])
    for vector in (near, others()[:1], stored()[7:8]):
        changed = vectors.copy()
        changed[row] = vector[0]
        assert placing.with_vectors(question, vector) == place_in(by_hand(index, changed), row, weight, fusion)


@pytest.mark.parametrize("fusion", list(Fusion))
def test_the_weights_that_admit_a_document_are_those_of_trying_them_all(world, fusion):
    index, vectors = world()
    lists = by_hand(index, vectors)
    for row in (3, 18, 30, 45, 60, 61, 77, 120):
        question = case(index, f"d{row}", QUERY, k=10, retriever=Retriever.HYBRID, fusion=fusion)
        places = [place_in(lists, row, step / 100, fusion) or COUNT + 1 for step in range(101)]
        good = [step for step, place in enumerate(places) if place <= 10]
        found = placing.weights(question)
        if not good:
            assert found is None
            continue
        low, high = round(100 * found.low), round(100 * found.high)
        assert all(step in good for step in range(low, high + 1))
        assert low - 1 not in good
        assert high + 1 not in good
        nearest = min(abs(step - 50) for step in good)
        assert nearest == min(abs(step - 50) for step in range(low, high + 1))
        assert found.place == min(places[low : high + 1]) == places[round(100 * found.best)]


@pytest.mark.parametrize("retriever", list(Retriever))
def test_the_place_without_the_filter_is_the_place_of_a_question_without_it(world, retriever):
    index, _ = world()
    for row in (1, 4, 44):  # none is red
        with_it = case(index, f"d{row}", QUERY, where=RED, retriever=retriever)
        assert placing.now(with_it) is None
        assert placing.by_search(with_it, where=()) == placing.now(case(index, f"d{row}", QUERY, retriever=retriever))


def test_the_place_with_other_settings_is_the_place_in_what_the_structure_returns_with_them(world):
    index, _ = world(ann="ivf,nlist=12,nprobe=1")
    query = Words({}).encode([QUERY])
    for nprobe in (1, 3, 12):
        (hits,) = index.collection.search(query, 10, params=SearchParams(nprobe=nprobe))
        for row in range(0, COUNT, 15):
            place = hits.ids.index(f"d{row}") + 1 if f"d{row}" in hits.ids else None
            assert placing.by_search(case(index, f"d{row}", QUERY), params=SearchParams(nprobe=nprobe)) == place


def test_ties_keep_the_order_of_the_collection(world):
    index, _ = world()
    places = [placing.now(case(index, f"d{row}", QUERY)) for row in (7, *range(40, 50))]
    assert places == list(range(places[0], places[0] + 11))


def test_a_list_longer_than_the_collection_holds_all_that_have_a_place(world):
    index, _ = world()
    assert asked(index, "d149", QUERY, k=10_000).cause == "found"
    assert placing.now(case(index, "d61", QUERY, k=10_000)) is None


def test_a_step_of_the_ladder_is_a_place(tmp_path):
    index = ladder_world(tmp_path)
    assert [placing.now(case(index, f"d{row}")) for row in (0, 7, 29)] == [1, 8, 30]
    assert placing.with_vectors(case(index, "d29"), np.array([axis(0)], dtype=np.float32)) == 1
    assert placing.without(case(index, "d29"), ["d0", "d5", "d28"]) == 27
