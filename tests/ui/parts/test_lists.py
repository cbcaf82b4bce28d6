"""The rows of the three lists: every label read off the inspection, every empty list with its reason."""

import math

import pytest

from inspector.inspection import inspect
from inspector.records.documents import condition
from inspector.records.inspection import Standing
from inspector.records.results import Fusion, Request, Retriever
from inspector.search.parents import one_per_parent
from inspector.ui.parts.lists import NO_RANK, NO_WORD, columns, embedding_label, empty_keyword, keyword_label
from tests.search.test_parents import chunked
from tests.toy_index import toy_index


@pytest.fixture
def index(tmp_path):
    return toy_index(tmp_path)


def asked(index, query, **fields):
    found = inspect(index, Request(query, **fields))
    return found, columns(found, index.keyword, "")


def test_rows_stand_in_the_order_and_with_the_numbers_of_the_inspection(index):
    found, (keyword, embedding, hybrid) = asked(index, "copy a nested list", k=4)
    assert [row.id for row in keyword.rows] == [hit.id for hit in found.keyword]
    assert [row.value for row in embedding.rows] == [f"{hit.distance:.3f}" for hit in found.neighbors]
    assert [row.rank for row in hybrid.rows] == [1, 2, 3, 4]
    assert keyword.rows[0].bar == hybrid.rows[0].bar == 1.0


def test_each_row_says_where_its_document_stands_in_the_two_other_lists(index):
    found, lists = asked(index, "copy a nested list", k=4)
    for column in lists:
        others = {each.retriever for each in lists} - {column.retriever}
        assert all({name for name, _ in row.elsewhere} == others for row in column.rows)
    first = lists[0].rows[0]
    assert dict(first.elsewhere)[Retriever.EMBEDDING] == embedding_label(found.standing(first.id))


def test_the_hybrid_list_counts_places_gained_against_the_embedding(index):
    _, (_, embedding, hybrid) = asked(index, "copy a nested list", k=12)
    places = {row.id: row.rank for row in embedding.rows}
    assert [row.movement for row in hybrid.rows] == [places[row.id] - row.rank for row in hybrid.rows]


def test_without_a_model_the_embedding_list_says_why(index):
    from dataclasses import replace

    bare = replace(index, embedder=None)
    found = inspect(bare, Request("copy a nested list", k=4))
    keyword, embedding, hybrid = columns(found, index.keyword, "The model is still loading.")
    assert keyword.rows
    assert embedding.rows == hybrid.rows == ()
    assert embedding.empty == hybrid.empty == "The model is still loading."
    assert all(row.elsewhere == () for row in keyword.rows)


@pytest.mark.parametrize(
    ("query", "where", "reason"),
    [
        ("copy", "kind=nothing", "Nothing passes the filter."),
        ("the of", "", "Keyword search ignores every word of this query."),
        ("zebra", "", "No document contains any word of this query."),
    ],
)
def test_an_empty_keyword_list_has_its_reason(index, query, where, reason):
    found = inspect(index, Request(query, where=(condition(where),) if where else ()))
    assert not found.keyword
    assert empty_keyword(found) == reason


def test_a_weighted_fusion_whose_scores_are_all_nothing_draws(index):
    _, lists = asked(index, "zebra", k=3, fusion=Fusion.WEIGHTED, weight=0.0)
    assert all(row.bar is None or math.isfinite(row.bar) for column in lists for row in column.rows)


def test_labels_for_a_document_that_stands_nowhere():
    nowhere = Standing("a", None, None, math.nan)
    assert (keyword_label(nowhere), embedding_label(nowhere)) == (NO_WORD, NO_RANK)
    assert (keyword_label(None), embedding_label(None)) == (NO_WORD, NO_RANK)
    assert keyword_label(Standing("a", 2, 37, 0.5)) == "37th"


def test_collapsed_lists_keep_places_and_labels_and_say_what_was_folded(tmp_path):
    index = chunked(tmp_path)
    found = inspect(index, Request("copy a list", k=7))
    whole = columns(found, index.keyword, "")
    folded = columns(found, index.keyword, "", collapse=True)
    for full, short, hits in zip(whole, folded, (found.keyword, found.neighbors, found.hybrid), strict=True):
        assert [(row.id, row.rank) for row in short.rows] == [(hit.id, hit.rank) for hit in one_per_parent(hits)]
        first = {row.id: row for row in full.rows}
        for row in short.rows:
            assert (row.value, row.bar, row.elsewhere, row.movement) == (
                *(first[row.id].value, first[row.id].bar),
                *(first[row.id].elsewhere, first[row.id].movement),
            )
    lists = next(row for row in folded[1].rows if row.id.startswith("lists"))
    others = [f"#{hit.rank}" for hit in found.neighbors if hit.parent == "lists" and hit.id != lists.id]
    assert lists.badges[0].label == "+3 more of lists"
    assert all(other in lists.badges[0].help for other in others)
