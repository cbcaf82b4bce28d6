"""Health in a real browser: a check is asked for, made by a job, shown, and leads to a document."""

import pytest
from playwright.sync_api import expect

from tests.ui.views import wait_for_link

pytestmark = pytest.mark.browser

SLOW_MILLISECONDS = 240_000
"""The job loads the model and embeds the documents."""


def test_a_check_is_made_when_asked_and_its_examples_open_a_search(app, visitor):
    page = visitor()
    page.goto(f"{app.url}/health?index=awkward")
    page.get_by_role("button", name="Check this index").click()
    expect(page.get_by_text("Checking the index").first).to_be_visible()
    expect(page.get_by_role("button", name="Check again")).to_be_visible(timeout=SLOW_MILLISECONDS)
    expect(page.get_by_text("verified").first).to_be_visible()
    page.reload()
    expect(page.get_by_role("button", name="Check again")).to_be_visible()
    card = page.locator("[class*=st-key-finding-]").first
    card.get_by_role("link").first.click()
    page.wait_for_url("**expected=**")
    wait_for_link(page, "index", page.url.split("index=")[1].split("&")[0].replace("%7E", "~"))


def test_a_phone_shows_the_same(app, visitor):
    page = visitor(width=400, dark=True)
    page.goto(f"{app.url}/health?index=awkward")
    expect(page.get_by_role("button", name="Check").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 400
