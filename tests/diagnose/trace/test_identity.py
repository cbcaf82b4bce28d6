"""Which document an id means, and which ids resemble one that is not there."""

import numpy as np
import pytest

from inspector.diagnose.trace.identity import OFFERED, best_chunk, nearest_ids
from inspector.inspection import OpenIndex
from inspector.records.trace import TraceRequest
from tests.diagnose.trace.worlds import Words, embedded, ladder, ladder_world, lines_of, opened


def best(index, doc, query="ask"):
    return best_chunk(index, TraceRequest(query, doc))


def parts(folder, rows, vectors=None):
    words = ladder(12)
    lines = lines_of(words)
    for position, row in enumerate(rows):
        lines[row].update(parent="book", position=position)
    return opened(folder, lines, Words(words), vectors)


def test_an_id_means_its_document_even_where_others_are_its_parts(tmp_path):
    words = ladder(4)
    lines = lines_of(words)
    lines[0]["parent"] = "d3"
    index = opened(tmp_path, lines, Words(words))
    assert best(index, "d3") == "d3"


@pytest.mark.parametrize(("query", "chunk"), [("ask", "d2"), ("w9", "d9"), ("w5", "d5")])
def test_a_parent_means_the_part_that_stands_best_for_the_query(tmp_path, query, chunk):
    assert best(parts(tmp_path, (9, 5, 2)), "book", query) == chunk


def test_a_part_without_a_sound_vector_is_not_the_best(tmp_path):
    words = ladder(12)
    vectors = embedded(Words(words), lines_of(words))
    vectors[2] = np.nan
    index = parts(tmp_path, (9, 5, 2), vectors)
    assert best(index, "book") == "d5"


def test_where_no_part_has_a_place_it_is_the_first(tmp_path):
    words = ladder(12)
    vectors = embedded(Words(words), lines_of(words))
    vectors[[2, 5, 9]] = np.nan
    index = parts(tmp_path, (9, 5, 2), vectors)
    assert best(index, "book") in ("d2", "d5", "d9")


def test_without_a_model_it_is_the_first_part(tmp_path):
    index = parts(tmp_path, (9, 5, 2))
    assert best(OpenIndex(index.collection, index.keyword), "book") == "d2"


@pytest.mark.parametrize("doc", ["", "shelf", "Book", "book "])
def test_an_id_that_is_neither_means_nothing(tmp_path, doc):
    assert best(parts(tmp_path, (9, 5, 2)), doc) is None


def named(folder, ids):
    words = ladder(len(ids))
    lines = [{**each, "id": name} for each, name in zip(lines_of(words), ids, strict=True)]
    return opened(folder, lines, Words(words)).collection


@pytest.mark.parametrize(
    ("asked", "first"),
    [("kb-204", "KB-204"), ("KB -204", "KB-204"), (" KB-204\n", "KB-204"), ("readme", "README"), ("zebras", "zebra")],
)
def test_the_id_that_differs_least_comes_first_case_and_space_not_counted(tmp_path, asked, first):
    collection = named(tmp_path, ["KB-304", "KB-205", "README", "KB-204", "KB-214", "zebra"])
    found = nearest_ids(collection, asked)
    assert found[0] == first
    assert len(found) <= OFFERED
    assert len(set(found)) == len(found)


def test_an_id_like_none_offers_none(tmp_path):
    assert nearest_ids(ladder_world(tmp_path, 3).collection, "qqqqqqqqq") == ()
