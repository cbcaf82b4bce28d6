"""Queries as people paste them, with what they should find behind a tab."""

import pytest

from inspector.errors import RequestError
from inspector.evaluate.query_sets import MAX_QUERIES
from inspector.triage.cases import cases_of
from inspector.triage.pasted import parse_pasted


def pasted(text, name="the text"):
    return cases_of(*parse_pasted(text, name)).cases


def test_one_query_a_line_needs_no_document_and_empty_lines_are_passed_over():
    found = pasted("copy a list\n\n  \nsort a list\r\ncopy a list\n")
    assert [(each.query.text, each.query.count, each.expected) for each in found] == [
        ("copy a list", 2, ()),
        ("sort a list", 1, ()),
    ]


def test_behind_a_tab_stand_the_documents_and_those_of_a_repeated_query_are_put_together():
    found = pasted("error E-1042\tKB-1\ncopy\nerror E-1042\tKB-2\tKB-1\n\t\n")
    assert [(each.query.text, each.query.count, each.expected) for each in found] == [
        ("error E-1042", 2, ("KB-1", "KB-2")),
        ("copy", 1, ()),
    ]


def test_a_document_without_its_query_is_refused_with_its_line():
    with pytest.raises(RequestError, match="Line 2 of the text names a document, but no query"):
        pasted("copy\n\tKB-9\n")


def test_spaces_around_a_query_make_no_second_one_with_or_without_documents():
    assert [each.query.count for each in pasted("copy a list\n copy a list \n")] == [2]


def test_a_line_separator_within_a_query_does_not_cut_it():
    assert [each.expected for each in pasted("first\u2028half\tKB-1\nother\n")] == [("KB-1",), ()]


def test_a_query_that_begins_with_a_brace_still_names_its_document():
    assert pasted("{{name}} cannot sign in\tKB-1\n")[0].expected == ("KB-1",)


def test_a_table_and_objects_keep_their_own_form():
    assert pasted("id\ttext\tcount\n7\tcopy\t5\n", "log.tsv")[0].query.count == 5
    assert pasted('{"id": "a", "text": "one\\ttwo"}\n')[0].query.text == "one\ttwo"


def test_a_hundred_thousand_lines_are_read_and_more_than_allowed_are_refused():
    assert len(pasted("\n".join(f"query {number}\tdoc" for number in range(100_000)))) == 100_000
    with pytest.raises(RequestError, match=f"{MAX_QUERIES:,}"):
        pasted("\n".join(f"q{number}\td" for number in range(MAX_QUERIES + 1)))


def test_no_query_is_refused():
    with pytest.raises(RequestError, match="no query"):
        pasted("\t\n\tKB-1\n")
