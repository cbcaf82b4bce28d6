"""Which documents stayed, were edited, came and went."""

import numpy as np

from inspector.monitor.overlap import other_vectors, overlap_of
from inspector.records.drift import Turnover
from tests.monitor.indexes import ANIMALS, collection, numbered, sentences


def test_documents_are_matched_by_id_and_an_edited_one_both_came_and_went(tmp_path):
    then = collection(tmp_path, "then", {"a": "fox", "b": "frog", "c": "bird"})
    now = collection(tmp_path, "now", {"b": "frog", "c": "newt", "d": "owl", "e": "hare"})
    found = overlap_of(then, now)
    assert found.turnover == Turnover(then=3, now=4, stayed=1, edited=1, new=2, gone=1)
    assert found.came.tolist() == [1, 2, 3]
    assert found.went.tolist() == [0, 2]
    assert found.before == {"b": "b", "c": "c"}


def test_documents_that_were_numbered_anew_are_matched_by_text(tmp_path):
    then = collection(tmp_path, "then", {"0": "fox", "1": "frog", "2": "bird"})
    now = collection(tmp_path, "now", {"0": "owl", "1": "fox", "2": "frog", "3": "bird"})
    found = overlap_of(then, now)
    assert found.turnover == Turnover(then=3, now=4, stayed=3, edited=0, new=1, gone=0)
    assert found.before == {"1": "0", "2": "1", "3": "2"}


def test_an_index_has_nothing_that_came_or_went_against_itself(tmp_path):
    same = collection(tmp_path, "same", {"a": "fox", "b": "frog"})
    found = overlap_of(same, same)
    assert found.turnover == Turnover(then=2, now=2, stayed=2, edited=0, new=0, gone=0)
    assert len(found.came) == len(found.went) == 0


def test_vectors_of_the_same_texts_are_compared_and_another_length_or_precision_is_no_other_one(tmp_path):
    texts = numbered("d", sentences(ANIMALS, 8, 0))
    vectors = np.random.default_rng(0).normal(size=(8, 16))
    then = collection(tmp_path, "then", texts, vectors=vectors)
    close = collection(tmp_path, "close", texts, vectors=2 * vectors.astype(np.float16))
    assert other_vectors(then, close, overlap_of(then, close)) == ""
    vectors[2], vectors[5] = -vectors[2], np.nan
    texts["d7"] = "another text"
    now = collection(tmp_path, "now", texts, vectors=vectors)
    assert other_vectors(then, now, overlap_of(then, now)) == "Same text, another vector: 2 of 7 documents compared."
