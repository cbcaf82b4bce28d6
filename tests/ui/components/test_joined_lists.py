from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from inspector.records.results import Retriever
from inspector.ui.components.joined_lists import ListColumn, ListRow, _column
from inspector.ui.palette import DARK, LIGHT, channels
from tests.ui import samples
from tests.ui.views import SPILL, list_of
from tests.ui.waiting import at_rest, eventually, one, shown


def test_offsets_are_resolved_before_the_text_leaves() -> None:
    row = ListRow("a", 1, "  Title ", "🙂 words", ((2, 7),))
    sent = _column(ListColumn(Retriever.KEYWORD, "Keyword", "BM25", (row,)))["rows"][0]
    assert sent["snippet"] == [["🙂 ", False], ["words", True]]
    assert sent["title"] == "Title"


def test_a_bar_stays_within_its_track() -> None:
    rows = tuple(ListRow("a", 1, "t", "", bar=bar) for bar in (-1.0, 0.5, 7.0, None))
    sent = _column(ListColumn(Retriever.KEYWORD, "Keyword", "BM25", rows))["rows"]
    assert [row["bar"] for row in sent] == [0.0, 0.5, 1.0, None]


def test_a_grade_travels_with_its_row_and_is_nothing_where_nobody_judged() -> None:
    rows = (ListRow("a", 1, "t", "", grade="grade 2"), ListRow("b", 2, "t", ""))
    sent = _column(ListColumn(Retriever.KEYWORD, "Keyword", "BM25", rows))["rows"]
    assert [row["grade"] for row in sent] == ["grade 2", ""]


def test_a_giant_title_and_text_do_not_travel_whole() -> None:
    row = ListRow("a", 1, "t" * 10_000, "s" * 10_000)
    sent = _column(ListColumn(Retriever.KEYWORD, "Keyword", "BM25", (row,)))["rows"][0]
    assert len(sent["title"]) == 300
    assert len(sent["snippet"][0][0]) == 300


def selected_ids(page) -> list[str]:
    return page.locator("[role=option][aria-selected=true]").evaluate_all("rows => rows.map((row) => row.dataset.id)")


def focused(page) -> str:
    """Give what is said of the row that has the keyboard; empty where no row has it."""
    return page.evaluate("document.activeElement.shadowRoot?.activeElement?.getAttribute('aria-label') ?? ''")


def tops(page) -> list[float]:
    """Give where each list begins, in pixels from above."""
    return page.get_by_role("listbox").evaluate_all("lists => lists.map((list) => list.getBoundingClientRect().top)")


@pytest.mark.browser
def test_a_click_selects_the_document_in_every_list_and_returns_its_id(show) -> None:
    page = show("lists")
    list_of(page, "Keyword").get_by_role("option").nth(7).click()
    shown(page, "Selected: rtl")
    eventually(page, lambda: selected_ids(page), ["rtl", "rtl", "rtl"])
    expect(page.locator("svg.gap path.line.selected")).to_have_count(2)


@pytest.mark.browser
def test_the_keyboard_reaches_and_chooses_every_row(show) -> None:
    page = show("lists")
    list_of(page, "Embedding").locator("[tabindex='0']").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    shown(page, "Selected: md-del")
    page.keyboard.press("ArrowRight")  # the same document in the hybrid list, where it is 5th
    eventually(page, lambda: focused(page).startswith("5. Strikethrough with GitHub Markdown"), True)
    page.keyboard.press("End")
    page.keyboard.press(" ")
    shown(page, "Selected: yt-time")
    at_rest(page)
    assert focused(page).startswith("10. Linking directly")  # focus stays through the page's run


@pytest.mark.browser
def test_a_choice_made_elsewhere_is_followed(show) -> None:
    page = show("lists")
    page.get_by_role("button", name="Select rtl from outside").click()
    shown(page, "Selected: rtl")
    eventually(page, lambda: selected_ids(page), ["rtl", "rtl", "rtl"])


@pytest.mark.browser
def test_many_choices_leave_one_set_of_lists_behind(show) -> None:
    page = show("lists")
    for name in ("rtl", "cjk", "gh-terms"):
        list_of(page, "Keyword").locator(f"[data-id={name}]").click()
        shown(page, f"Selected: {name}")
    at_rest(page)
    assert page.locator(".joined").count() == 1
    assert page.get_by_role("option").count() == 30


@pytest.mark.browser
def test_two_sets_of_lists_on_a_page_do_not_know_each_other(show) -> None:
    page = show("sizes")
    page.locator(".joined").nth(1).get_by_role("option").first.hover()
    # first, third and second of the three lists
    expect(page.locator(".joined").nth(1).locator(".row.lit")).to_have_count(3)
    assert page.locator(".joined").nth(0).locator(".lit").count() == 0


@pytest.mark.browser
def test_each_list_has_one_tab_stop_and_names_itself(show) -> None:
    page = show("lists")
    expect(page.locator("[role=option][tabindex='0']")).to_have_count(3)
    labels = page.get_by_role("listbox").evaluate_all("lists => lists.map((list) => list.getAttribute('aria-label'))")
    assert labels == ["Keyword, by BM25", "Embedding, by cosine distance", "Hybrid, by reciprocal rank"]


