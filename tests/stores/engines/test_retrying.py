import pytest

from inspector.errors import RequestError, StoreError
from inspector.stores.engines.retrying import FIRST_PAUSE, LONGEST_PAUSE, Retrying, time_limit
from inspector.stores.spec import IndexSpec


class Refused(Exception):
    pass


class Clock:
    """A clock that only moves while someone waits."""

    def __init__(self):
        self.now = 0.0
        self.pauses = []

    def __call__(self):
        return self.now

    def pause(self, seconds):
        self.pauses.append(seconds)
        self.now += seconds


def retrying(clock, **more):
    settings = {"seconds": 30.0, "hint": "Start it.", "pause": clock.pause, "clock": clock} | more
    return Retrying("Milvus at http://localhost:1", (ConnectionError,), **settings)


def failing(times, error, answer="yes", seen=None):
    left = [times]

    def ask(seconds):
        if seen is not None:
            seen.append(seconds)
        if left[0]:
            left[0] -= 1
            raise error
        return answer

    return ask


def test_an_answer_needs_no_pause():
    clock = Clock()
    assert retrying(clock).call(lambda seconds: seconds) == 30.0
    assert clock.pauses == []


def test_a_lost_connection_is_asked_again_after_growing_pauses():
    clock, seen = Clock(), []
    assert retrying(clock).call(failing(8, ConnectionError("reset"), seen=seen)) == "yes"
    assert clock.pauses == [min(FIRST_PAUSE * 2**turn, LONGEST_PAUSE) for turn in range(8)]
    assert seen[-1] == pytest.approx(30.0 - sum(clock.pauses))


def test_what_stays_lost_ends_within_the_time_and_names_address_reason_and_next_step():
    clock = Clock()
    with pytest.raises(StoreError) as caught:
        retrying(clock, seconds=7.0).call(failing(99, ConnectionError("connection refused.\n")))
    assert caught.value.message == "Milvus at http://localhost:1 does not answer: connection refused."
    assert caught.value.hint == "Start it."
    assert clock.now < 7.0


def test_what_the_database_refuses_is_passed_on_at_once():
    clock = Clock()
    with pytest.raises(Refused):
        retrying(clock).call(failing(1, Refused()))
    assert clock.pauses == []


def test_an_exception_that_stands_for_everything_is_judged_by_its_content():
    clock = Clock()
    judged = retrying(clock, is_lost=lambda error: "lost" in str(error))
    assert judged.call(failing(1, ConnectionError("lost"))) == "yes"
    with pytest.raises(ConnectionError, match="syntax"):
        judged.call(failing(1, ConnectionError("syntax")))
    assert len(clock.pauses) == 1


def test_a_reconnection_comes_before_each_retry_and_may_fail_too():
    clock, turns = Clock(), []

    def reconnect():
        turns.append(clock.now)
        if len(turns) == 1:
            raise ConnectionError("still down")

    assert retrying(clock).call(failing(1, ConnectionError("down")), reconnect) == "yes"
    assert turns == pytest.approx([FIRST_PAUSE, 3 * FIRST_PAUSE])


def test_a_silent_exception_is_named_by_its_type():
    assert "ConnectionError" in retrying(Clock()).failed(ConnectionError()).message


def test_a_time_limit_is_seconds_over_none_up_to_a_day():
    def limit(said):
        return time_limit(IndexSpec("qdrant", "http://localhost", (("timeout", said),)))

    assert (limit("1.5"), limit("86400"), time_limit(IndexSpec("qdrant", "http://localhost"))) == (1.5, 86_400, 30)
    for said in ("soon", "0", "-1", "nan", "inf", "86401"):
        with pytest.raises(RequestError, match="no number of seconds"):
            limit(said)
