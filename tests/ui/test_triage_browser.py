"""Triage in a real browser: queries are pasted, triaged by a job, and each leads to the page that explains it."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

SLOW_MILLISECONDS = 240_000
"""The job loads the model."""

PASTED = "how do I copy a nested list\td0\nwhat nobody ever indexed\tno-such-document\n"


def test_pasted_queries_are_triaged_by_a_job_and_lead_to_the_page_that_explains_one(app, visitor):
    page = visitor()
    page.goto(f"{app.url}/triage?index=awkward")
    box = page.get_by_role("textbox", name="Queries")
    box.fill(PASTED)
    page.get_by_role("button", name="Triage these").click()
    expect(page.get_by_text("1 of 2 queries fails.")).to_be_visible(timeout=SLOW_MILLISECONDS)
    expect(page.get_by_text("It is not in the index")).to_be_visible()
    page.get_by_text("Which ones").first.click()
    page.get_by_role("link", name="Why it is missing").first.click()
    page.wait_for_url("**/missing?**")
    assert "expected=no-such-document" in page.url
    expect(page.get_by_text("No document with the id").first).to_be_visible()
    page.goto(f"{app.url}/triage?index=awkward")
    expect(page.get_by_text("1 of 2 queries fails.")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Table (CSV)").click()
    assert "no-such-document" in download.value.path().read_text(encoding="utf-8")


def test_a_phone_shows_the_same(app, visitor):
    page = visitor(width=400, dark=True)
    page.goto(f"{app.url}/triage?index=awkward")
    expect(
        page.get_by_text("Triage other queries").or_(page.get_by_role("button", name="Triage these"))
    ).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 400
