"""Whether a document came is read off the list that counts; a parent comes by any of its chunks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from inspector.build.build import build
from inspector.build.settings import BuildSettings
from inspector.cases.place import place_then, places_of
from inspector.inspection import OpenIndex
from inspector.records.cases import Case, CaseRequest, Expectation
from inspector.records.results import Request, Retriever
from inspector.report import report
from inspector.search.keyword import open_keyword
from inspector.stores import open_index
from tests.toy import ToyEmbedder

CHUNKS = [
    {"id": "a-1", "parent": "a", "position": 0, "text": "red apples"},
    {"id": "a-2", "parent": "a", "position": 1, "text": "green pears"},
    {"id": "b-1", "parent": "b", "position": 0, "text": "red plums"},
    {"id": "c-1", "parent": "c", "position": 0, "text": "blue plums"},
]


@pytest.fixture(scope="module")
def chunked(tmp_path_factory: pytest.TempPathFactory) -> OpenIndex:
    folder = tmp_path_factory.mktemp("chunked")
    (folder / "corpus.jsonl").write_text("\n".join(map(json.dumps, CHUNKS)))
    build(folder / "corpus.jsonl", folder / "index", BuildSettings(), embedder=ToyEmbedder())
    collection = open_index(folder / "index")
    return OpenIndex(collection, open_keyword(collection.keyword_folder or Path()), ToyEmbedder())


def placed(index: OpenIndex, query: str, k: int, *expected: str, within: int | None = None, **request: Retriever):
    inspection = report(index, Request(query, k))
    return places_of(index, inspection, CaseRequest(query, k, **request), Expectation(expected, within))


def test_a_parent_comes_by_any_of_its_chunks(chunked: OpenIndex) -> None:
    (place,), (document,), _ = placed(chunked, "green pears", 1, "a")
    assert place.met
    assert place.places.ann == 1
    assert document.id == "a-2"


def test_a_bar_counts_places_of_the_list(chunked: OpenIndex) -> None:
    (place,), _, _ = placed(chunked, "blue plums", 3, "b", within=1)
    assert (place.places.ann, place.met) == (2, False)
    assert placed(chunked, "blue plums", 3, "b", within=2)[0][0].met


def test_a_document_outside_the_lists_has_its_place_among_all(chunked: OpenIndex) -> None:
    (place,), (document,), whole = placed(chunked, "blue plums", 1, "a-2")
    assert place.indexed
    assert not place.met
    assert place.places.ann is None
    assert place.places.exact in (3, 4)
    assert place.places.keyword is None
    assert document.text == "green pears"
    assert whole.contributions is not None
    assert "a-2" in whole.contributions.ids


def test_the_keyword_list_counts_where_it_is_asked_for(chunked: OpenIndex) -> None:
    (place,), _, _ = placed(chunked, "pears", 1, "a", retriever=Retriever.KEYWORD)
    assert (place.keyword_list, place.met) == (1, True)
    assert not placed(chunked, "plums", 2, "a", retriever=Retriever.KEYWORD)[0][0].met


def test_an_id_that_is_nowhere_has_no_place_and_no_document(chunked: OpenIndex) -> None:
    places, documents, _ = placed(chunked, "pears", 1, "z", "a")
    assert [(each.id, each.indexed, each.met) for each in places] == [("z", False, False), ("a", True, True)]
    assert [each.id for each in documents] == ["a-2"]


def test_where_a_document_stood_is_what_was_kept_of_it_or_else_its_place_in_the_kept_lists(case: Case) -> None:
    (kept,) = case.seen.expected
    assert place_then(case, kept.id) is kept
    second = case.seen.lists.embedding[1]
    found = place_then(case, second.id)
    assert (found.places.ann, found.places.exact, found.indexed) == (2, second.exact_rank, True)
    assert found.met is (case.within >= 2)
    nowhere = place_then(case, "nowhere")
    assert (nowhere.indexed, nowhere.met, nowhere.places.ann) == (False, False, None)
