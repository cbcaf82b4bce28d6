import numpy as np
import pytest

from inspector.errors import RequestError
from inspector.explain.evaluator import IndexEvaluator
from inspector.explain.vector_cache import VectorCache
from inspector.explain.what_if import what_if, what_if_sentence
from tests import oracle
from tests.toy import ToyEmbedder
from tests.toy_index import toy_index

TYPED, OTHER = "copy a csv file", "copy a nested list"


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    return toy_index(tmp_path_factory.mktemp("what-if"))


def asked(index, text=OTHER, document="csv", k=4):
    return what_if(IndexEvaluator(ToyEmbedder(), index.collection, (), VectorCache()), TYPED, text, document, k)


def test_lists_ranks_and_distances_are_those_of_brute_force(index):
    found = asked(index)
    stored = index.collection.vectors(np.arange(index.collection.count))
    before, after = (oracle.top("cosine", vector, stored, 12) for vector in ToyEmbedder().encode([TYPED, OTHER]))
    ids = index.collection.ids_at(np.arange(index.collection.count))
    assert [each.id for each in found.results] == [ids[row] for row in after[:4]]
    assert [each.rank_before for each in found.results] == [list(before).index(row) + 1 for row in after[:4]]
    csv = ids.index("csv")
    assert (found.rank_before, found.rank_after) == (list(before).index(csv) + 1, list(after).index(csv) + 1)
    assert found.left == tuple(ids[row] for row in before[:4] if row not in after[:4])
    unit = stored.astype(np.float64) / np.maximum(np.linalg.norm(stored, axis=1, keepdims=True), 1e-12)
    other = ToyEmbedder().encode([OTHER])[0].astype(np.float64)
    assert found.distance_after == pytest.approx(1 - float(unit[csv] @ other) / np.linalg.norm(other), abs=1e-6)


def test_the_sentence_says_where_the_document_goes_and_how_many_results_go(index):
    found = asked(index)
    said = what_if_sentence(found, "read a csv file")
    assert said.startswith('Asked "copy a nested list", "read a csv file" falls from 1st to ')
    assert f"Of the 4 results {len(found.left)} would go." in said


def test_the_same_wording_moves_nothing(index):
    found = asked(index, text=TYPED)
    assert found.left == ()
    assert [each.rank for each in found.results] == [each.rank_before for each in found.results] == [1, 2, 3, 4]
    assert what_if_sentence(found, "x") == (
        f'Asked "copy a csv file", "x" stays 1st (distance {found.distance_before:.2f} → {found.distance_after:.2f}). '
        "The same results come."
    )


def test_nothing_left_to_ask_is_refused(index):
    with pytest.raises(RequestError, match="nothing to search for"):
        asked(index, text="  ")
