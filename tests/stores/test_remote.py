"""A collection of a database: what it answers, copied whole or as a sample, against a float64 brute force."""

from __future__ import annotations

import shutil

import numpy as np
import pytest

from inspector.contract import Metric
from inspector.errors import RequestError, StoreError
from inspector.records.documents import Condition, Document
from inspector.records.results import RanksAre
from inspector.stores import folder_of, open_index, open_spec
from inspector.stores.collection import SearchParams
from inspector.stores.remote import RemoteCollection
from inspector.vectors import cosine_similarity
from tests.stores.engines.milvus_loading import load, rows_of
from tests.stores.engines.same_documents import COUNT, DOCUMENTS, EMPTY_TEXTS, QUERIES, VECTORS, ZEROS

IDS = [document.id for document in DOCUMENTS]
SOME = 20


@pytest.fixture(scope="module")
def spec(tmp_path_factory):
    return load(str(tmp_path_factory.mktemp("milvus") / "docs.db"), "docs", Metric.COSINE)


@pytest.fixture
def whole(spec):
    collection = open_spec(spec)
    yield collection
    collection.engine.close()


@pytest.fixture
def part(spec, monkeypatch):
    monkeypatch.setenv("INSPECTOR_SNAPSHOT", str(SOME))
    collection = open_spec(spec)
    yield collection
    collection.engine.close()


def brute_ranks(query):
    """Rank of each document with a direction, by float64 similarity; ties share the best rank and the worst."""
    similarity = cosine_similarity(query[None], VECTORS)[0]
    better = [int(np.count_nonzero(similarity > each + 1e-6)) + 1 for each in similarity]
    worst = [int(np.count_nonzero(similarity > each - 1e-6)) for each in similarity]
    return dict(zip(IDS, zip(better, worst, strict=True), strict=True))


def test_a_small_collection_is_copied_whole_and_ranked_exactly(whole):
    assert (whole.count, whole.population, whole.whole) == (COUNT, COUNT, True)
    found = whole.ranks(QUERIES, IDS)
    assert (found.ranks_are, found.depth) == (RanksAre.EXACT, 0)
    for query, ranks in zip(QUERIES, found.ranks, strict=True):
        truth = brute_ranks(query)
        assert all(truth[each][0] <= rank <= truth[each][1] for each, rank in zip(IDS, ranks, strict=True))


def test_a_large_one_is_sampled_and_every_document_can_still_be_met(part):
    assert (part.count, part.population, part.whole) == (SOME, COUNT, False)
    rows = part.rows_of([*IDS, "no such"])
    assert rows[-1] == -1
    assert len(set(rows[:-1])) == COUNT
    assert rows[:-1].min() == 0
    assert part.ids_at(rows[:-1]) == tuple(IDS)
    assert part.documents(IDS) == DOCUMENTS
    assert part.vectors(rows[:-1]) == pytest.approx(VECTORS, abs=1e-6)
    with pytest.raises(RequestError, match="no such"):
        part.documents(["no such"])


def test_its_ranks_are_those_of_the_engines_own_exact_search(part):
    found = part.ranks(QUERIES, [*IDS, "no such"])
    assert found.ranks_are is RanksAre.EXACT  # Milvus compared with all vectors, and gave all of them
    assert (found.ranks[:, -1] == 0).all()
    for query, ranks in zip(QUERIES, found.ranks, strict=True):
        truth = brute_ranks(query)
        assert all(truth[each][0] <= rank <= truth[each][1] for each, rank in zip(IDS, ranks, strict=False) if rank)
        assert {each for each, rank in zip(IDS, ranks, strict=False) if not rank} <= {IDS[row] for row in ZEROS}


def test_a_rank_beyond_what_was_looked_at_is_none_and_says_how_far(part, monkeypatch):
    monkeypatch.setattr("inspector.stores.remote_ranks.RANK_DEPTH", 10)
    found = part.ranks(QUERIES, IDS)
    assert (found.ranks_are, found.depth) == (RanksAre.RETRIEVED, 10)
    assert (found.ranks <= 10).all()
    assert [int((ranks > 0).sum()) for ranks in found.ranks] == [10] * len(QUERIES)


def test_similarities_come_from_the_vectors_and_not_from_the_engine(part):
    for query, hits in zip(QUERIES, part.search(QUERIES, 9), strict=True):
        rows = [IDS.index(each) for each in hits.ids]
        assert hits.similarities == pytest.approx(cosine_similarity(query[None], VECTORS[rows])[0], abs=1e-6)
        assert np.all(np.diff(hits.similarities) <= 1e-6)


def test_a_query_that_is_not_finite_retrieves_nothing(part):
    queries = np.array([QUERIES[0], np.full(QUERIES.shape[1], np.nan)])
    first, second = part.search(queries, 3)
    assert len(first.ids) == 3
    assert second.ids == ()


