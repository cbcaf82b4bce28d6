"""Evaluate and judging in a real browser: judged blind, revealed and taken along; pasted, and evaluated by a job."""

import json
import re

import pytest
from playwright.sync_api import expect

from inspector.ui.parts.evaluate.judge import GRADES
from tests.ui.views import EMBEDDING, ids_of, link_values, list_of, wait_for_link
from tests.ui.waiting import eventually

pytestmark = pytest.mark.browser

SLOW_MILLISECONDS = 240_000
"""The job loads the model."""

QUERY = "sort a list"
PASTED = '{"id": "q1", "text": "error E-1042"}\n{"id": "q2", "text": "what nobody indexed"}\n'
JUDGED = "query\tdoc\tgrade\nq1\td24\t2\nq2\tgone\t1\n"


def test_results_are_judged_blind_then_revealed_and_taken_along(app, visitor):
    page = visitor()
    page.goto(app.link(index="awkward", q=QUERY, judge="true", blind="true", k="3"))
    expect(page.get_by_text("judged by you")).to_be_visible(timeout=SLOW_MILLISECONDS)
    expect(page.get_by_role("listbox")).to_have_count(0)
    groups = page.get_by_role("radiogroup")
    count = groups.count()
    for place in range(count):
        groups.nth(place).get_by_text(GRADES[0 if place else 3], exact=True).click()
        expect(page.get_by_text(re.compile(f"^{place + 1} of {count} judged by you"))).to_be_visible()
    expect(page.get_by_text("All of them are judged.")).to_be_visible()
    page.get_by_text("Blind", exact=True).first.click()
    expect(list_of(page, EMBEDDING)).to_be_visible()
    eventually(page, lambda: link_values(page).get("blind", ["false"]), ["false"], 20)
    labels = list_of(page, EMBEDDING).get_by_role("option").evaluate_all("rows => rows.map((row) => row.ariaLabel)")
    assert len(ids_of(page, EMBEDDING)) == 3
    assert all("grade 0" in each or "grade 3" in each for each in labels)
    page.goto(f"{app.url}/evaluate?index=awkward")
    expect(page.get_by_text(f"{count} documents judged for 1 query, 1 of them relevant")).to_be_visible()
    expect(page.get_by_role("button", name="Use the judgements made here")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_test_id("stDownloadButton").get_by_role("button", name="Judgements").click()
    grades = [json.loads(line)["grade"] for line in download.value.path().read_text(encoding="utf-8").splitlines()]
    assert sorted(grades) == [0] * (count - 1) + [3]


def test_a_phone_pastes_judged_queries_reads_what_did_not_fit_and_goes_on_to_a_missing_document(app, visitor):
    page = visitor(width=400, dark=True)
    page.goto(f"{app.url}/evaluate?index=awkward")
    other, text = page.get_by_text("Evaluate with other queries"), page.get_by_role("textbox", name="Queries")
    expect(other.or_(text).first).to_be_visible()
    if other.is_visible():
        other.click()
    text.fill(PASTED)
    grades = page.get_by_role("textbox", name="What is relevant")
    grades.fill(JUDGED)
    grades.blur()
    page.get_by_role("button", name="Evaluate with these", exact=True).click()
    expect(page.get_by_text("with pasted queries, 2 queries")).to_be_visible(timeout=SLOW_MILLISECONDS)
    expect(page.get_by_text("Not in the index: 1 of 2 judged documents")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 400
    page.get_by_role("link", name="Why it is missing").click()
    page.wait_for_url("**/missing?**")
    wait_for_link(page, "expected", "gone")
    wait_for_link(page, "q", "what nobody indexed")
