"""Cases in a real browser: keys lead through the presentation; what is saved on Inspect opens and is replayed."""

import re

import pytest
from playwright.sync_api import expect

from inspector.cases.file import case_bytes
from inspector.sample.stories import stories
from tests.ui import awkward
from tests.ui.case_samples import case_of, index_in
from tests.ui.views import SPILL, wait_for_link
from tests.ui.waiting import glimpsed, one

pytestmark = pytest.mark.browser


def test_keys_lead_through_the_stories_and_escape_ends(app, visitor):
    first, second = (f"story-{each.id}" for each in stories()[:2])
    page = visitor(width=400)
    page.goto(f"{app.url}/cases?present=stories")
    glimpsed(page, f"1 of {len(stories())}")
    glimpsed(page, f"“{stories()[0].query}”")
    page.keyboard.press("ArrowRight")
    wait_for_link(page, "case", second)
    glimpsed(page, f"“{stories()[1].query}”")
    assert page.evaluate(SPILL) == [0, 0]
    page.keyboard.press("ArrowLeft")
    wait_for_link(page, "case", first)
    page.keyboard.press("Escape")
    wait_for_link(page, "present", None)
    glimpsed(page, "All cases")


def test_a_search_saved_on_inspect_opens_by_its_link_and_is_replayed(opened, app, visitor):
    page = opened(expected=awkward.LINES[-1]["id"])
    one(page.get_by_role("button", name="Save as a case")).click()
    title = one(page.get_by_role("textbox", name="Title", exact=True))
    title.fill("A <b>kept</b> search")
    title.press("Tab")
    one(page.get_by_role("button", name="Save", exact=True)).click()
    link = one(page.locator("code").filter(has_text=re.compile(r"/cases\?case="))).inner_text()
    other = visitor(dark=True)
    other.goto(link)
    glimpsed(other, "A <b>kept</b> search")
    one(other.get_by_role("button", name="Replay on today's index")).click()
    glimpsed(other, "is 3rd in the embedding search, as it was then.")
    one(other.get_by_role("button", name="All cases")).click()
    wait_for_link(other, "case", None)
    expect(other.get_by_role("button", name="A <b>kept</b> search")).to_be_visible()


def test_files_that_are_given_at_once_are_taken_or_named_and_one_alone_is_opened(app, visitor, tmp_path):
    case = case_of(index_in(tmp_path))
    good, other = tmp_path / "good.json", tmp_path / "other.json"
    good.write_bytes(case_bytes(case))
    other.write_text("no case")
    page = visitor(width=400)
    page.goto(f"{app.url}/cases")
    for files, said in (([good, other], "other.json is not JSON"), ([good], "All cases")):
        one(page.get_by_role("button", name="Import")).click()
        page.locator("input[type=file]").set_input_files(files)
        one(page.get_by_role("button", name="Put on the shelf")).click()
        glimpsed(page, said)
        assert page.evaluate(SPILL) == [0, 0]
        if len(files) > 1:
            glimpsed(page, "1 case imported.")
            page.goto(f"{app.url}/cases")
    wait_for_link(page, "case", case.id)
