"""Settings and versions stand at the end, with what was left out of the case."""

from __future__ import annotations

from dataclasses import replace

from inspector.cases.page.facts import facts, rows_of
from inspector.cases.redaction import redacted
from inspector.records.cases import Case
from inspector.records.documents import Condition
from tests.cases.page.test_markup import Parts


def said(case: Case) -> str:
    return " ".join(Parts(facts(case)).texts)


def test_what_was_asked_and_of_what_is_all_there(case: Case) -> None:
    told = said(case)
    for each in (case.index.name, case.index.fingerprint, case.id, case.tool, case.created_at, "kind=howto", "32"):
        assert each in told
    assert "Results asked for (k) 3" in told
    assert "embedding 50%" in told
    assert "{title}⏎{text}" in told


def test_a_filter_that_is_none_and_what_is_empty_take_no_row(case: Case) -> None:
    bare = replace(case, request=replace(case.request, where=()))
    assert "Filter" in said(case)
    assert "Filter" not in said(bare)
    assert "Query prompt" not in said(case)


def test_a_query_that_was_a_vector_says_so(case: Case) -> None:
    like = replace(case, request=replace(case.request, like="sort", given=True, where=(Condition("a", "b"),)))
    assert "the stored vector of sort" in said(like)
    assert "given as a vector" in said(replace(like, request=replace(like.request, like="")))


def test_an_edited_and_a_redacted_case_say_so(case: Case) -> None:
    assert "changed by hand" in said(replace(case, edited=True))
    assert said(redacted(case)).count("left out") == 2


def test_the_rows_are_those_of_the_table(case: Case) -> None:
    rows = dict(rows_of(case))
    assert rows["Index"] == case.index.name
    assert all(f"{label} {value}" in said(case) for label, value in rows.items())
