"""A stopwatch adds up the time of its stages."""

from __future__ import annotations

import pytest

from inspector.timing import Stopwatch


def test_a_stage_that_never_ran_took_no_time() -> None:
    assert Stopwatch().spent("encode") == 0.0


def test_a_stage_entered_twice_adds_up_and_no_stage_exceeds_the_total() -> None:
    watch = Stopwatch()
    with watch.stage("encode"):
        sum(range(10_000))
    once = watch.spent("encode")
    with watch.stage("encode"):
        sum(range(10_000))
    assert 0 < once < watch.spent("encode") <= watch.total()


def test_a_stage_that_fails_is_counted_and_its_error_goes_on() -> None:
    watch = Stopwatch()
    with pytest.raises(ZeroDivisionError), watch.stage("search"):
        1 / 0  # noqa: B018
    assert watch.spent("search") > 0
