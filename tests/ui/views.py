"""What a visitor sees of the Inspect page, read off the page in the browser."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Locator, Page

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
    page.wait_for_url(lambda url: parse_qs(urlsplit(url).query).get(name) == (None if value is None else [value]))


def query_box(page: Page) -> Locator:
    """Give the box the query is typed into."""
    return page.get_by_role("textbox", name="Query")


def search(page: Page, query: str) -> None:
    """Type a query and send it."""
    query_box(page).fill(query)
    query_box(page).press("Enter")
