"""The pages of the app, one row each; a page's module is imported when it is chosen."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PageSpec:
    """A page of the app.

    Attributes:
        slug: Its place in the link; empty for the home page.
        title: What the navigation calls it.
        icon: A Material symbol.
        module: Where its `render()` lives; imported when the page is chosen.
        needs_index: Whether it is about the chosen index; such a page is drawn only once one is open.
    """

    slug: str
    title: str
    icon: str
    module: str
    needs_index: bool = True


PAGES: tuple[PageSpec, ...] = (
    PageSpec("", "Inspect", ":material/troubleshoot:", "inspector.ui.pages.inspect"),
    PageSpec("missing", "Missing document", ":material/search_off:", "inspector.ui.pages.missing"),
    PageSpec("triage", "Triage", ":material/rule:", "inspector.ui.pages.triage"),
    PageSpec("cases", "Cases", ":material/bookmarks:", "inspector.ui.pages.cases", needs_index=False),
    PageSpec("health", "Health", ":material/monitor_heart:", "inspector.ui.pages.health"),
    PageSpec("compare", "Compare", ":material/compare_arrows:", "inspector.ui.pages.compare"),
    PageSpec("evaluate", "Evaluate", ":material/balance:", "inspector.ui.pages.evaluate"),
    PageSpec("stories", "Failure stories", ":material/auto_stories:", "inspector.ui.pages.stories", needs_index=False),
    PageSpec("reading", "How to read this", ":material/menu_book:", "inspector.ui.pages.reading", needs_index=False),
)
