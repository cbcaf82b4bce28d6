"""One result per parent: the best chunk at its place, how many more there were, nothing else moved."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from inspector.build.build import build
from inspector.build.settings import BuildSettings
from inspector.inspection import OpenIndex, inspect
from inspector.records.results import HybridHit, Request
from inspector.search.keyword import open_keyword
from inspector.search.parents import collapsed, has_parents, one_per_parent
from inspector.stores import open_index
from tests.toy import ToyEmbedder
from tests.toy_index import toy_index

LIST = (("a-1", "a"), ("x", None), ("b-2", "b"), ("a-0", "a"), ("y", None), ("a-7", "a"), ("b-0", "b"))
ROWS = (
    ("lists-0", "lists", "copy a nested list"),
    ("lists-1", "lists", "sort a list"),
    ("files-0", "files", "read a csv file into a list"),
    ("lists-2", "lists", "reverse a list"),
    ("alone", None, "a list of names"),
    ("lists-3", "lists", "copy a list"),
    ("files-1", "files", "write a file"),
)


def hits(rows: tuple[tuple[str, str | None], ...]) -> tuple[HybridHit, ...]:
    return tuple(
        HybridHit(rank, each, "", 1 / rank, None, None, parent) for rank, (each, parent) in enumerate(rows, start=1)
    )


def chunked(folder: Path) -> OpenIndex:
    """Four chunks of "lists" and two of "files", and a document of its own."""
    corpus = folder / "corpus.jsonl"
    lines = [json.dumps({"id": name, "text": text, "parent": parent}) for name, parent, text in ROWS]
    corpus.write_text("\n".join(lines), encoding="utf-8")
    model = ToyEmbedder()
    build(corpus, folder / "index", BuildSettings(), embedder=model)
    collection = open_index(folder / "index")
    assert collection.keyword_folder is not None
    return OpenIndex(collection, open_keyword(collection.keyword_folder), model)


def test_each_parent_keeps_its_best_chunk_at_its_place_and_counts_the_others() -> None:
    # a stands at 1, 4 and 6, b at 3 and 7; x and y are documents of their own
    kept = one_per_parent(hits(LIST))
    assert [(hit.rank, hit.id, hit.more_of_parent) for hit in kept] == [
        (1, "a-1", 2),
        (2, "x", 0),
        (3, "b-2", 1),
        (5, "y", 0),
    ]


def test_what_is_kept_and_what_is_counted_make_the_whole_list() -> None:
    kept = one_per_parent(hits(LIST))
    assert sum(1 + (hit.more_of_parent or 0) for hit in kept) == len(LIST)


def test_nothing_else_of_a_hit_changes_and_an_empty_list_stays_empty() -> None:
    by_id = {hit.id: hit for hit in hits(LIST)}
    assert all(replace(hit, more_of_parent=None) == by_id[hit.id] for hit in one_per_parent(hits(LIST)))
    assert one_per_parent(()) == ()


def test_an_inspection_names_the_parent_of_every_hit(tmp_path: Path) -> None:
    found = inspect(chunked(tmp_path), Request("copy a list", k=7))
    for hit in (*found.neighbors, *found.keyword, *found.hybrid):
        name = hit.id.split("-")[0]
        assert hit.parent == (None if name == "alone" else name)
        assert hit.more_of_parent is None


def test_a_collapsed_inspection_has_one_hit_of_each_parent_in_each_list_and_keeps_all_else(tmp_path: Path) -> None:
    whole = inspect(chunked(tmp_path), Request("copy a list", k=7))
    found = collapsed(whole)
    assert len(whole.neighbors) == 7
    pairs = ((whole.neighbors, found.neighbors), (whole.keyword, found.keyword), (whole.hybrid, found.hybrid))
    for full, short in pairs:
        ranks: dict[str, int] = {}
        for hit in full:
            ranks.setdefault(hit.parent or hit.id, hit.rank)
        assert [hit.rank for hit in short] == list(ranks.values())
    assert sum(hit.more_of_parent or 0 for hit in found.neighbors) == 4  # 3 more of lists, 1 more of files
    assert (found.documents, found.standings, found.findings) == (whole.documents, whole.standings, whole.findings)
    assert found.contributions is whole.contributions


def test_a_collection_has_parents_where_one_document_names_one(tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    (tmp_path / "own").mkdir()
    assert has_parents(chunked(tmp_path / "parts").collection)
    assert not has_parents(toy_index(tmp_path / "own").collection)
