from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from inspector.contract import Metric
from inspector.errors import RequestError, StoreError
from inspector.records.documents import Condition
from inspector.records.results import RanksAre
from inspector.stores import layout
from inspector.stores.collection import SearchParams
from inspector.stores.folder import open_folder
from tests import oracle
from tests.stores.samples import DOCUMENTS, FIELDS, PLAIN_FIELDS, make_folder, plain_documents, vectors_for

METRICS = list(Metric)
EVEN = (Condition("even", "true"),)


def plain(tmp_path, count=300, metric=Metric.COSINE, ann=None, vectors=None):
    vectors = vectors_for(count) * np.random.default_rng(4).uniform(0.5, 2, (count, 1)).astype(np.float32)
    folder = make_folder(tmp_path / "index", plain_documents(count), vectors, PLAIN_FIELDS, metric, ann)
    return open_folder(folder), vectors


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("where", [(), EVEN])
def test_search_and_ranks_equal_brute_force_and_show_cosine_similarities(tmp_path, metric, where):
    collection, vectors = plain(tmp_path, metric=metric)
    queries = vectors_for(4, seed=9)
    mask = np.arange(300) % 2 == 0 if where else None
    for query, hits in zip(queries, collection.search(queries, 7, where=where), strict=True):
        best = oracle.top(metric, query, vectors, 7, mask)
        assert hits.ids == tuple(f"d{row}" for row in best)
        assert hits.similarities.tolist() == [oracle.similarity(query, vectors[row]) for row in best]
    ranking = collection.ranks(queries, ["d7", "unknown", "d8", "d7"], where=where)
    assert ranking.ranks.tolist() == [
        [oracle.rank(metric, query, vectors, row, mask) for row in (7, -1, 8, 7)] for query in queries
    ]
    assert ranking.similarities[:, 0].tolist() == [oracle.similarity(query, vectors[7]) for query in queries]
    assert np.isnan(ranking.similarities[:, 1]).all()
    assert ranking.ranks_are is RanksAre.EXACT


def test_arrays_that_leave_the_collection_are_read_only(tmp_path):
    collection, _ = plain(tmp_path)
    hits = collection.search(vectors_for(1), 3)[0]
    ranking = collection.ranks(vectors_for(1), ["d1"])
    for array in (hits.similarities, ranking.ranks, ranking.similarities, collection.vectors(np.array([0]))):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0


def test_production_is_the_structure_and_exact_is_all_vectors(tmp_path):
    collection, vectors = plain(tmp_path, ann="ivf,nlist=7,nprobe=1")
    queries = vectors_for(6, seed=9)
    wanted = [tuple(f"d{row}" for row in oracle.top("cosine", query, vectors, 9)) for query in queries]
    assert collection.has_ann
    assert [hits.ids for hits in collection.search(queries, 9)] != wanted
    assert [hits.ids for hits in collection.search(queries, 9, exact=True)] == wanted
    assert [hits.ids for hits in collection.search(queries, 9, params=SearchParams(nprobe=7))] == wanted
    for hits in collection.search(queries, 9, where=EVEN):
        assert hits.ids
        assert all(int(each[1:]) % 2 == 0 for each in hits.ids)


def test_a_vector_that_is_not_finite_is_never_returned_and_has_no_rank(tmp_path):
    vectors = vectors_for()
    vectors[1, 2], vectors[4, 0] = np.nan, np.inf
    vectors[2] = 0
    for ann in (None, "flat", "hnsw"):
        collection = open_folder(make_folder(tmp_path / str(ann), vectors=vectors, ann=ann))
        assert collection.manifest.counts.invalid_vectors == 2
        assert collection.manifest.counts.zero_vectors == 1
        hits = collection.search(vectors[:1], 10)[0]
        assert sorted(hits.ids) == sorted(["a", "文書-1", "🔎", "z z"])
        ranking = collection.ranks(vectors[:1], ["b", "مستند", "文書-1"])
        assert ranking.ranks[0, :2].tolist() == [0, 0]
        assert np.isnan(ranking.similarities[0, :2]).all()
        assert ranking.similarities[0, 2] == 0.0


def test_documents_come_back_as_they_went_in(tmp_path):
    collection = open_folder(make_folder(tmp_path / "index"))
    asked = ["مستند", "a", "🔎", "a"]
    by_id = {document.id: document for document in DOCUMENTS}
    assert collection.documents(asked) == tuple(by_id[each] for each in asked)
    assert [document for batch in collection.iterate(4) for document in batch] == list(DOCUMENTS)
    assert collection.rows_of(["z z", "", "none", "a", "\ud800"]).tolist() == [5, -1, -1, 0, -1]
    assert collection.ids_at(np.array([5, 0])) == ("z z", "a")
    assert (collection.count, collection.fields, collection.name) == (6, FIELDS, "sample")
    assert collection.vectors(np.array([3, 1])).tolist() == vectors_for()[[3, 1]].tolist()


def test_an_unknown_document_is_named(tmp_path):
    with pytest.raises(RequestError, match='no document "q"'):
        open_folder(make_folder(tmp_path / "index")).documents(["a", "q"])


def test_a_sample_is_seeded_ascending_and_without_repetition(tmp_path):
    collection, _ = plain(tmp_path)
    rows = collection.sample(50, seed=3)
    assert rows.tolist() == sorted(set(rows.tolist())) == collection.sample(50, seed=3).tolist()
    assert len(rows) == 50
    assert rows.tolist() != collection.sample(50, seed=4).tolist()
    assert collection.sample(10_000).tolist() == list(range(300))


