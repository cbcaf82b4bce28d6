"""Drift in a real browser: two lists of queries are pasted, compared by a job, and the answer stays."""

import pytest
from playwright.sync_api import expect

from tests.ui.waiting import shown

pytestmark = pytest.mark.browser

SLOW_MILLISECONDS = 240_000
"""The job loads the model and embeds the queries."""
THEN = "\n".join(f"How do I copy list number {row}?" for row in range(25))
NOW = "\n".join(f"Which tulips bloom in week {row}?" for row in range(25))


def test_two_lists_of_queries_are_compared_when_asked(app, visitor):
    page = visitor()
    page.goto(f"{app.url}/health?index=awkward")
    page.get_by_text("Earlier queries", exact=True).click()
    for name, text in (("Queries then, one a line", THEN), ("Queries now, one a line", NOW)):
        box = page.get_by_label(name)
        box.fill(text)
        box.press("Control+Enter")
    expect(page.get_by_text("25 queries")).to_have_count(2)
    page.get_by_role("button", name="Compare", exact=False).click()
    expect(page.get_by_text("The queries have changed").first).to_be_visible(timeout=SLOW_MILLISECONDS)
    expect(page.get_by_role("button", name="Compare again")).to_be_visible()
    page.get_by_text("The numbers behind this").click()
    shown(page, "Out of domain (below the 5th percentile)")
    page.set_viewport_size({"width": 400, "height": 900})
    expect(page.get_by_text("The queries have changed").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 400
