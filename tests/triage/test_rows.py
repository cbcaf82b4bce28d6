"""What is kept of a query reads back the same; a line of another shape is none."""

import json

from inspector.records.findings import Cause, NotChecked, Severity
from inspector.records.triage import Outcome, Sign
from inspector.triage.rows import (
    Found,
    Traced,
    found_by_query,
    found_line,
    not_checked_line,
    not_checked_of,
    traced_by_query,
    traced_line,
)

FOUND = Found(
    Outcome.OPEN, 3, 1, ("a",), 1 << 70, (Sign("copies", Cause.COPIES, Severity.NOTE, "Two."),
    Sign("disagreement", None, Severity.NOTE, "No.")), "why",
)  # fmt: skip
TRACED = Traced("a", None, (Cause.TRUNCATED,), "It is so.")


def again(line):
    return json.loads(json.dumps(line))


def test_lines_read_back_the_same():
    assert found_by_query([again(found_line("q", FOUND))]) == {"q": FOUND}
    assert traced_by_query([again(traced_line("q", TRACED))]) == {"q": TRACED}
    left_out = NotChecked("exact_term", "no effects")
    assert not_checked_of([again(not_checked_line(left_out)), not_checked_line(left_out)]) == (left_out,)


def test_a_line_of_another_shape_is_none():
    assert found_by_query([{"query": "q", "outcome": "magic"}, {}, {**found_line("q", FOUND), "bits": "z"}]) == {}
    assert traced_by_query([{"query": "q"}, {**traced_line("q", TRACED), "cause": "magic"}]) == {}
