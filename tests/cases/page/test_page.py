"""The page of a case is one file: it says what the case says, runs nothing, and loads nothing, whatever is in it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from inspector.cases.file import case_bytes, read_case
from inspector.cases.page import POLICY, report_html
from inspector.cases.page.markup import clean
from inspector.cases.redaction import redacted
from inspector.cases.replay import replay
from inspector.inspection import OpenIndex
from inspector.records.cases import Case
from tests.cases.page.test_markup import HOSTILE, Parts

KNOWN = {
    *("html", "head", "meta", "title", "style", "body", "main", "p", "h1", "h2", "h3", "span", "b", "br", "div", "dl"),
    *("dt", "dd", "ol", "ul", "li", "section", "small", "figure", "figcaption", "svg", "circle", "line", "path"),
    *("text", "table", "tr", "th", "td"),
}


def poisoned(case: Case, hostile: str) -> Case:
    """The case with a text at every place where a text may stand."""
    kept = {"id", "created_at", "format", "vector", "query_vector", "text_sha256", "sha256", "method"}

    def spoil(value: object, name: str) -> object:
        if isinstance(value, dict):
            return {key: spoil(each, key) for key, each in value.items()}
        if isinstance(value, list):
            return [spoil(each, name) for each in value]
        return hostile if isinstance(value, str) and name not in kept else value

    whole = json.loads(case_bytes(case))
    spoiled = spoil(whole, "")
    mended = merged(whole, spoiled)
    return read_case(json.dumps(mended).encode())


def merged(whole: object, spoiled: object) -> object:
    """The spoiled value, with the words of closed lists as they were."""
    closed = {"retriever", "fusion", "ranks_are", "severity", "cause", "stage", "status", "remedy", "kind", "metric"}
    if isinstance(whole, dict) and isinstance(spoiled, dict):
        return {key: each if key in closed else merged(each, spoiled[key]) for key, each in whole.items()}
    if isinstance(whole, list) and isinstance(spoiled, list):
        return [merged(one, other) for one, other in zip(whole, spoiled, strict=True)]
    return spoiled


@pytest.mark.parametrize("hostile", HOSTILE)
def test_nothing_a_case_says_becomes_an_element_or_a_handler(case: Case, hostile: str) -> None:
    seen = Parts(report_html(poisoned(case, hostile)))
    assert {name for name, _ in seen.tags} <= KNOWN
    names = {attribute for _, attributes in seen.tags for attribute in attributes}
    assert not {name for name in names if name.startswith("on") or name in ("href", "src", "action", "srcdoc")}
    assert clean(hostile) in "".join(seen.texts)


def test_the_page_forbids_itself_to_load_or_run_anything(case: Case) -> None:
    seen = Parts(report_html(case))
    policies = [each["content"] for _, each in seen.tags if each.get("http-equiv") == "Content-Security-Policy"]
    assert policies == [POLICY]
    assert "default-src 'none'" in POLICY
    assert "script" not in {name for name, _ in seen.tags}


def test_the_page_tells_what_was_asked_expected_found_and_why(case: Case) -> None:
    said = "".join(Parts(report_html(case)).texts)
    for each in (case.request.query, "wait for a thread", case.note, case.seen.traces[0].summary, "model limit"):
        assert each in said
    for hit in (*case.seen.lists.embedding, *case.seen.lists.keyword, *case.seen.lists.hybrid):
        assert hit.title in said
    for stage in case.seen.traces[0].stages:
        assert stage.summary in said
    for remedy in case.seen.traces[0].remedies:
        assert remedy.change in said
    assert case.index.fingerprint in said


def test_what_became_of_the_case_stands_first_where_it_was_asked_again(case: Case, index: OpenIndex) -> None:
    answer = replay(case, index)
    page = report_html(case, answer)
    assert "Today: still failing" in page
    assert page.index("Today: still failing") < page.index("Should come")
    assert "Today:" not in report_html(case)


def test_a_case_without_anything_optional_makes_a_page(case: Case) -> None:
    seen = replace(
        case.seen, words=None, traces=(), picture=None, findings=(), expected=(), lists=type(case.seen.lists)()
    )
    bare = replace(case, seen=seen, note="", title="", request=replace(case.request, query="", where=()))
    said = "".join(Parts(report_html(bare)).texts)
    assert "the embedding list is empty" in said
    assert "nothing found" in said


def test_a_redacted_case_says_so_and_names_documents_by_id(case: Case) -> None:
    said = "".join(Parts(report_html(redacted(case))).texts)
    assert "were left out" in said
    assert "wait for a thread" not in said
    assert "thread" in said


def test_a_page_is_the_same_each_time_and_small(case: Case) -> None:
    assert report_html(case) == report_html(case)
    assert len(report_html(case)) < 60_000
