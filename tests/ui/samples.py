"""Records with real-looking values to look at and to test with: long, empty, foreign and hostile texts."""

from __future__ import annotations

import re

import numpy as np

from inspector.records.explanation import Contributions
from inspector.records.results import Badge, BadgeKind, Retriever
from inspector.text import ordinal, words
from inspector.ui.components.joined_lists import ListColumn, ListRow
from inspector.vectors import read_only

QUERY = "how can I cross out words in a github comment"
COUNT = 5183

TEXTS: dict[str, tuple[str, str]] = {
    "md-strike": ("Strikethrough with GitHub Markdown", "Use ~~tildes around the words~~."),
    "md-del": (
        "Strikethrough with GitHub Markdown",
        "I just used the following syntax <del> ... </del> successfully on Github's comment box, in lists and tables",
    ),
    "gh-contact-1": (
        "Any way to contact a user on Github?",
        "I don't know about sending them a message directly, but if they have an email address on their profile",
    ),
    "gh-contact-2": ("Any way to contact a user on Github?", "Check out the repository and look for their email"),
    "gh-contact-3": (
        "Any way to contact a user on Github?",
        "You can contact a GitHub user by going to her/his user page and leaving a comment",
    ),
    "md-code": (
        "What is the easiest way to format code when pasting it into an e-mail, a chat or a document on the web?",
        "Markdown Here I've been using Markdown Here for quite some time and find the words it makes readable",
    ),
    "": ("", ""),
    "no-title-0042": (
        "",
        "Vim can output its syntax-highlighted buffer to an HTML file with :TOhtml, in github colours",
    ),
    "xss": (
        "<script>alert(1)</script><img src=x onerror=alert(2)>",
        "<b>bold?</b> </div><script>document.title=1</script>",
    ),
    "rtl": ("كيف أشطب الكلمات في تعليق على github؟", "استخدم علامتي التلدة حول الكلمات words في التعليق comment"),
    "cjk": ("如何在 GitHub 评论中划掉文字？", "在单词 words 两侧使用 ~~ 两个波浪号即可，参见 github 的说明文档与示例"),
    "emoji": (
        "✂️ Cross out 🙂 words 👩‍👩‍👧‍👦 anywhere",
        "👍🏽 Put 🙂 words in 🔥 tildes, the github 🐙 way — works in each comment",
    ),
    "gh-host": (
        "Can I host my own instance of Trello?",
        "Yes you can, check out https://github.com/libreboard/libreboard",
    ),
    "search-special": (
        "How can I search for a keyword with special characters in Google search?",
        'You can just use words to spell out the symbols and do the search: "words in a comment"',
    ),
    "fb-likes": ("How to hide my likes from my friends on Facebook?", "There is an option for this, but unfortunately"),
    "gh-commit": (
        "Date of first commit",
        "This will get you the last page: #!/bin/sh url=https://github.com/x/y/commits",
    ),
    "gh-traffic": (
        "Is there any way to see traffic sources to a GitHub page?",
        "It's now a baked in feature under the GitHub Traffic section",
    ),
    "gh-terms": (
        "Am I allowed to host a commercial website on GitHub pages?",
        "According to the GitHub Terms of Service, under section G",
    ),
    "ms-math": (
        "Are there any important features of Microsoft Office missing in Google Docs?",
        "Mathematical equations in Word - looks like Google docs has",
    ),
    "yt-time": (
        "Linking directly to a specific point in time of a YouTube video",
        "Side note: If you are leaving a comment on the video you can",
    ),
}

KEYWORD = [
    "gh-contact-1",
    "md-strike",
    "gh-terms",
    "search-special",
    "fb-likes",
    "gh-host",
    "gh-contact-2",
    "rtl",
    "cjk",
    "ms-math",
]
EMBEDDING = [
    "md-strike",
    "md-del",
    "gh-contact-1",
    "xss",
    "md-code",
    "no-title-0042",
    "gh-contact-3",
    "emoji",
    "rtl",
    "gh-commit",
]
HYBRID = [
    "md-strike",
    "gh-contact-1",
    "gh-contact-3",
    "xss",
    "md-del",
    "rtl",
    "gh-commit",
    "gh-traffic",
    "gh-terms",
    "yt-time",
]

COPY = Badge(BadgeKind.COPY, "copy of #2", "The same text as result 2, up to white space and case.")
CUT = Badge(BadgeKind.CUT_OFF, "cut off", "The model read 57 % of this document's text.")
NO_TEXT = Badge(BadgeKind.NO_TEXT, "no text", "The document has no text; only its title was embedded.")


def _order(retriever: Retriever, size: int) -> list[str]:
    first = {Retriever.KEYWORD: KEYWORD, Retriever.EMBEDDING: EMBEDDING, Retriever.HYBRID: HYBRID}[retriever]
    rest = [name for name in TEXTS if name and name not in first]
    turn = {Retriever.KEYWORD: 0, Retriever.EMBEDDING: 3, Retriever.HYBRID: 5}[retriever]
    order = first + rest[turn:] + rest[:turn]
    more = [f"filler-{number}" for number in range(len(order), 60)]
    return (order + more)[:size]


