"""What a visitor sees of the Inspect page, read off the page in the browser."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Locator, Page, expect

from inspector.ui.parts.header import MEASURING
from inspector.ui.parts.why import View
from inspector.ui.runtime.explaining import STOP
from tests.ui.waiting import at_rest, eventually, one

KEYWORD, EMBEDDING, HYBRID = "Keyword", "Embedding", "Hybrid"
SPILL = "[...document.querySelectorAll('html, .stMain')].map((box) => box.scrollWidth - box.clientWidth)"


def list_of(page: Page, name: str) -> Locator:
    """Give one of the three lists."""
    return page.get_by_role("listbox", name=re.compile(f"^{name}"))


def ids_of(page: Page, name: str) -> list[str]:
    """Give the ids of a list, best first."""
    return list_of(page, name).get_by_role("option").evaluate_all("rows => rows.map((row) => row.dataset.id)")


def selected_ids(page: Page) -> set[str]:
    """Give the ids of the rows that are marked as selected."""
    rows = page.locator("[role=option][aria-selected=true]")
    return set(rows.evaluate_all("rows => rows.map((row) => row.dataset.id)"))


def link_values(page: Page) -> dict[str, list[str]]:
    """Give what the link in the address bar carries."""
    return parse_qs(urlsplit(page.url).query)


def wait_for_link(page: Page, name: str, value: str | None) -> None:
    """Wait until the link carries a value, or, with None, no value of this name."""
    eventually(page, lambda: link_values(page).get(name), None if value is None else [value])


def query_box(page: Page) -> Locator:
    """Give the box the query is typed into."""
    return page.get_by_role("textbox", name="Query")


def search(page: Page, query: str) -> None:
    """Type a query and send it, and wait until the link carries it."""
    query_box(page).fill(query)
    query_box(page).press("Enter")
    wait_for_link(page, "q", query)


def sentences_of(page: Page) -> Locator:
    """Give the list of the document's sentences."""
    return page.get_by_role("list", name="Sentences of the document and what each does")


def read_text(page: Page) -> str:
    """Give the document's text as its sentences show it, without white space."""
    return "".join("".join(sentences_of(page).locator(".words").all_inner_texts()).split())


def wait_for_answer(page: Page) -> None:
    """Wait until everything about the query is there and nothing will move any more without being asked.

    The bars of the embedding list come last of all, when it is measured what counts as close; before, a row may be
    drawn anew between the press and the release of the mouse. Explanations are refined until nothing is left to be
    measured. The map of a job is waited for apart.
    """
    expect(list_of(page, EMBEDDING).locator(".bar").first).to_be_visible()
    expect(page.get_by_text(MEASURING.partition(": ")[2])).to_have_count(0)
    expect(page.get_by_role("button", name=STOP)).to_have_count(0)
    one(list_of(page, EMBEDDING))
    at_rest(page)


def choose_view(page: Page, view: View) -> None:
    """Choose one of the details about a result, and wait until it alone is there."""
    one(page.get_by_role("radio", name=view, exact=True)).click()
    expect(page.get_by_role("radio", name=view, exact=True)).to_be_checked()
    one(VIEWS[view](page))
    expect(page.get_by_role("button", name=STOP)).to_have_count(0)
    at_rest(page)


VIEWS: dict[View, Callable[[Page], Locator]] = {
    View.DOCUMENT: lambda page: sentences_of(page),
    View.KEYWORD: lambda page: page.get_by_text(re.compile(r"^Left, parts of the BM25 score \d+\.\d\d")),
    View.TOGETHER: lambda page: page.get_by_text(re.compile("^A word's share is the mean of what it adds")),
    View.WHAT_WOULD: lambda page: page.get_by_role("textbox", name="Add words"),
    View.COMPARE: lambda page: page.get_by_text(re.compile("is closer than .* by ")),
}
"""What each of the details shows of itself."""


# Where the map draws its points, as [row, x, y, name of the trace] in pixels of the window; null before it is drawn.
POINTS = """() => {
    const plot = [...document.querySelectorAll('.js-plotly-plot')].find((each) => each._fullLayout?._plots?.xy?._scene);
    if (!plot) return null;
    const {xaxis, yaxis} = plot._fullLayout, box = plot.getBoundingClientRect(), found = [];
    for (const trace of plot._fullData) for (let at = 0; trace.customdata && at < trace.x.length; at++) {
        const [x, y] = [xaxis.c2p(trace.x[at]), yaxis.c2p(trace.y[at])];
        found.push([trace.customdata[at], box.left + xaxis._offset + x, box.top + yaxis._offset + y, trace.name]);
    }
    return found;
}"""
HOVERED = """() => [...document.querySelectorAll('.js-plotly-plot')].flatMap(
    (plot) => (plot._hoverdata ?? []).map((point) => point.customdata))"""


def points_of(page: Page) -> list[tuple[int, float, float, str]]:
    """Give (row, x, y, name) of all points of the map, in pixels, once they have come to rest."""
    page.locator(".js-plotly-plot .gl-container canvas").first.scroll_into_view_if_needed()
    last: list[list[tuple[int, float, float, str]] | None] = [None]

    def still() -> bool:
        before, last[0] = last[0], page.evaluate(POINTS)
        return bool(last[0]) and last[0] == before

    eventually(page, still, True)
    return last[0] or []


def click_point(page: Page, row: int) -> None:
    """Click a document's point on the map, when the map says that the mouse is over it and nothing else."""

    def over() -> bool:
        at = next(((x, y) for point, x, y, _ in points_of(page) if point == row), None)
        if at is None:
            return False
        page.mouse.move(0, 0)
        page.mouse.move(*at)
        page.wait_for_timeout(100)
        hovered = page.evaluate(HOVERED)
        return bool(hovered) and set(hovered) == {row}

    eventually(page, over, True)
    page.mouse.down()
    page.mouse.up()
