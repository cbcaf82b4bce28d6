"""A preview: documents and keyword search without vectors, never taken for an index."""

import json

import pytest

from inspector.build.preview import PreviewCollection, is_preview, write_preview
from inspector.errors import RequestError, StoreError
from inspector.inspection import OpenIndex, inspect
from inspector.records.documents import Condition
from inspector.records.results import Request
from inspector.search.keyword import open_keyword

LINES = (
    {"id": "a", "title": "Copying", "text": "How to copy a nested list.", "kind": "function"},
    {"id": "b", "title": "Sorting", "text": "How to sort a list in place.", "kind": "method"},
    {"id": "c", "title": "Empty", "text": "", "kind": "method"},
)


@pytest.fixture
def preview(tmp_path):
    corpus = tmp_path / "corpus.jsonl"
    corpus.write_text("\n".join(json.dumps(line) for line in LINES))
    return write_preview(corpus, tmp_path / "preview", name="docs")


def test_a_preview_answers_by_keyword_and_has_no_embedding_list(preview):
    collection = PreviewCollection(preview)
    found = inspect(OpenIndex(collection, open_keyword(collection.keyword_folder)), Request("copy a list"))
    assert [hit.id for hit in found.keyword] == ["a", "b"]
    assert (found.neighbors, found.hybrid, found.contributions) == ((), (), None)
    assert (found.index.count, found.index.name, found.index.dim) == (3, "docs", 0)


def test_filters_hold_in_a_preview(preview):
    collection = PreviewCollection(preview)
    keyword = open_keyword(collection.keyword_folder)
    found = inspect(OpenIndex(collection, keyword), Request("list", where=(Condition("kind", "method"),)))
    assert [hit.id for hit in found.keyword] == ["b"]
    assert found.matching == 2


def test_a_preview_refuses_to_speak_of_vectors(preview):
    collection = PreviewCollection(preview)
    for ask in (
        lambda: collection.search(None, 3),
        lambda: collection.ranks(None, ["a"]),
        lambda: collection.vectors(collection.sample(2)),
    ):
        with pytest.raises(RequestError, match="not made yet"):
            ask()


def test_the_same_corpus_has_the_same_fingerprint_and_another_one_another(preview, tmp_path):
    again = write_preview(tmp_path / "corpus.jsonl", tmp_path / "again", name="docs")
    assert PreviewCollection(again).fingerprint == PreviewCollection(preview).fingerprint
    (tmp_path / "corpus.jsonl").write_text(json.dumps(LINES[0]))
    other = write_preview(tmp_path / "corpus.jsonl", tmp_path / "other", name="docs")
    assert PreviewCollection(other).fingerprint != PreviewCollection(preview).fingerprint


def test_a_preview_is_whole_or_absent_and_never_an_index(preview, tmp_path):
    assert is_preview(preview)
    assert not (preview / "manifest.json").exists()
    (tmp_path / "bad.jsonl").write_text("nonsense")
    with pytest.raises(Exception, match="line 1"):
        write_preview(tmp_path / "bad.jsonl", tmp_path / "none", name="docs")
    assert not is_preview(tmp_path / "none")
    assert list(tmp_path.glob("*.building")) == []


def test_a_manifest_that_is_not_ours_is_refused(preview):
    (preview / "preview.json").write_text("[]")
    with pytest.raises(StoreError, match="no preview"):
        PreviewCollection(preview)


def test_a_sample_of_rows_is_sorted_without_repetition_and_all_if_more_are_asked_for(preview):
    collection = PreviewCollection(preview)
    assert collection.sample(9).tolist() == [0, 1, 2]
    assert len(set(collection.sample(2).tolist())) == 2
