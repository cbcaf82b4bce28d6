from __future__ import annotations

import re

import pytest

from inspector.records.results import Retriever
from inspector.ui.components.joined_lists import ListColumn, ListRow, _column
from inspector.ui.palette import DARK, LIGHT, channels
from tests.ui import samples


def test_offsets_are_resolved_before_the_text_leaves() -> None:
    row = ListRow("a", 1, "  Title ", "🙂 words", ((2, 7),))
    sent = _column(ListColumn(Retriever.KEYWORD, "Keyword", "BM25", (row,)))["rows"][0]
    assert sent["snippet"] == [["🙂 ", False], ["words", True]]
    assert sent["title"] == "Title"


def test_a_bar_stays_within_its_track() -> None:
    rows = tuple(ListRow("a", 1, "t", "", bar=bar) for bar in (-1.0, 0.5, 7.0, None))
    sent = _column(ListColumn(Retriever.KEYWORD, "Keyword", "BM25", rows))["rows"]
    assert [row["bar"] for row in sent] == [0.0, 0.5, 1.0, None]


def test_a_giant_title_and_text_do_not_travel_whole() -> None:
    row = ListRow("a", 1, "t" * 10_000, "s" * 10_000)
    sent = _column(ListColumn(Retriever.KEYWORD, "Keyword", "BM25", (row,)))["rows"][0]
    assert len(sent["title"]) == 300
    assert len(sent["snippet"][0][0]) == 300


def list_of(page, name: str):
    return page.get_by_role("listbox", name=re.compile(f"^{name}"))


def selected_ids(page) -> list[str]:
    return page.locator("[role=option][aria-selected=true]").evaluate_all("rows => rows.map((row) => row.dataset.id)")


@pytest.mark.browser
def test_a_click_selects_the_document_in_every_list_and_returns_its_id(show) -> None:
    page = show("lists")
    list_of(page, "Keyword").get_by_role("option").nth(7).click()
    page.get_by_text("Selected: rtl").wait_for()
    assert selected_ids(page) == ["rtl", "rtl", "rtl"]
    assert page.locator("svg.gap path.line.selected").count() == 2


@pytest.mark.browser
def test_the_keyboard_reaches_and_chooses_every_row(show) -> None:
    page = show("lists")
    list_of(page, "Embedding").locator("[tabindex='0']").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.get_by_text("Selected: md-del").wait_for()
    page.keyboard.press("ArrowRight")  # the same document in the hybrid list, where it is 5th
    focused = "document.activeElement.shadowRoot.activeElement.getAttribute('aria-label')"
    assert page.evaluate(focused).startswith("5. Strikethrough with GitHub Markdown")
    page.keyboard.press("End")
    page.keyboard.press(" ")
    page.get_by_text("Selected: yt-time").wait_for()
    assert page.evaluate(focused).startswith("10. Linking directly")  # focus stays through the page's run


@pytest.mark.browser
def test_a_choice_made_elsewhere_is_followed(show) -> None:
    page = show("lists")
    page.get_by_role("button", name="Select rtl from outside").click()
    page.get_by_text("Selected: rtl").wait_for()
    page.locator("[role=option].selected[data-id=rtl]").first.wait_for()
    assert selected_ids(page) == ["rtl", "rtl", "rtl"]


@pytest.mark.browser
def test_many_choices_leave_one_set_of_lists_behind(show) -> None:
    page = show("lists")
    for name in ("rtl", "cjk", "gh-terms"):
        list_of(page, "Keyword").locator(f"[data-id={name}]").click()
        page.get_by_text(f"Selected: {name}").wait_for()
    assert page.locator(".joined").count() == 1
    assert page.get_by_role("option").count() == 30


@pytest.mark.browser
def test_two_sets_of_lists_on_a_page_do_not_know_each_other(show) -> None:
    page = show("sizes")
    page.locator(".joined").nth(1).get_by_role("option").first.hover()
    assert page.locator(".joined").nth(0).locator(".lit").count() == 0
    assert page.locator(".joined").nth(1).locator(".row.lit").count() == 3  # first, third and second of the three lists


@pytest.mark.browser
def test_each_list_has_one_tab_stop_and_names_itself(show) -> None:
    page = show("lists")
    assert page.locator("[role=option][tabindex='0']").count() == 3
    labels = page.get_by_role("listbox").evaluate_all("lists => lists.map((list) => list.getAttribute('aria-label'))")
    assert labels == ["Keyword, by BM25", "Embedding, by cosine distance", "Hybrid, by reciprocal rank"]


@pytest.mark.browser
def test_hover_lights_the_document_everywhere_and_leaves_nothing_behind(show) -> None:
    page = show("lists")
    list_of(page, "Keyword").get_by_role("option").first.hover()
    lit = page.locator(".row.lit").evaluate_all("rows => rows.map((row) => row.dataset.id)")
    assert lit == ["gh-contact-1"] * 3
    page.get_by_role("heading", name="Lists").hover()
    assert page.locator(".lit").count() == 0


