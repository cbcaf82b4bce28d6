import numpy as np
import pytest

from inspector.explain.goals import Outcome, enter, leave, swap
from inspector.stores.collection import Hits


def at(rank: int, rival: int | None = None) -> Outcome:
    return Outcome(rank, 0.5, rank if rival is None else rival, 0.4)


def hits(ids: str) -> Hits:
    return Hits(tuple(ids), np.zeros(len(ids)))


@pytest.mark.parametrize(("rank", "left", "entered"), [(1, False, True), (10, False, True), (11, True, False)])
def test_the_last_place_still_belongs_to_the_list(rank: int, left: bool, entered: bool):
    assert leave(0, 10).reached(at(rank)) is left
    assert enter(0, 10).reached(at(rank)) is entered


def test_a_document_without_a_rank_has_neither_come_nor_gone():
    assert not any(aim.reached(at(0, 3)) for aim in (leave(0, 10), enter(0, 10), swap(0, 1)))


def test_a_swap_is_reached_when_the_rival_stands_above():
    assert swap(0, 1).reached(at(5, 4))
    assert not swap(0, 1).reached(at(4, 5))
    assert swap(0, 1).moved(at(9, 4)) == 5


def test_places_come_before_similarities_and_similarities_before_nothing():
    near, far = Outcome(3, 0.9, 3, 0.9), Outcome(3, 0.2, 3, 0.2)
    assert leave(0, 10).strength(far) > leave(0, 10).strength(near)
    assert enter(0, 1).strength(near) > enter(0, 1).strength(far)
    assert enter(0, 1).strength(Outcome(2, 0.1, 2, 0.1)) > enter(0, 1).strength(near)
    assert swap(0, 1).strength(Outcome(1, 0.5, 2, 0.45)) > swap(0, 1).strength(Outcome(1, 0.5, 2, 0.1))


def test_a_list_proves_what_it_shows():
    ids = ("a", "b")
    assert leave(0, 3).holds(hits("xyz"), ids) and not leave(0, 3).holds(hits("xya"), ids)
    assert enter(0, 3).holds(hits("xya"), ids) and not enter(0, 3).holds(hits("xyz"), ids)
    assert swap(0, 1).holds(hits("xba"), ids)
    assert not swap(0, 1).holds(hits("xab"), ids) and not swap(0, 1).holds(hits("xb"), ids)
    assert swap(0, 1).depth(at(9, 4)) == 9
