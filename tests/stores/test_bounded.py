"""Whatever happens in the child, the caller gets an answer or a clear error, and no child is left."""

from __future__ import annotations

import os
import signal
import time
from typing import Any

import pytest

from inspector.errors import CancelledError, CorpusError, StoreError
from inspector.progress import Progress, silent
from inspector.stores.bounded import GIB, run_bounded


def run(*arguments: str, seconds: float = 60, memory: int = 4 * GIB, progress: Progress = silent) -> Any:
    return run_bounded(
        "tests.stores.bounded_child", arguments, what="v.faiss", seconds=seconds, memory=memory, progress=progress
    )


def test_the_answer_comes_back_and_what_libraries_print_is_no_part_of_it() -> None:
    assert run("say", "a b", "文書") == {"given": ["a b", "文書"]}


def test_an_error_comes_back_as_it_was_raised() -> None:
    with pytest.raises(CorpusError) as caught:
        run("complain")
    assert (caught.value.message, caught.value.hint) == ("Line 3 is bad.", "Mend it.")


def test_a_child_that_takes_too_long_is_ended() -> None:
    started = time.monotonic()
    with pytest.raises(StoreError, match=r"Reading v\.faiss took longer than 1 seconds"):
        run("sleep", seconds=1)
    assert time.monotonic() - started < 30


def test_a_child_that_asks_for_too_much_memory_says_so() -> None:
    with pytest.raises(StoreError, match=r"takes more than 2 GiB of memory"):
        run("allocate", str(3 * GIB), memory=2 * GIB)
    assert run("allocate", "1000", memory=2 * GIB) == {"bytes": 1000}


@pytest.mark.parametrize(
    ("number", "name"), [(signal.SIGSEGV, "SIGSEGV"), (signal.SIGKILL, "SIGKILL"), (signal.SIGRTMIN + 3, "signal 37")]
)
def test_a_child_that_is_ended_by_a_signal_names_it(number: int, name: str) -> None:
    with pytest.raises(StoreError, match=rf"v\.faiss cannot be read: the process that reads it was ended by {name}"):
        run("kill", str(int(number)))


def test_a_mistake_in_the_child_is_one_sentence_with_its_last_line() -> None:
    with pytest.raises(StoreError, match=r"ended with code 1 \(ZeroDivisionError: a mistake of ours\)"):
        run("break")


@pytest.mark.parametrize(
    ("code", "said"),
    [(0, ""), (0, "{ no JSON"), (3, "[]"), (3, '{"kind": "__doc__"}'), (3, '{"kind": "annotations"}'), (9, "{}")],
)
def test_an_answer_that_is_none_is_an_error(code: int, said: str) -> None:
    with pytest.raises(StoreError):
        run("raw", str(code), said)


def test_stopping_through_the_progress_ends_the_child() -> None:
    heard: list[tuple[int, int, str]] = []

    def stop(done: int, total: int, message: str) -> None:
        heard.append((done, total, message))
        raise CancelledError("Stopped.")

    children = set(_children())
    with pytest.raises(CancelledError):
        run("sleep", progress=stop)
    assert heard == [(3, 10, "Working")]
    assert set(_children()) <= children


def _children() -> list[str]:
    """The processes this one has started and that still run."""
    found = []
    for name in filter(str.isdecimal, os.listdir("/proc")):
        try:
            with open(f"/proc/{name}/stat", encoding="utf-8", errors="replace") as file:
                parent = file.read().rsplit(")", 1)[1].split()[1]
        except (OSError, IndexError):
            continue
        if int(parent) == os.getpid():
            found.append(name)
    return found
