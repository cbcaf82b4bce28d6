"""The table and the report: complete, and harmless in a spreadsheet and in a ticket."""

import csv
import io

import pytest

from inspector.records.triage import Lever, LeverKind
from inspector.triage.export import NAMES, as_csv, as_markdown, defused, lever_sentence
from tests.triage.answers import NASTY, ROWS, answer


def test_the_table_has_a_line_for_each_query_worst_first():
    lines = list(csv.DictReader(io.StringIO(as_csv(answer()))))
    assert len(lines) == len(ROWS)
    assert [line["query id"].lstrip("'") for line in lines[:4]] == [NASTY, "cut two", "cut three", "cut one"]
    assert lines[1]["cause"] == "truncated"
    assert lines[1]["count"] == "4"
    assert lines[-1]["outcome"] in ("healthy", "open")


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@sum", "  =1", "\t=1"])
def test_a_cell_that_begins_like_a_formula_is_defused(cell):
    assert defused(cell) == f"'{cell}"


def test_an_ordinary_cell_stays_as_it_is():
    assert [defused(cell) for cell in ("a=1", "1-2", "", "mail@x")] == ["a=1", "1-2", "", "mail@x"]


def test_no_cell_of_the_table_begins_like_a_formula():
    assert not [
        cell for line in csv.reader(io.StringIO(as_csv(answer()))) for cell in line if cell[:1] in ("=", "+", "-", "@")
    ]


def test_the_report_has_the_sentence_the_groups_the_changes_and_what_is_open_and_no_markup_of_others():
    said = as_markdown(answer())
    assert "5 of 6 queries fail" in said
    assert "**3 queries** (22% of that traffic): their documents are cut off" in said
    assert "Hybrid search would bring back 3 of 5 failing queries, and break 1 of 1 that are well." in said
    assert "Exact search would bring back none of 5 failing queries, and break none of 1 that are well." in said
    assert "hardly reads? The reason: no effects." in said
    assert "<b>" not in said.replace("\\<", "")
    assert "\\*bold\\*" in said


def test_every_lever_has_a_name():
    assert set(NAMES) == set(LeverKind)


def test_a_change_whose_name_says_all_is_not_said_twice():
    lever = Lever(LeverKind.COLLAPSE_COPIES, "Show one result per text.", True, 2)
    said = "One result per text would bring back 2 of 5 failing queries, and break none of 1 that are well."
    assert lever_sentence(lever, answer()) == said
