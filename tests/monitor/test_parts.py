"""An index parted at a value of a field."""

import pytest

from inspector.errors import RequestError
from inspector.monitor.parts import parts
from tests.monitor.indexes import collection

ROWS = {"a": "fox", "b": "frog", "c": "bird", "d": "hare"}
DATES = ["2024-12-31", "2025-01-01", None, "2026-03-01"]


@pytest.fixture
def dated(tmp_path):
    return collection(tmp_path, "dated", ROWS, updated=DATES, year=[9, 10, 11, None], draft=[True, False, True, True])


def test_now_begins_with_the_value_and_documents_without_one_are_counted(dated):
    found = parts(dated, "updated", "2025-01-01")
    assert (found.then.rows.tolist(), found.now.rows.tolist(), found.undated) == ([0], [1, 3], 1)
    assert found.then.name == "the 1 document with updated before 2025-01-01"
    assert found.now.name == "the 2 documents with updated from 2025-01-01 on"


def test_numbers_are_compared_as_numbers(dated):
    found = parts(dated, "year", "10")  # as text, "9" would come after "10"
    assert (found.then.rows.tolist(), found.now.rows.tolist(), found.undated) == ([0], [1, 2], 1)


@pytest.mark.parametrize(
    ("field", "split", "said"),
    [
        ("updatd", "2025", 'no field "updatd"'),
        ("draft", "true", "holds true or false"),
        ("year", "last", '"last" is none'),
        ("year", "nan", '"nan" is none'),
        ("year", "inf", '"inf" is none'),
        ("updated", " ", "cannot be parted at nothing"),
    ],
)
def test_a_field_or_value_that_cannot_part_it_is_refused_with_what_can(dated, field, split, said):
    with pytest.raises(RequestError, match=said):
        parts(dated, field, split)


def test_the_fields_that_can_part_it_are_named(dated):
    with pytest.raises(RequestError) as refused:
        parts(dated, "updatd", "2025")
    assert refused.value.hint == "Choose one of: updated, year."
