"""What is laid side by side: what came against all then, what went against all now, one passage of a whole."""

import numpy as np

from inspector.monitor.groups import LEAST, Group, draw, groups, usable_rows
from inspector.monitor.overlap import overlap_of
from tests.monitor.indexes import ANIMALS, MACHINES, collection, numbered, sentences

OLD = numbered("a", sentences(ANIMALS, 40, 0))
NEW = numbered("m", sentences(MACHINES, LEAST, 1))


def chosen(folder, old, new):
    then, now = collection(folder, "then", old), collection(folder, "now", new)
    first, second = groups(then, now, overlap_of(then, now))
    return (first.name, len(first.rows)), (second.name, len(second.rows))


def test_what_came_is_compared_with_all_that_was_there(tmp_path):
    assert chosen(tmp_path, OLD, OLD | NEW) == (("the 40 documents then", 40), ("the 20 new documents", 20))


def test_an_edited_document_is_named_with_the_new_ones(tmp_path):
    assert chosen(tmp_path, OLD, OLD | NEW | {"a0": "lamp"})[1] == ("the 21 new or edited documents", 21)


def test_where_hardly_any_came_those_that_went_are_compared_with_all_that_are_there(tmp_path):
    rest = dict(list(OLD.items())[LEAST:])
    assert chosen(tmp_path, OLD, rest) == (("the 20 documents that went", 20), ("the 20 documents now", 20))


def test_two_indexes_without_a_common_document_are_compared_whole(tmp_path):
    assert chosen(tmp_path, OLD, NEW) == (("the 40 documents then", 40), ("the 20 documents now", 20))


def test_of_the_passages_of_a_whole_only_one_is_drawn(tmp_path):
    parents = [f"whole{row // 4}" for row in range(40)]
    opened = collection(tmp_path, "parts", OLD, parent=parents, position=[row % 4 for row in range(40)])
    drawn = draw(Group("all", opened, np.arange(40)))
    assert sorted(each.parent for each in drawn.documents) == sorted(set(parents))
    assert (drawn.side.count, drawn.side.sampled) == (40, 10)


def test_vectors_that_are_not_finite_or_zero_are_left_out_and_counted(tmp_path):
    vectors = np.random.default_rng(0).normal(size=(40, 32))
    vectors[3], vectors[5, 0], vectors[7] = np.nan, np.inf, 0.0
    drawn = draw(Group("all", collection(tmp_path, "spoilt", OLD, vectors=vectors), np.arange(40)))
    assert (drawn.side.sampled, drawn.side.left_out) == (37, 3)
    assert {"a3", "a5", "a7"}.isdisjoint(each.id for each in drawn.documents)
    assert len(usable_rows(drawn.vectors)) == len(drawn.texts) == 37


def test_a_sample_is_drawn_by_its_seed(tmp_path):
    whole = Group("all", collection(tmp_path, "all", OLD), np.arange(40))
    first, again, other = (draw(whole, 10, seed) for seed in (0, 0, 1))
    assert first.documents == again.documents != other.documents
    assert first.side.sampled == 10