@pytest.mark.browser
def test_markup_in_documents_is_text(show) -> None:
    page = show("lists")
    title = list_of(page, "Embedding").locator("[data-id=xss] .words")
    assert title.text_content() == "<script>alert(1)</script><img src=x onerror=alert(2)>"
    assert page.locator(".frame script, .frame img, .frame b").count() == 0


@pytest.mark.browser
def test_a_document_outside_the_neighboring_list_says_where_it_is(show) -> None:
    page = show("lists")
    rows = samples.columns(10)
    shown = {row.id for row in rows[1].rows}
    outside = [row for row in rows[0].rows if row.id not in shown]
    labels = page.locator("svg.gap").first.locator("text").all_text_contents()
    for row in outside:
        assert dict(row.elsewhere)[Retriever.EMBEDDING] in labels


@pytest.mark.browser
def test_badges_are_never_cut_off(show) -> None:
    page = show("lists")
    inside = """badges => badges.map((badge) => {
        const [own, body] = [badge.getBoundingClientRect(), badge.closest('.body').getBoundingClientRect()];
        return own.right <= body.right + 0.5 && own.left >= body.left && badge.scrollWidth <= badge.clientWidth + 1;
    })"""
    for width in (1440, 1000, 400):
        page.set_viewport_size({"width": width, "height": 1000})
        page.wait_for_function("width => window.innerWidth === width", arg=width)
        found = page.locator(".badge").evaluate_all(inside)
        assert len(found) == 6
        assert all(found)


@pytest.mark.browser
def test_ten_rows_a_list_take_about_480_pixels(show) -> None:
    page = show("lists")
    assert page.locator(".joined").bounding_box()["height"] == pytest.approx(480, abs=5)


@pytest.mark.browser
def test_lines_join_the_middles_of_their_rows(show) -> None:
    page = show("lists")
    path = page.locator("svg.gap").first.locator("path.line[data-id=md-strike]").get_attribute("d")
    start, end = (float(number) for number in re.findall(r",([\d.]+)", path)[:: len(re.findall(r",", path)) - 1])
    # the second of the keyword list, the first of the embedding list: rows of 45 pixels below 3 pixels of air
    assert (start, end) == (3 + 45 * 1.5, 3 + 45 * 0.5)


@pytest.mark.browser
@pytest.mark.parametrize("part", ["lists", "sizes", "empty", "words", "texts"])
def test_a_phone_never_scrolls_sideways(show, part: str) -> None:
    page = show(part, width=400)
    spill = "[...document.querySelectorAll('html, .stMain')].map((box) => box.scrollWidth - box.clientWidth)"
    assert page.evaluate(spill) == [0, 0]


@pytest.mark.browser
def test_narrow_pages_say_in_words_what_the_lines_said(show) -> None:
    page = show("lists", width=400)
    assert page.locator("svg.gap:visible").count() == 0
    row = list_of(page, "Hybrid").locator("[data-id=md-strike] .elsewhere")
    assert row.inner_text() == "keyword 2nd · embedding 1st"
    tops = page.get_by_role("listbox").evaluate_all("lists => lists.map((list) => list.getBoundingClientRect().top)")
    assert tops == sorted(set(tops))


@pytest.mark.browser
def test_more_than_twelve_rows_scroll_inside(show) -> None:
    page = show("sizes")
    box = page.locator(".joined").first
    assert box.bounding_box()["height"] < 600
    assert box.evaluate("box => box.scrollHeight") > 20 * 45


@pytest.mark.browser
def test_an_empty_list_says_why(show) -> None:
    page = show("empty")
    assert page.get_by_text("No document contains any word of this query.").count() == 2
    assert page.get_by_text("The model is still loading.").count() == 2


@pytest.mark.browser
@pytest.mark.parametrize(("scheme", "colours"), [("light", LIGHT), ("dark", DARK)])
def test_colours_follow_the_theme(show, scheme: str, colours) -> None:
    page = show("lists", scheme=scheme)
    names = page.locator(".name").evaluate_all("names => names.map((name) => getComputedStyle(name).color)")
    inks = (colours.keyword, colours.embedding, colours.hybrid)
    assert names == [f"rgb{channels(ink.text)}" for ink in inks]
    assert page.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor") == (
        f"rgb{channels(colours.ground)}"
    )


@pytest.mark.browser
def test_the_page_title_stands_below_the_header(show) -> None:
    for width in (1440, 400):
        page = show("lists", width=width)
        header = page.locator("[data-testid=stHeader]").bounding_box()
        title = page.get_by_role("heading", name="Neighbor Inspector").bounding_box()
        assert title["y"] >= header["y"] + header["height"]


@pytest.mark.browser
def test_chips_and_texts_never_become_markup(show) -> None:
    page = show("words")
    assert page.locator(".chip .word", has_text="b>bold</b").count() == 1
    assert page.get_by_role("listitem", name=re.compile("^Without “github” this document would be 2nd")).count() == 1
    page = show("texts")
    assert page.get_by_text("<script>alert(1)</script>").count() == 1
    assert page.get_by_role("separator", name=re.compile("the model stops reading here")).count() == 2
    assert page.locator(".frame script").count() == 0