def test_a_filter_masks_the_documents_that_were_met_too(part):
    part.rows_of(IDS)
    where = (Condition("lang", "en"),)
    mask = part.matching(where)
    passing = {each for each, allowed in zip(part.ids_at(np.arange(COUNT)), mask, strict=True) if allowed}
    assert passing == {document.id for document in DOCUMENTS if document.metadata.get("lang") == "en"}
    assert part.count_matching(where) == len(passing)
    assert part.count_matching(()) == COUNT
    assert set(part.search(QUERIES[:1], COUNT, where=where)[0].ids) <= passing


def test_other_vectors_are_placed_among_all_documents(part):
    doc = IDS[2]
    ranks = part.ranks_instead(QUERIES[:1], doc, np.array([QUERIES[0], -QUERIES[0], np.full_like(QUERIES[0], np.nan)]))
    assert ranks[0] == 1
    assert ranks[1] >= COUNT - len(ZEROS) - 1
    assert ranks[2] == 0


def test_another_metric_is_refused_where_the_engine_has_one(part):
    with pytest.raises(RequestError, match="ranks by cosine alone"):
        part.search(QUERIES[:1], 3, exact=True, metric=Metric.L2)
    assert not part.ranks(QUERIES[:1], IDS[:2], metric=Metric.L2).ranks.any()


def test_the_working_copy_opens_the_database_again(whole):
    again = open_index(folder_of(whole))
    assert isinstance(again, RemoteCollection)
    assert again.fingerprint == whole.fingerprint
    assert again.search(QUERIES[:1], 3)[0].ids == whole.search(QUERIES[:1], 3)[0].ids


def test_the_same_documents_behind_another_structure_are_another_index(whole, tmp_path):
    graph = open_spec(load(str(tmp_path / "graph.db"), "docs", Metric.COSINE, structure="HNSW"))
    graph.engine.close()
    assert graph.documents(IDS) == whole.documents(IDS)
    assert graph.fingerprint != whole.fingerprint  # what was found in one must not be shown for the other


def test_a_folder_from_elsewhere_names_no_database(whole, tmp_path):
    shutil.copytree(folder_of(whole), tmp_path / "theirs")
    assert not isinstance(open_index(tmp_path / "theirs"), RemoteCollection)


def test_the_copy_keeps_what_there_is_of_the_documents(part):
    found = [document for batch in part.iterate(7) for document in batch]
    assert len(found) == SOME
    assert all(each in DOCUMENTS for each in found)
    assert sum(not document.text for document in found) <= len(EMPTY_TEXTS)


def test_without_an_index_every_search_is_exact_and_there_is_no_structure(part):
    assert not part.has_ann
    assert part.structure(QUERIES[:1], IDS[0], 3) is None


def test_a_graph_says_how_many_candidates_it_needs(tmp_path, monkeypatch):
    collection = open_spec(load(str(tmp_path / "graph.db"), "docs", Metric.COSINE, structure="HNSW"))
    assert collection.has_ann
    found = collection.structure(QUERIES[:1], collection.search(QUERIES[:1], 1)[0].ids[0], 3)
    assert "hnsw" in found.name.lower()
    assert found.ef_needed is not None
    wide = collection.search(QUERIES[:1], 5, params=SearchParams(ef_search=found.exhaustive.ef_search))[0]
    assert wide.ids == collection.search(QUERIES[:1], 5, exact=True)[0].ids
    collection.engine.close()


def test_an_empty_collection_is_refused(tmp_path):
    with pytest.raises(StoreError, match="holds no document"):
        open_spec(load(str(tmp_path / "empty.db"), "docs", Metric.COSINE, rows=[]))


def test_a_database_that_changed_since_its_copy_was_taken_is_said_to_have_changed(tmp_path):
    collection = open_spec(load(str(tmp_path / "docs.db"), "docs", Metric.COSINE))
    folder = folder_of(collection)
    collection.engine.close()
    shutil.rmtree(tmp_path / "docs.db")
    load(str(tmp_path / "docs.db"), "docs", Metric.COSINE, rows=list(rows_of(DOCUMENTS[:9], VECTORS[:9], False)))
    with pytest.raises(StoreError, match="changed since it was opened: it had 60 documents, now it has 9"):
        open_index(folder)


def test_a_document_that_is_gone_has_no_text_and_ends_nothing(part):
    rows = part.rows_of(IDS)
    outside = next(int(row) for row in rows if row >= SOME)
    part._met._held.clear()
    part._met._places["gone"] = part._met.end
    part._met._ids.append("gone")
    found = part._met.from_place(SOME, part._met.end)
    assert found[-1] == Document("gone", "", "")
    assert found[outside - SOME].id == part.ids_at(np.array([outside]))[0]
    assert not part.matching((Condition("lang", "en"),))[-1]
