from __future__ import annotations

from pathlib import Path

import pytest

from inspector.errors import CancelledError, StoreError
from inspector.records.documents import Document
from inspector.search.keyword_cache import kept_folder, keyword_of
from inspector.stores import open_index
from tests.stores.samples import PLAIN_FIELDS, make_folder
from tests.toy_index import toy_index

ROWS = (Document("a", "Reset", "lost token E-1042"), Document("b", "Sort", "put a list in order"))


def test_the_index_a_collection_was_built_with_is_opened_and_nothing_is_made(tmp_path: Path) -> None:
    opened = toy_index(tmp_path)
    keyword_of(opened.collection)
    assert not kept_folder(opened.collection).exists()


def test_one_is_made_over_title_and_text_and_kept(tmp_path: Path) -> None:
    collection = open_index(make_folder(tmp_path / "index", documents=ROWS, fields=PLAIN_FIELDS))
    assert collection.keyword_folder is None
    for query, row in (("E-1042", 0), ("reset", 0), ("list", 1)):
        rows, scores = keyword_of(collection).score(query).top(5)
        assert (rows.tolist(), scores[0] > 0) == ([row], True)
    kept = kept_folder(collection)
    before = {path: path.stat().st_mtime_ns for path in kept.iterdir()}
    keyword_of(collection)
    assert {path: path.stat().st_mtime_ns for path in kept.iterdir()} == before


def test_two_collections_of_the_same_content_share_it(tmp_path: Path) -> None:
    first, second = (
        open_index(make_folder(tmp_path / name, documents=ROWS, fields=PLAIN_FIELDS)) for name in ("one", "two")
    )
    assert kept_folder(first) == kept_folder(second)


def test_documents_without_any_text_have_one_too(tmp_path: Path) -> None:
    rows = (Document("a", "", ""), Document("b", "", ""))
    collection = open_index(make_folder(tmp_path / "index", documents=rows, fields=PLAIN_FIELDS))
    assert keyword_of(collection).score("anything").hits == 0


def test_work_that_is_stopped_leaves_nothing(tmp_path: Path) -> None:
    collection = open_index(make_folder(tmp_path / "index", documents=ROWS, fields=PLAIN_FIELDS))

    def stop(done: int, total: int, message: str) -> None:
        raise CancelledError("Stopped.")

    with pytest.raises(CancelledError):
        keyword_of(collection, progress=stop)
    assert [*kept_folder(collection).parent.iterdir()] == []


def test_a_home_that_cannot_hold_it_is_one_sentence(tmp_path: Path, inspector_home: Path) -> None:
    collection = open_index(make_folder(tmp_path / "index", documents=ROWS, fields=PLAIN_FIELDS))
    (inspector_home / "keyword").touch()
    with pytest.raises(StoreError, match="cannot be"):
        keyword_of(collection)
