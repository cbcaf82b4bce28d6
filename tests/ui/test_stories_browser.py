"""Failure stories in a real browser: the sample opens first, a story opens its search, a copy is made on demand."""

import pytest
from playwright.sync_api import expect

from inspector.sample.faults import FAULTS
from inspector.sample.stories import stories
from tests.ui.harness import running_app
from tests.ui.views import wait_for_link
from tests.ui.waiting import glimpsed

pytestmark = pytest.mark.browser

SLOW_MILLISECONDS = 240_000
"""The model is loaded twice: by the page, and by the job that makes the copy."""


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    with running_app(tmp_path_factory.mktemp("home")) as running:
        yield running


def story(name):
    return next(each for each in stories() if each.id == name)


def card(page, told):
    return page.locator(f".st-key-story-{told.id}")


def test_the_sample_opens_first_and_an_example_says_where_the_document_is(app, visitor):
    page = visitor()
    page.goto(app.url)
    first = stories()[0]
    page.get_by_role("button", name=first.query).click()
    wait_for_link(page, "q", first.query)
    wait_for_link(page, "expected", first.expected)
    glimpsed(page, "The story behind this query")
    expect(page.get_by_text("◆ You expected").first).to_contain_text("keyword 1st", timeout=SLOW_MILLISECONDS)


def test_a_story_opens_its_search_and_leaves_the_filter_of_another_behind(app, visitor):
    page = visitor()
    filtered, plain = story("forgotten-filter"), story("error-code")
    page.goto(f"{app.url}/stories")
    card(page, filtered).get_by_role("link", name="Open this search").click()
    wait_for_link(page, "where", "version=4.17")
    glimpsed(page, "leaves it out of all three lists")
    page.get_by_role("link", name="Failure stories").click()
    card(page, plain).get_by_role("link", name="Open this search").click()
    wait_for_link(page, "q", plain.query)
    glimpsed(page, "The story behind this query")  # on the way there the link is short of everything for a moment
    wait_for_link(page, "where", None)


def test_a_broken_copy_is_made_when_asked_and_shows_its_story(app, visitor):
    page = visitor()
    fault = next(each for each in FAULTS if each.name == "one-probe")
    told = story("one-cell")
    page.goto(f"{app.url}/stories")
    expect(card(page, told)).to_be_visible()
    expect(card(page, told).get_by_role("link")).to_have_count(0)
    page.locator(f".st-key-make-{fault.name}").get_by_role("button").click()
    card(page, told).get_by_role("link", name="Open this search").click(timeout=SLOW_MILLISECONDS)
    wait_for_link(page, "q", told.query)
    expect(page.get_by_text("1st but not returned by the index").first).to_be_visible(timeout=SLOW_MILLISECONDS)
