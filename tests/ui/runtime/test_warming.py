"""Resources that load in the background: asking never waits, failures are kept with their message."""

import threading

from inspector.errors import EmbedderError
from inspector.ui.runtime import memo
from inspector.ui.runtime.warming import Warm, WarmState, warm
from tests.ui.waiting import until


def test_asking_does_not_wait_and_the_value_comes_later(request):
    gate, key = threading.Event(), (request.node.name,)
    first = warm("test", key, lambda: gate.wait(60) and "model")
    assert (first.state, first.value) == (WarmState.LOADING, None)
    gate.set()
    until(lambda: not warm("test", key, lambda: "never").loading)
    ready = warm("test", key, lambda: "never")
    assert (ready.state, ready.value) == (WarmState.READY, "model")


def test_a_user_mistake_is_kept_with_message_and_hint_until_it_is_forgotten(request):
    key, tries = (request.node.name,), []

    def fail():
        tries.append(1)
        raise EmbedderError("No such model.", "Choose another.")

    until(lambda: not warm("test", key, fail).loading)
    failed: Warm[str] = warm("test", key, fail)
    assert (failed.state, failed.message, failed.hint) == (WarmState.FAILED, "No such model.", "Choose another.")
    assert tries == [1]
    memo.forget("test", key)
    until(lambda: not warm("test", key, fail).loading)
    assert tries == [1, 1]


def test_a_bug_in_loading_is_a_failure_and_not_the_end_of_the_thread(request):
    key = (request.node.name,)
    until(lambda: not warm("test", key, lambda: 1 / 0).loading)
    assert "ZeroDivisionError" in warm("test", key, lambda: None).message
