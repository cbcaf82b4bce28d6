"""Answers that grow: begun once, shared, stopped, abandoned, begun again; a failure is a sentence."""

import threading

from inspector.errors import EmbedderError
from inspector.ui.runtime.refinements import Refinements
from tests.ui.waiting import until

KEY = ("words", "index", "query")


class Clock:
    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


class Steps:
    """Work of three steps, each of which waits until it is let through; counts how often it was begun."""

    def __init__(self):
        self.gate = threading.Semaphore(0)
        self.begun = 0

    def __call__(self, progress):
        self.begun += 1
        for number in range(1, 4):
            progress(number - 1, 3, "Counting")
            self.gate.acquire()
            progress(number, 3, "Counting")
            yield number


def test_an_answer_grows_step_by_step_and_is_done_in_the_end():
    refinements, work = Refinements(), Steps()
    assert refinements.look(KEY, work).value is None
    for number in (1, 2):
        work.gate.release()
        until(lambda number=number: refinements.look(KEY, work).value == number)
        assert refinements.look(KEY, work).alive
    until(lambda: (refinements.peek(KEY).done, refinements.peek(KEY).total) == (2, 3))
    work.gate.release()
    until(lambda: not refinements.look(KEY, work).alive)
    last = refinements.look(KEY, work)
    assert (last.value, last.steps, last.error, last.stopped) == (3, 3, "", False)


def test_two_who_ask_share_one_answer():
    refinements, work = Refinements(), Steps()
    refinements.look(KEY, work, visitor="a")
    refinements.look(KEY, work, visitor="b")
    work.gate.release(3)
    until(lambda: not refinements.peek(KEY).alive)
    assert work.begun == 1


def test_a_stopped_answer_keeps_what_it_knows_until_it_is_resumed():
    refinements, work = Refinements(), Steps()
    refinements.look(KEY, work)
    work.gate.release()
    until(lambda: refinements.look(KEY, work).value == 1)
    refinements.stop([KEY])
    work.gate.release()
    until(lambda: not refinements.look(KEY, work).alive)
    found = refinements.look(KEY, work)
    assert (found.value, found.stopped, work.begun) == (1, True, 1)
    refinements.resume([KEY])
    assert refinements.look(KEY, work).value == 1  # what was known stays until more is known
    work.gate.release(3)
    until(lambda: refinements.look(KEY, work).value == 3)
    assert work.begun == 2


def test_an_answer_nobody_looks_at_for_ten_seconds_stops_and_begins_again_when_asked():
    clock, work = Clock(), Steps()
    refinements = Refinements(10.0, clock=clock)
    refinements.look(KEY, work)
    clock.now = 10.5
    work.gate.release()
    worker = refinements._workers[KEY]
    until(lambda: worker.over)
    assert worker.now.value is None
    work.gate.release(3)
    until(lambda: refinements.look(KEY, work).value == 3)
    assert work.begun == 2


def test_a_visitor_who_turns_to_another_query_lets_go_of_the_former_unless_someone_else_looks_at_it():
    for shared in (False, True):
        refinements, work = Refinements(), Steps()
        refinements.look(KEY, work, visitor="a")
        if shared:
            refinements.look(KEY, work, visitor="b")
        refinements.look((*KEY, "other"), Steps(), visitor="a")
        worker = refinements._workers[KEY]
        work.gate.release(3)
        until(lambda worker=worker: not worker.now.alive)
        assert (worker.over, worker.now.value) == ((False, 3) if shared else (True, None))


def test_a_failure_is_its_sentence_with_the_next_step_and_what_was_known_stays():
    def failing(progress):
        yield 1
        raise EmbedderError("The model failed.", "Load it anew.")

    def broken(progress):
        yield 1
        raise ValueError("oops")

    refinements = Refinements()
    for name, work, said in (
        ("failing", failing, "The model failed. Load it anew."),
        ("broken", broken, "It could not be finished: ValueError: oops."),
    ):
        key = (name,)
        refinements.look(key, work)
        until(lambda key=key: not refinements.peek(key).alive)
        found = refinements.peek(key)
        assert (found.value, found.error) == (1, said)
        assert not refinements.look(key, work).alive  # it is not begun in a loop
        refinements.resume([key])
        assert refinements.look(key, lambda progress: [1, 2]).value in (1, 2)
        until(lambda key=key: refinements.peek(key).value == 2)


def test_only_the_answers_looked_at_last_are_kept():
    refinements = Refinements(kept=2)
    for number in range(4):
        refinements.look(("words", number), lambda progress: [1])
    assert [refinements.peek(("words", number)) is None for number in range(4)] == [True, True, False, False]


def test_nobody_stops_what_somebody_else_looks_at():
    refinements, work = Refinements(), Steps()
    refinements.look(KEY, work, visitor="a")
    refinements.look(KEY, work, visitor="b")
    refinements.stop([KEY], visitor="a")
    seen = refinements.peek(KEY, visitor="a")
    assert (seen.alive, seen.stopped) == (False, True)
    work.gate.release(3)
    until(lambda: not refinements.peek(KEY, visitor="b").alive)
    assert refinements.peek(KEY, visitor="b").value == 3
    assert not refinements.peek(KEY, visitor="a").stopped  # by now there is nothing left to go on with
    assert work.begun == 1


def test_an_answer_that_is_finished_is_not_called_stopped():
    refinements = Refinements()
    refinements.look(KEY, lambda progress: [1])
    until(lambda: not refinements.peek(KEY).alive)
    refinements.stop([KEY])
    assert not refinements.peek(KEY).stopped


def test_an_answer_begun_again_never_shows_less_than_before():
    refinements, work = Refinements(), Steps()
    refinements.look(KEY, work)
    work.gate.release(2)
    until(lambda: refinements.look(KEY, work).value == 2)
    refinements.stop([KEY])
    work.gate.release()
    until(lambda: not refinements.peek(KEY).alive)
    until(lambda: refinements._workers[KEY].over)
    refinements.resume([KEY])
    seen = {refinements.look(KEY, work).value}
    work.gate.release(3)
    until(lambda: (seen.add(refinements.look(KEY, work).value), not refinements.peek(KEY).alive)[1])
    assert seen <= {2, 3}


def test_growing_answers_take_turns_step_by_step():
    refinements, at_work, most = Refinements(), [], []

    def work(progress):
        for number in range(1, 4):
            progress(number, 3, "Counting")
            at_work.append(number)
            most.append(len(at_work))
            at_work.remove(number)
            yield number

    keys = [("words", name) for name in "abcd"]
    for key in keys:
        refinements.look(key, work)
    until(lambda: not any(refinements.peek(key).alive for key in keys))
    assert [refinements.peek(key).value for key in keys] == [3] * 4
    assert most == [1] * 12


def test_an_answer_in_line_that_is_stopped_leaves_the_others_their_turns():
    refinements, first, second = Refinements(), Steps(), Steps()
    refinements.look(KEY, first)
    until(lambda: first.begun == 1)
    refinements.look((*KEY, "second"), second)
    refinements.stop([(*KEY, "second")])
    until(lambda: not refinements.peek((*KEY, "second")).alive)
    assert second.begun == 0
    first.gate.release(3)
    until(lambda: refinements.look(KEY, first).value == 3)