@pytest.mark.browser
def test_hover_lights_the_document_everywhere_and_leaves_nothing_behind(show) -> None:
    page = show("lists")
    list_of(page, "Keyword").get_by_role("option").first.hover()
    expect(page.locator(".row.lit")).to_have_count(3)
    expect(page.locator(".row.lit[data-id=gh-contact-1]")).to_have_count(3)
    page.get_by_role("heading", name="Lists").hover()
    expect(page.locator(".lit")).to_have_count(0)


@pytest.mark.browser
def test_markup_in_documents_is_text(show) -> None:
    page = show("lists")
    title = list_of(page, "Embedding").locator("[data-id=xss] .words")
    assert one(title).text_content() == "<script>alert(1)</script><img src=x onerror=alert(2)>"
    assert page.locator(".frame script, .frame img, .frame b").count() == 0


@pytest.mark.browser
def test_a_document_outside_the_neighboring_list_says_where_it_is(show) -> None:
    page = show("lists")
    rows = samples.columns(10)
    near = {row.id for row in rows[1].rows}
    outside = [row for row in rows[0].rows if row.id not in near]
    assert outside
    wanted = {dict(row.elsewhere)[Retriever.EMBEDDING] for row in outside}
    labels = page.locator("svg.gap").first.locator("text")
    eventually(page, lambda: wanted <= set(labels.all_text_contents()), True)


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
        eventually(page, lambda: page.locator(".badge").evaluate_all(inside), [True] * 6)


@pytest.mark.browser
def test_ten_rows_a_list_take_about_480_pixels(show) -> None:
    page = show("lists")
    box = page.locator(".joined")
    eventually(page, lambda: box.bounding_box()["height"], pytest.approx(480, abs=5))


@pytest.mark.browser
def test_lines_join_the_middles_of_their_rows(show) -> None:
    page = show("lists")
    line = page.locator("svg.gap").first.locator("path.line[data-id=md-strike]")

    def ends() -> list[float]:
        heights = re.findall(r",([\d.]+)", line.get_attribute("d"))
        return [float(heights[0]), float(heights[-1])]

    # the second of the keyword list, the first of the embedding list: rows of 45 pixels below 3 pixels of air
    eventually(page, ends, [3 + 45 * 1.5, 3 + 45 * 0.5])


@pytest.mark.browser
@pytest.mark.parametrize("part", ["lists", "sizes", "empty", "words", "texts"])
def test_a_phone_never_scrolls_sideways(show, part: str) -> None:
    page = show(part, width=400)
    eventually(page, lambda: page.evaluate(SPILL), [0, 0])


@pytest.mark.browser
def test_narrow_pages_say_in_words_what_the_lines_said(show) -> None:
    page = show("lists", width=400)
    expect(page.locator("svg.gap:visible")).to_have_count(0)
    row = list_of(page, "Hybrid").locator("[data-id=md-strike] .elsewhere")
    eventually(page, row.inner_text, "keyword 2nd · embedding 1st")
    found = tops(page)
    assert len(found) == 3
    assert found == sorted(set(found))


@pytest.mark.browser
def test_more_than_twelve_rows_scroll_inside(show) -> None:
    page = show("sizes")
    box = page.locator(".joined").first
    eventually(page, lambda: box.evaluate("box => box.scrollHeight") > 20 * 45, True)
    eventually(page, lambda: box.bounding_box()["height"] < 600, True)


@pytest.mark.browser
def test_an_empty_list_says_why(show) -> None:
    page = show("empty")
    expect(page.get_by_text("No document contains any word of this query.")).to_have_count(2)
    expect(page.get_by_text("The model is still loading.")).to_have_count(2)


@pytest.mark.browser
@pytest.mark.parametrize(("dark", "colours"), [(False, LIGHT), (True, DARK)], ids=["light", "dark"])
def test_colours_follow_the_theme(show, dark: bool, colours) -> None:
    page = show("lists", dark=dark)
    inks = [f"rgb{channels(ink.text)}" for ink in (colours.keyword, colours.embedding, colours.hybrid)]
    names = "names => names.map((name) => getComputedStyle(name).color)"
    eventually(page, lambda: page.locator(".name").evaluate_all(names), inks)
    ground = "getComputedStyle(document.querySelector('.stApp')).backgroundColor"
    eventually(page, lambda: page.evaluate(ground), f"rgb{channels(colours.ground)}")


@pytest.mark.browser
def test_the_page_title_stands_below_the_header(show) -> None:
    for width in (1440, 400):
        page = show("lists", width=width)
        header = one(page.locator("[data-testid=stHeader]")).bounding_box()
        title = one(page.get_by_role("heading", name="Neighbor Inspector")).bounding_box()
        assert title["y"] >= header["y"] + header["height"]


@pytest.mark.browser
def test_chips_and_texts_never_become_markup(show) -> None:
    page = show("words")
    expect(page.locator(".chip .word", has_text="b>bold</b")).to_have_count(1)
    one(page.get_by_role("listitem", name=re.compile("^Without “github” this document would be 2nd")))
    page = show("texts")
    expect(page.get_by_text("<script>alert(1)</script>")).to_have_count(1)
    expect(page.get_by_role("separator", name=re.compile("the model stops reading here"))).to_have_count(2)
    assert page.locator(".frame script").count() == 0
