"""A few places for many: first come first served, and whoever leaves, however, makes room."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from inspector.ui.runtime.places import Places
from inspector.ui.runtime.turns import Rush
from tests.ui.waiting import until


def nothing():
    pass


def stop():
    raise InterruptedError


class Visitor(threading.Thread):
    """Takes a place, notes that it is inside, and stays until it is sent away."""

    def __init__(self, places, name, inside, go_on=nothing, second=False):
        super().__init__(daemon=True)
        self.places, self.who, self.inside, self.go_on = places, name, inside, go_on
        self.away, self.ended, self.second = threading.Event(), False, second

    def run(self):
        try:
            with self.places.taken(self.go_on, second=self.second):
                self.inside.append(self.who)
                self.away.wait(60)
        except InterruptedError:
            self.ended = True

    def come(self):
        """Start, and return when it is inside or in line."""
        before = self.seen()
        self.start()
        until(lambda: self.seen() > before or not self.is_alive())
        return self

    def seen(self):
        return len(self.places._line) + len(self.places._inside)

    def go(self):
        self.away.set()
        self.join(60)


def test_who_came_first_is_served_first():
    places, inside = Places(1, longest=60.0), []
    visitors = [Visitor(places, name, inside).come() for name in "abcde"]
    for visitor in visitors:
        until(lambda who=visitor.who: inside[-1] == who)
        visitor.go()
    assert inside == list("abcde")


def test_who_has_something_to_look_at_already_lets_others_pass_who_have_not():
    places, inside = Places(1, longest=60.0), []
    first = Visitor(places, "first", inside).come()
    second = Visitor(places, "second", inside, second=True).come()
    asks = Visitor(places, "asks", inside).come()
    for visitor in (first, asks, second):
        until(lambda who=visitor.who: inside[-1] == who)
        visitor.go()
    assert inside == ["first", "asks", "second"]


def test_no_more_are_inside_at_a_time_than_there_are_places():
    places, lock, now, counts = Places(3, longest=60.0), threading.Lock(), [0], []

    def visit(_):
        with places.taken(nothing):
            with lock:
                now[0] += 1
                counts.append(now[0])
            with lock:
                now[0] -= 1

    with ThreadPoolExecutor(12) as pool:
        list(pool.map(visit, range(200)))
    assert len(counts) == 200
    assert max(counts) <= 3


def test_an_exception_gives_the_place_back():
    places = Places(1, longest=60.0)
    for _ in range(3):
        with pytest.raises(KeyError), places.taken(stop):
            raise KeyError


def test_who_is_stopped_while_waiting_leaves_the_line_and_the_next_one_is_served():
    places, inside = Places(1, longest=60.0), []
    first = Visitor(places, "first", inside).come()
    stopped = Visitor(places, "stopped", inside, go_on=stop).come()
    last = Visitor(places, "last", inside).come()
    stopped.join(60)
    assert stopped.ended
    first.go()
    until(lambda: inside == ["first", "last"])
    last.go()
    assert not places._line
    assert not places._inside


def test_nobody_waits_for_long_for_one_who_does_not_come_out():
    places, inside = Places(1, longest=0.0), []
    stuck = Visitor(places, "stuck", inside).come()
    with places.taken(nothing):
        assert inside == ["stuck"]
    stuck.go()
    assert not places._inside


def test_workers_hold_back_while_somebody_waits_or_is_inside():
    rush, inside = Rush(), []
    places = Places(1, longest=60.0, rush=rush)
    first, second = (Visitor(places, name, inside).come() for name in ("first", "second"))
    first.go()
    until(lambda: inside == ["first", "second"])
    assert rush.on
    second.go()
    assert not rush.on
