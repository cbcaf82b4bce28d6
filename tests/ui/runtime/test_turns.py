"""Workers that take turns: one at a time, first come first served, and nobody waits for one who does not finish."""

import threading

import pytest

from inspector.ui.runtime.turns import Rush, Turns
from tests.ui.waiting import until


def nothing():
    pass


def test_one_works_at_a_time_and_who_finished_a_step_goes_to_the_end_of_the_line():
    turns, taken, working = Turns(longest=60.0), [], []

    def work(name):
        for _ in range(3):
            turns.join(name)
            turns.wait(name, nothing)
            working.append(name)
            taken.append((name, len(working)))
            working.remove(name)
        turns.leave(name)

    for name in "abc":
        turns.join(name)
    threads = [threading.Thread(target=work, args=(name,)) for name in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [count for _, count in taken] == [1] * 9
    assert sorted(name for name, _ in taken) == sorted("abc" * 3)


def test_a_worker_that_leaves_or_waits_again_makes_room_for_the_next():
    turns = Turns(longest=60.0)
    for name in ("first", "second"):
        turns.join(name)
    turns.wait("first", nothing)
    passed = threading.Event()
    threading.Thread(target=lambda: (turns.wait("second", nothing), passed.set()), daemon=True).start()
    assert not passed.wait(0.2)
    turns.join("first")
    assert passed.wait(60)
    turns.leave("second")
    turns.wait("first", nothing)


def test_what_is_asked_while_waiting_can_end_the_wait():
    turns = Turns(longest=60.0)
    turns.join("first")
    turns.join("second")

    def stop():
        raise InterruptedError

    with pytest.raises(InterruptedError):
        turns.wait("second", stop)
    turns.leave("second")
    turns.leave("second")  # a second time is as good as once


def test_nobody_waits_for_a_step_that_takes_too_long():
    turns = Turns(longest=0.0)
    turns.join("stuck")
    turns.wait("stuck", nothing)
    turns.join("next")
    turns.wait("next", nothing)
    turns.join("stuck")  # it has finished after all, and stands in line again
    passed = threading.Event()
    threading.Thread(target=lambda: (turns.wait("stuck", nothing), passed.set()), daemon=True).start()
    turns.leave("next")
    until(passed.is_set)


def test_while_somebody_waits_for_an_answer_no_step_begins_and_then_the_first_in_line_goes_on():
    rush, begun = Rush(), threading.Event()
    turns = Turns(longest=60.0, rush=rush, patience=60.0)
    turns.join("first")
    with rush.answering():
        with rush.answering():  # two people wait
            threading.Thread(target=lambda: (turns.wait("first", nothing), begun.set()), daemon=True).start()
        assert not begun.wait(0.3)
    assert begun.wait(60)


def test_workers_go_on_step_by_step_however_long_others_wait_for_answers():
    rush = Rush()
    turns = Turns(longest=60.0, rush=rush, patience=0.0)
    with rush.answering():
        for name in ("first", "second"):
            turns.join(name)
        for name in ("first", "second", "first"):
            turns.wait(name, nothing)
            turns.join(name)


def test_an_answer_that_fails_is_waited_for_no_longer():
    rush = Rush()
    with pytest.raises(KeyError), rush.answering():
        raise KeyError
    assert not rush.on