@pytest.mark.parametrize("shape", [(1, 9), (8,), (1, 0)])
def test_a_query_of_another_dimension_is_refused_with_both_numbers(tmp_path, shape):
    collection = open_folder(make_folder(tmp_path / "index"))
    for ask in (lambda q: collection.search(q, 3), lambda q: collection.ranks(q, ["a"])):
        with pytest.raises(RequestError, match="has 8 dimensions, but the query has"):
            ask(np.ones(shape))


def test_k_below_1_is_refused(tmp_path):
    with pytest.raises(RequestError, match="k is 0"):
        open_folder(make_folder(tmp_path / "index")).search(np.ones((1, 8)), 0)


def test_the_structure_is_checked_when_it_is_first_used(tmp_path):
    folder = make_folder(tmp_path / "index", ann="flat")
    size = (folder / layout.ANN).stat().st_size
    (folder / layout.ANN).write_bytes(b"x" * size)
    collection = open_folder(folder)
    with pytest.raises(StoreError, match="cannot be read as a FAISS index"):
        collection.search(np.ones((1, 8)), 3)
    assert collection.search(np.ones((1, 8)), 3, exact=True)[0].ids


def test_two_threads_opening_and_searching_at_once_agree(tmp_path):
    collection, _ = plain(tmp_path, ann="hnsw")
    queries = vectors_for(10, seed=2)
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda exact: collection.search(queries, 5, exact=exact), [False, True] * 4))
    assert all(answers[place][0].ids == answers[place % 2][0].ids for place in range(8))


@pytest.mark.parametrize("own", METRICS)
@pytest.mark.parametrize("metric", METRICS)
def test_ranking_by_a_named_metric_equals_brute_force_by_it_whatever_the_contract_says(tmp_path, own, metric):
    collection, vectors = plain(tmp_path, metric=own, ann="flat")
    queries = vectors_for(3, seed=9)
    found = collection.search(queries, 7, exact=True, metric=metric)
    wanted = [tuple(f"d{row}" for row in oracle.top(metric, query, vectors, 7)) for query in queries]
    assert [hits.ids for hits in found] == wanted
    ranking = collection.ranks(queries, ["d7", "d8"], metric=metric)
    assert ranking.ranks.tolist() == [[oracle.rank(metric, query, vectors, row) for row in (7, 8)] for query in queries]
    assert ranking.similarities[:, 0].tolist() == [oracle.similarity(query, vectors[7]) for query in queries]
    plainly = [tuple(f"d{row}" for row in oracle.top(own, query, vectors, 7)) for query in queries]
    assert [hits.ids for hits in collection.search(queries, 7, exact=True)] == plainly


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("where", [(), EVEN])
def test_the_place_with_another_vector_is_reckoned_by_the_contract_s_metric(tmp_path, metric, where):
    collection, vectors = plain(tmp_path, metric=metric)
    query, other = vectors_for(1, seed=9), vectors_for(1, seed=10)
    changed = vectors.copy()
    changed[7] = other
    mask = (np.arange(300) % 2 == 0) | (np.arange(300) == 7) if where else None
    found = collection.ranks_instead(query, "d7", other, where=where)
    assert found.tolist() == [oracle.rank(metric, query[0], changed, 7, mask)]


def test_a_structure_is_asked_about_a_document_and_there_is_none_without_one(tmp_path):
    collection, vectors = plain(tmp_path / "ivf", ann="ivf,nlist=7,nprobe=1")
    query = vectors_for(1, seed=9)
    found = collection.structure(query, "d8", 5, where=EVEN)
    assert found.score == pytest.approx(float(query[0] @ vectors[8] / np.linalg.norm(vectors[8])), rel=1e-5)
    assert plain(tmp_path / "exact")[0].structure(query, "d8", 5) is None


@pytest.mark.parametrize("ann", [None, "flat"])
def test_a_vector_in_the_place_of_an_unknown_document_or_of_another_length_is_refused(tmp_path, ann):
    collection, _ = plain(tmp_path, ann=ann)
    query = vectors_for(1)
    for ask in (
        lambda each: collection.ranks_instead(query, each, query),
        lambda each: collection.structure(query, each, 3),
    ):
        with pytest.raises(RequestError, match='no document "q"'):
            ask("q")
    with pytest.raises(RequestError, match="8 dimensions"):
        collection.ranks_instead(query, "d1", np.ones((2, 9)))
    with pytest.raises(RequestError, match="8 dimensions"):
        collection.ranks_instead(np.ones((1, 9)), "d1", query)


@pytest.mark.parametrize("ann", [None, "hnsw"])
@pytest.mark.parametrize("exact", [False, True])
def test_a_look_says_what_search_and_ranks_say(tmp_path, ann, exact):
    collection, _ = plain(tmp_path, ann=ann)
    queries, ids = vectors_for(4, seed=9), ["d7", "unknown", "d8", "d298"]
    for where in ((), EVEN):
        look = collection.look(queries, where=where, exact=exact)
        for k in (20, 3):
            hits = collection.search(queries[:1], k, where=where, exact=exact)[0]
            assert look.search(k).ids == hits.ids
            assert look.search(k).similarities.tolist() == hits.similarities.tolist()
        assert look.ranks(ids).ranks.tolist() == collection.ranks(queries, ids, where=where).ranks.tolist()


def test_a_look_with_vectors_of_another_length_is_refused(tmp_path):
    collection, vectors = plain(tmp_path)
    with pytest.raises(RequestError, match="dimensions"):
        collection.look(vectors[:2, 1:])