def _elsewhere(name: str, orders: dict[Retriever, list[str]], own: Retriever) -> tuple[tuple[Retriever, str], ...]:
    def label(retriever: Retriever) -> str:
        if name in orders[retriever]:
            return ordinal(orders[retriever].index(name) + 1)
        seed = sum(map(ord, name))
        return f"not in {COUNT:,}" if retriever is Retriever.KEYWORD and seed % 2 else ordinal(seed % 1900 + 11)

    return tuple((retriever, label(retriever)) for retriever in orders if retriever is not own)


def _spans(text: str) -> tuple[tuple[int, int], ...]:
    return tuple(match.span() for match in re.finditer(r"(?i)github|words|comment", text))


def _badges(name: str, retriever: Retriever) -> tuple[Badge, ...]:
    if retriever is not Retriever.EMBEDDING:
        return ()
    table = {"md-del": (COPY,), "gh-contact-1": (CUT, COPY), "xss": (COPY, CUT, NO_TEXT), "no-title-0042": (CUT,)}
    return table.get(name, ())


def _row(name: str, place: int, retriever: Retriever, orders: dict[Retriever, list[str]]) -> ListRow:
    title, text = TEXTS.get(
        name, (f"Filler document {name}", f"Some words about {name} and github, long enough to fill")
    )
    value = {
        Retriever.KEYWORD: f"{4.3 / (1 + place * 0.05):.2f}",
        Retriever.EMBEDDING: f"{0.487 + 0.018 * place:.3f}",
        Retriever.HYBRID: f"{1 / (61 + place) + 1 / (64 + 2 * place):.4f}",
    }[retriever]
    bar = {Retriever.KEYWORD: 1 / (1 + place * 0.05), Retriever.EMBEDDING: 0.999 - 0.02 * place}.get(
        retriever, 1 / (1 + 0.03 * place)
    )
    movement = None
    if retriever is Retriever.HYBRID and name in orders.get(Retriever.EMBEDDING, []):
        movement = orders[Retriever.EMBEDDING].index(name) - place
    return ListRow(
        id=name,
        rank=place + 1,
        title=title,
        snippet=text,
        spans=_spans(text),
        value=value,
        bar=bar,
        badges=_badges(name, retriever),
        elsewhere=_elsewhere(name, orders, retriever),
        movement=movement,
    )


_HEADINGS = {
    Retriever.KEYWORD: ("Keyword", "BM25", "BM25 score: higher is better. The bar compares it with the best score."),
    Retriever.EMBEDDING: (
        "Embedding",
        "cosine distance",
        "Cosine distance, 0 to 2: smaller is closer. The bar is the share of random documents that are farther.",
    ),
    Retriever.HYBRID: ("Hybrid", "reciprocal rank", "Sum of 1 / (60 + rank). The bar compares it with the best."),
}


def columns(size: int = 10, **empty: str) -> tuple[ListColumn, ...]:
    """Three lists of `size` rows; a retriever named in `empty` has none and shows the sentence."""
    orders = {
        retriever: [] if retriever.value in empty else _order(retriever, size)
        for retriever in (Retriever.KEYWORD, Retriever.EMBEDDING, Retriever.HYBRID)
    }
    made = []
    for retriever, order in orders.items():
        heading, unit, value_help = _HEADINGS[retriever]
        rows = tuple(_row(name, place, retriever, orders) for place, name in enumerate(order))
        made.append(ListColumn(retriever, heading, unit, rows, empty.get(retriever.value, "Nothing."), value_help))
    return tuple(made)


def contributions(query: str = QUERY) -> Contributions:
    """Effects of a query's words on one document, in the sizes a real model gives."""
    parts = words(query)
    sizes = [0.036, 0.0, -0.001, 0.039, 0.008, 0.116, 0.014, 0.001, 0.135, -0.063]
    after = [1, 2, 1, 3, 2, 7, 2, 1, 2, 1]
    effects = [sizes[at % len(sizes)] for at in range(len(parts))]
    ranks = [after[at % len(after)] for at in range(len(parts))]
    return Contributions(
        words=parts,
        skipped=0,
        ids=("md-strike",),
        similarity=read_only(np.array([0.513])),
        rank=read_only(np.array([1])),
        removal=read_only(np.array(effects).reshape(-1, 1)),
        rank_without=read_only(np.array(ranks).reshape(-1, 1)),
        noise_floor=read_only(np.array([0.015])),
        neutral_edits=("a", "b", "c"),
        empty_similarity=read_only(np.array([0.03])),
    )


def effects_on_ten(query: str = QUERY) -> Contributions:
    """The same on ten documents d1 … d10, each a little weaker than the one before, the last unknown."""
    one = contributions(query)
    scale = np.array([1 - 0.09 * at for at in range(9)] + [np.nan])
    return Contributions(
        words=one.words,
        skipped=0,
        ids=tuple(f"d{rank}" for rank in range(1, 11)),
        similarity=read_only(np.full(10, 0.5)),
        rank=read_only(np.arange(1, 11)),
        removal=read_only(one.removal * scale),
        rank_without=read_only(np.repeat(one.rank_without, 10, axis=1)),
        noise_floor=read_only(np.full(10, 0.015)),
        neutral_edits=one.neutral_edits,
        empty_similarity=read_only(np.full(10, 0.03)),
    )
