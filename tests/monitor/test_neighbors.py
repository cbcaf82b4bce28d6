"""Changed neighbors, against brute force in float64."""

import numpy as np
import pytest

from inspector.monitor.neighbors import between_indexes, summed, within_index
from inspector.monitor.overlap import overlap_of
from inspector.records.drift import QueryMoved
from tests.monitor.indexes import ANIMALS, MACHINES, collection, numbered, sentences
from tests.toy import ToyEmbedder

WORDS = (*ANIMALS, *MACHINES)
OLD = numbered("a", sentences(WORDS, 50, 0))
NEW = {**dict(list(OLD.items())[25:]), **numbered("n", sentences(WORDS, 15, 1)), "a40": "lamp press fox"}
QUERIES = ("fox lamp", "pump gear", "owl toad wolf", "press")
K = 5


def nearest(rows: dict[str, str], query: str) -> list[str]:
    encode = ToyEmbedder().encode
    similar = encode(list(rows.values())).astype(np.float64) @ encode([query])[0].astype(np.float64)
    return [list(rows)[row] for row in np.argsort(-similar)[:K]]


def test_between_indexes_they_are_those_of_brute_force(tmp_path):
    then, now = collection(tmp_path, "then", OLD), collection(tmp_path, "now", NEW)
    found = between_indexes(then, now, overlap_of(then, now), QUERIES, ToyEmbedder().encode(QUERIES), made=False, k=K)
    lists = [(nearest(OLD, query), nearest(NEW, query)) for query in QUERIES]
    changed = [[each for each in after if each not in before] for before, after in lists]
    assert (found.neighbors, found.changed) == (len(QUERIES) * K, sum(map(len, changed)))
    came = {each for each, text in NEW.items() if OLD.get(each) != text}
    assert found.arrived == sum(each in came for found_here in changed for each in found_here)
    assert 0 < found.arrived < found.changed
    assert found.low <= found.share <= found.high
    assert found.worst[0].new == max(map(len, changed))


def test_documents_numbered_anew_are_the_same_neighbors(tmp_path):
    then = collection(tmp_path, "then", OLD)
    now = collection(tmp_path, "now", {f"other {each}": text for each, text in OLD.items()})
    vectors = ToyEmbedder().encode(QUERIES)
    assert between_indexes(then, now, overlap_of(then, now), QUERIES, vectors, made=False, k=K).changed == 0
    by_id = between_indexes(then, now, None, QUERIES, vectors, made=False, k=K)
    assert (by_id.share, by_id.arrived) == (1.0, None)


def test_within_an_index_they_are_those_of_two_indexes_and_what_is_neither_is_passed_over(tmp_path):
    rows = {**OLD, **numbered("n", sentences(WORDS, 15, 1))}
    whole = collection(tmp_path, "whole", rows)
    now, both = np.arange(50, 65), np.arange(45, 65)
    found = within_index(whole, now, both, QUERIES, ToyEmbedder().encode(QUERIES), made=True, k=K)
    dated = dict(list(rows.items())[45:])
    expected = [each for query in QUERIES for each in nearest(dated, query) if each.startswith("n")]
    assert (found.changed, found.arrived, found.neighbors) == (len(expected), len(expected), len(QUERIES) * K)
    assert expected


def test_the_interval_is_that_of_the_queries_drawn_again():
    moved = [QueryMoved("a", 10, 10)] * 50 + [QueryMoved("b", 0, 10)] * 50
    found = summed(moved, 500, made=False, k=10)
    assert found.share == 0.5
    # each draw is a mean of 100 halves: .5 -+ 1.96 * .05
    assert (found.low, found.high) == pytest.approx((0.402, 0.598), abs=0.015)
    assert {each.text for each in found.worst} == {"a"}


def test_without_a_neighbor_there_is_nothing_to_say():
    assert summed([QueryMoved("a", 0, 0)], 0, made=False, k=10) is None
