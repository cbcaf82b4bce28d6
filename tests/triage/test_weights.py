"""Places in the hybrid list under all weights, against the fusion that the product shows."""

import numpy as np
import pytest

from inspector.records.results import Fusion
from inspector.search.hybrid import DEPTH, Ranked, fuse
from inspector.triage.weights import WEIGHTS, best_places


def ranked(ids, scores):
    return Ranked(tuple(ids), np.array(scores, dtype=float))


def fused(left, right, wanted, fusion):
    """The place by fusing anew for each weight."""
    out = []
    for weight in WEIGHTS:
        ids = [hit.id for hit in fuse(fusion, left, right, weight, 2 * DEPTH)]
        out.append(min((ids.index(each) + 1 for each in wanted if each in ids), default=0))
    return out


@pytest.mark.parametrize("fusion", list(Fusion))
@pytest.mark.parametrize("seed", range(8))
def test_places_are_those_of_fusing_anew_with_each_weight(fusion, seed):
    random = np.random.default_rng(seed)
    left = [f"d{each}" for each in random.permutation(160)[:130]]
    right = [f"d{each}" for each in random.permutation(160)[:110]]
    by_steps = np.sort(random.integers(0, 12, 130))[::-1]  # many ties
    lists = ranked(left, by_steps), ranked(right, np.sort(random.integers(1, 9, 110))[::-1])
    for wanted in ({left[3]}, {right[20]}, {left[99]}, {left[120], right[105]}, {left[50], right[2]}, {"none"}):
        assert best_places(*lists, frozenset(wanted), fusion).tolist() == fused(*lists, wanted, fusion)


def test_a_list_alone_decides_at_both_ends_and_an_empty_one_is_no_mistake():
    left, nothing = ranked("ab", [0.9, 0.1]), ranked("", [])
    assert best_places(left, nothing, frozenset("b"), Fusion.RRF).tolist() == [0] + [2] * (len(WEIGHTS) - 1)
    assert not best_places(nothing, nothing, frozenset("b"), Fusion.RRF).any()
