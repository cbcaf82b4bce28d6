"""Progress as lines of JSON, and the estimate of what remains."""

from __future__ import annotations

import io
import json
import time

import pytest

from inspector.progress import JsonLines, seconds_left, silent


def lines(stream: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_line_says_done_total_message_and_seconds_left() -> None:
    stream = io.StringIO()
    JsonLines(stream)(0, 8, "Embedding documents")
    assert lines(stream) == [{"done": 0, "total": 8, "message": "Embedding documents", "seconds_left": None}]


@pytest.mark.parametrize("total", [20_000, 0])
def test_at_most_ten_lines_a_second_are_written(total: int) -> None:
    stream = io.StringIO()
    progress, started = JsonLines(stream), time.monotonic()
    for done in range(20_000):
        progress(done, total, "Counting")
    assert 1 <= len(lines(stream)) <= 1 + 10 * (time.monotonic() - started)


def test_the_first_and_the_last_line_of_each_message_are_always_written() -> None:
    stream = io.StringIO()
    progress = JsonLines(stream)
    for message in ("Reading", "Embedding"):
        for done in range(5):
            progress(done, 4, message)
    assert [(line["message"], line["done"]) for line in lines(stream)] == [
        ("Reading", 0),
        ("Reading", 4),
        ("Embedding", 0),
        ("Embedding", 4),
    ]


def test_each_line_is_sent_at_once() -> None:
    class Pipe(io.StringIO):
        flushed = 0

        def flush(self) -> None:
            self.flushed += 1

    pipe = Pipe()
    JsonLines(pipe)(1, 1, "Done")
    assert pipe.flushed == 1


def test_resumed_work_is_estimated_by_what_was_done_since() -> None:
    stream = io.StringIO()
    progress = JsonLines(stream)
    progress(900, 1000, "Embedding")
    progress(1000, 1000, "Embedding")
    assert [line["seconds_left"] for line in lines(stream)] == [None, 0.0]


@pytest.mark.parametrize(
    ("done", "total", "seconds", "left"),
    [
        (25, 100, 10.0, 10.0 / 25 * 75),
        (100, 100, 3.0, 0.0),
        (101, 100, 3.0, 0.0),
        (0, 100, 3.0, None),
        (5, 0, 3.0, None),
    ],
)
def test_what_remains_is_estimated_at_the_pace_so_far(
    done: int, total: int, seconds: float, left: float | None
) -> None:
    assert seconds_left(done, total, seconds) == left


def test_silence_takes_no_note() -> None:
    assert silent(1, 2, "Embedding") is None
