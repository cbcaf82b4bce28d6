"""The memo: once for all, bounded, exceptions not kept."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from inspector.ui.runtime.memo import DEFAULT_LIMIT, LIMITS, Memo, remembered
from inspector.ui.runtime.turns import RUSH


def test_work_is_done_once_per_key():
    memo, done = Memo(), []
    for _ in range(3):
        assert memo.remembered("square", (3,), lambda: done.append(1) or 9) == 9
    assert done == [1]


def test_a_result_of_none_is_remembered_too():
    memo, done = Memo(), []
    for _ in range(2):
        assert memo.remembered("nothing", (), lambda: done.append(1)) is None
    assert done == [1]


def test_kinds_do_not_mix():
    memo = Memo()
    assert memo.remembered("a", (1,), lambda: "a") == "a"
    assert memo.remembered("b", (1,), lambda: "b") == "b"


def test_four_threads_that_ask_at_once_share_one_piece_of_work():
    memo, done, together = Memo(), [], threading.Barrier(4)

    def ask():
        together.wait()
        return memo.remembered("slow", ("key",), lambda: done.append(1) or threading.Event().wait(0.05) or "result")

    with ThreadPoolExecutor(4) as pool:
        results = [future.result() for future in [pool.submit(ask) for _ in range(4)]]
    assert results == ["result"] * 4
    assert done == [1]


def test_two_keys_do_not_wait_for_each_other():
    memo, inside = Memo(), threading.Barrier(2)
    with ThreadPoolExecutor(2) as pool:
        futures = [pool.submit(memo.remembered, "both", (key,), lambda: inside.wait(timeout=60)) for key in "ab"]
        assert sorted(future.result() for future in futures) == [0, 1]


def test_an_exception_is_not_remembered():
    memo = Memo()
    with pytest.raises(ZeroDivisionError):
        memo.remembered("fraction", (0,), lambda: 1 / 0)
    assert memo.remembered("fraction", (0,), lambda: "second try") == "second try"


def test_the_least_recently_used_entry_of_a_full_kind_goes():
    memo, done = Memo({"small": 2}), []

    def ask(key):
        return memo.remembered("small", (key,), lambda: done.append(key) or key)

    for key in ("a", "b", "a", "c", "a", "b"):
        ask(key)
    assert done == ["a", "b", "c", "b"]  # c pushed out b, because a was used after it


@pytest.mark.parametrize("kind", ["evaluation", "evaluation grades", "comparison", "triage"])
def test_what_holds_all_queries_of_a_list_is_kept_for_a_few_lists_only(kind):
    memo, done = Memo(), []

    def ask(key):
        memo.remembered(kind, (key,), lambda: done.append(key))

    for key in (*range(DEFAULT_LIMIT), 0):
        ask(key)
    assert LIMITS[kind] < 10 and done[-1] == 0  # the first list was let go of long before the hundredth came


def test_forgetting_one_key_keeps_the_others():
    memo, done = Memo(), []
    for key in ("mine", "yours"):
        memo.remembered("kind", (key,), lambda key=key: done.append(key))
    memo.forget("kind", ("mine",))
    memo.forget("kind", ("never seen",))
    for key in ("mine", "yours"):
        memo.remembered("kind", (key,), lambda key=key: done.append(key))
    assert done == ["mine", "yours", "mine"]


def test_workers_hold_back_while_an_inspection_is_worked_out_and_only_then():
    key = ("an inspection nobody else asks for",)
    assert remembered("inspection", key, lambda: RUSH.on)
    assert not remembered("filter values", key, lambda: RUSH.on)
    assert not RUSH.on
