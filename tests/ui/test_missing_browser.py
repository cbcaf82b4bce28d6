"""Missing document in a real browser: a link opens the whole view, and both pages lead to each other."""

import re

import pytest
from playwright.sync_api import expect

from inspector.ui.parts.missing.causes import TITLES
from tests.ui import awkward
from tests.ui.indexes import toy_index
from tests.ui.views import SPILL, link_values, wait_for_link
from tests.ui.waiting import at_rest, glimpsed

pytestmark = pytest.mark.browser

QUERY, EXPECTED = "something about a database", awkward.LINES[0]["id"]


def missing(app, **values):
    return app.link(index="awkward", q=QUERY, expected=EXPECTED, **values).replace("/?", "/missing?")


def wait_for_cause(page):
    expect(page.get_by_role("button", name="What is this?")).to_be_visible()
    expect(page.get_by_role("button", name="Stop measuring")).to_have_count(0)
    at_rest(page)


@pytest.mark.parametrize("width", [1440, 400])
def test_a_link_opens_the_whole_view_and_nothing_spills(app, visitor, width):
    page = visitor(width=width)
    page.goto(missing(app, k="3", retriever="hybrid"))
    wait_for_cause(page)
    expect(page.get_by_text("Its way into the list")).to_be_visible()
    expect(page.get_by_role("radio", name="hybrid")).to_be_checked()
    assert link_values(page)["k"] == ["3"]
    assert page.evaluate(SPILL) == [0] * len(page.evaluate(SPILL))
    page.get_by_role("button", name="What is this?").click()
    expect(page.get_by_text(re.compile("|".join(map(re.escape, TITLES.values())))).first).to_be_visible()


def test_both_pages_lead_to_each_other_with_query_document_and_settings(app, visitor):
    page = visitor()
    page.goto(missing(app, k="3"))
    wait_for_cause(page)
    page.get_by_role("link", name="Open in Inspect").click()
    glimpsed(page, "You expected")
    wait_for_link(page, "q", QUERY)
    wait_for_link(page, "expected", EXPECTED)
    wait_for_link(page, "k", "3")
    page.get_by_role("link", name="Why is it missing?").click()
    wait_for_cause(page)
    wait_for_link(page, "q", QUERY)
    wait_for_link(page, "expected", EXPECTED)
    wait_for_link(page, "k", "3")


def test_the_first_click_of_a_visit_keeps_query_and_settings_where_the_model_is_on_no_machine(
    app, visitor, awkward_indexes
):
    toy_index(awkward_indexes / "bare")
    link = app.link(index="bare", q="copy a list", like="copy", k="3", expected="sort")
    first = visitor()
    first.goto(link)
    expect(first.get_by_role("textbox", name="Search like a document")).to_be_visible()  # now the model is given up
    for start, names in (
        (link, ("Why is it missing?", "Open in Inspect")),
        (link.replace("/?", "/missing?"), ("Open in Inspect", "Why is it missing?")),
    ):
        page = visitor()  # whose first page is drawn once, with nothing to wait for
        page.goto(start)
        for name in names:
            page.get_by_role("link", name=name).click()
            expect(page.get_by_role("link", name=name)).to_have_count(0)
            for key, value in (("q", "copy a list"), ("like", "copy"), ("k", "3"), ("expected", "sort")):
                wait_for_link(page, key, value)
            expect(page.get_by_role("textbox", name="Query", exact=True)).to_have_value("copy a list")
            expect(page.get_by_role("textbox", name="Search like a document")).to_have_value("copy")


def test_another_document_is_found_by_a_pasted_passage(app, visitor):
    page = visitor()
    line = next(line for line in awkward.LINES if len(line["text"].split()) > 6 and line["text"].isascii())
    page.goto(missing(app))
    wait_for_cause(page)
    page.get_by_role("button", name="Choose another").click()
    box = page.get_by_role("textbox", name="Which document should have come?")
    box.fill(" ".join(line["text"].split()[:8]))
    box.press("Enter")
    page.get_by_role("button", name="holds all of it").first.click()
    wait_for_cause(page)
