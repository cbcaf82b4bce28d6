"""A whole copy of a database that changes while it is open; milvus-lite is written to by the very client that reads."""

from __future__ import annotations

import shutil

import numpy as np
import pytest

from inspector.contract import Metric
from inspector.errors import RequestError, StoreError
from inspector.records.documents import Document
from inspector.stores import folder_of, open_spec, watched
from inspector.stores.watched import WatchedCopy
from tests.stores.engines.milvus_loading import load, rows_of
from tests.stores.engines.same_documents import COUNT, DOCUMENTS, QUERIES

LATER = Document("later", "Added later", "text of later")
IDS = [each.id for each in DOCUMENTS]


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    return load(str(tmp_path_factory.mktemp("milvus") / "docs.db"), "docs", Metric.COSINE)


@pytest.fixture
def collection(loaded):
    opened = open_spec(loaded)
    yield opened
    opened.engine.close()
    shutil.rmtree(folder_of(opened))


def change(collection, *, add=(), remove=()):
    """Write to what the engine reads: the database changes, and the copy does not."""

    def write(client, _):
        if remove:
            client.delete("docs", ids=list(remove))
        if add:
            client.insert("docs", list(rows_of(add, np.array([QUERIES[0]] * len(add)), False)))

    collection.engine._link.ask(write)


def let_time_pass(monkeypatch):
    monkeypatch.setattr(watched, "LOOK_SECONDS", 0.0)


def test_a_whole_copy_is_watched_and_a_sample_is_not(loaded, collection, monkeypatch):
    assert isinstance(collection.copy, WatchedCopy)
    monkeypatch.setenv("INSPECTOR_SNAPSHOT", "20")
    part = open_spec(loaded)
    assert not isinstance(part.copy, WatchedCopy)
    part.engine.close()


def test_an_id_nobody_knows_is_unknown(collection):
    known, unknown = collection.rows_of([IDS[0], "no such"])
    assert known >= 0
    assert unknown == -1
    with pytest.raises(RequestError, match="no such"):
        collection.documents(["no such"])


def test_a_document_that_was_added_is_said_to_be_there_and_never_to_be_unknown(collection):
    assert collection.rows_of(["later"])[0] == -1
    change(collection, add=[LATER])
    for ask in (
        lambda: collection.rows_of(["later"]),
        lambda: collection.documents([IDS[0], "later"]),
        lambda: collection.ranks(QUERIES[:1], ["later"]),
        lambda: collection.search(QUERIES[:1], 3),  # its vector is the query's: the database finds it first
    ):
        with pytest.raises(StoreError, match=r'copy was taken on \d{4}-.*: "later" is in the') as said:
            ask()
        assert "Open it again" in said.value.hint


def test_a_document_that_went_is_not_ranked_by_the_old_copy(collection, monkeypatch):
    collection.rows_of(IDS)
    change(collection, remove=[IDS[1]])
    collection.rows_of(IDS)  # the count of a moment ago is still believed
    let_time_pass(monkeypatch)
    for ids in ([IDS[1]], [IDS[0]]):
        with pytest.raises(StoreError, match=f"holds {COUNT - 1} documents now, its copy {COUNT}"):
            collection.ranks(QUERIES[:1], ids)


def test_a_count_that_was_refused_is_refused_again_at_once(collection):
    change(collection, remove=[IDS[1]])
    for _ in range(2):
        with pytest.raises(StoreError, match="documents now"):
            collection.rows_of(IDS[:1])


def test_a_copy_that_was_found_old_is_taken_anew_by_the_next_opening_though_the_count_is_the_same(loaded, collection):
    manifest = folder_of(collection) / "manifest.json"
    taken = manifest.stat().st_mtime
    change(collection, add=[LATER], remove=[IDS[1]])
    with pytest.raises(StoreError, match="later"):
        collection.rows_of(["later"])
    assert manifest.stat().st_mtime == 0 < taken
    again = open_spec(loaded)
    assert manifest.stat().st_mtime >= taken
    again.engine.close()


def test_a_database_that_does_not_answer_leaves_the_copy_as_it_is_but_calls_no_id_unknown(collection, monkeypatch):
    let_time_pass(monkeypatch)
    collection.engine.close()
    assert collection.rows_of(IDS[:1])[0] >= 0
    with pytest.raises(StoreError, match="closed"):
        collection.rows_of(["no such"])
