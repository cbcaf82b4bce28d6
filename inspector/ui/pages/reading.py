"""The page "How to read this": one short text for each thing the app shows, from `inspector/ui/help/`.

Invariant: numbers and lists that the code knows are put in from the code, never typed a second time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Template

import streamlit as st

from inspector.cases.shelf import KEPT_IN_TRASH
from inspector.diagnose import CHECKS
from inspector.diagnose.freshness.sample import CONFIDENCE, SHARE, sample_size
from inspector.diagnose.health import HEALTH_CHECKS
from inspector.explain.document.windows import WINDOW_TOKENS
from inspector.explain.neutral import ALL_EDITS, NEUTRAL_EDITS
from inspector.explain.shapley import EXACT_UNITS
from inspector.explain.variants import WORD_BUDGET
from inspector.monitor import asked, groups, kernel_test, shift
from inspector.projection.points import MAX_POINTS
from inspector.records.comparison import DOCUMENTS_ASKED
from inspector.records.results import Request
from inspector.search.background import QUERIES
from inspector.search.copies import SHARED
from inspector.search.hybrid import DEPTH, RRF_CONSTANT
from inspector.settings import SETTINGS, SettingSpec
from inspector.stores import LOADERS, Held
from inspector.stores.copies import KEPT
from inspector.stores.spec import Setting
from inspector.stores.stated import STATED
from inspector.ui.parts.missing.causes import with_titles
from inspector.ui.runtime.links import MAX_QUERY

FOLDER = Path(__file__).resolve().parent.parent / "help"
WIDTH = 760
HEADING = "## "
SECRET = " It is never shown."


@dataclass(frozen=True, slots=True)
class Topic:
    """A section of the page.

    Attributes:
        name: Its file in the help folder, less the ending, and its place in links.
        title: Its heading.
    """

    name: str
    title: str


TOPICS: tuple[Topic, ...] = (
    Topic("distance", "Distance and percentile"),
    Topic("lists", "The three lists"),
    Topic("contributions", "What each word does"),
    Topic("trust", "Fair shares and how far to trust them"),
    Topic("document_side", "What each sentence does"),
    Topic("keyword", "Keyword search and ignored words"),
    Topic("checks", "What the checks look for"),
    Topic("causes", "Why a document is not there: the causes"),
    Topic("triage", "Many queries at once"),
    Topic("cases", "Cases, replays and presentations"),
    Topic("health", "The health of an index"),
    Topic("drift", "Has it drifted?"),
    Topic("compare", "Two indexes compared"),
    Topic("evaluate", "Judged queries: which search is best"),
    Topic("map", "The map and how far to trust it"),
    Topic("stories", "Failure stories"),
    Topic("links", "Links and waiting"),
    Topic("measured", "What was measured"),
    Topic("opening", "Opening what you have"),
    Topic("deployment", "Running it for a team"),
)

NUMBERS: Mapping[str, str] = {
    "pseudo_queries": f"{QUERIES:,}",
    "rrf_constant": f"{RRF_CONSTANT}",
    "fusion_depth": f"{DEPTH:,}",
    "copy_share": f"{SHARED:.0%}",
    "word_budget": f"{WORD_BUDGET}",
    "first_edits": f"{len(NEUTRAL_EDITS)}",
    "all_edits": f"{len(ALL_EDITS)}",
    "exact_units": f"{EXACT_UNITS}",
    "window_tokens": f"{WINDOW_TOKENS}",
    "sample_documents": f"{sample_size()}",
    "sample_share": f"{SHARE:.0%}",
    "sample_confidence": f"{CONFIDENCE:.0%}",
    "drift_permutations": f"{kernel_test.PERMUTATIONS:,}",
    "drift_alpha": f"{shift.ALPHA}",
    "drift_sample": f"{groups.SAMPLE:,}",
    "drift_least": f"{groups.LEAST}",
    "drift_made": f"{asked.MADE}",
    "compare_k": f"{Request('').k}",
    "compare_documents": f"{DOCUMENTS_ASKED}",
    "map_points": f"{MAX_POINTS:,}",
    "kept_in_trash": f"{KEPT_IN_TRASH}",
    "max_query": f"{MAX_QUERY:,}",
    "kept_copies": f"{KEPT}",
}


def render() -> None:
    """Draw the page."""
    with st.container(width=WIDTH):
        st.title("How to read this", anchor=False)
        st.markdown(" · ".join(f"[{topic.title}](#{topic.name})" for topic in TOPICS))
        for topic in TOPICS:
            st.header(topic.title, anchor=topic.name)
            st.markdown(text_of(topic))


def text_of(topic: Topic) -> str:
    """Give the Markdown of a topic, with the code's own numbers in it."""
    written = (FOLDER / f"{topic.name}.md").read_text(encoding="utf-8")
    return _FILLED.get(topic.name, str)(Template(written).substitute(NUMBERS))


def _with_questions(text: str) -> str:
    """Put each check's question in place of its name."""
    questions = {check.name: check.question for check in CHECKS}
    lines = (
        f"**{questions[line.removeprefix(HEADING)]}**  " if line.startswith(HEADING) else line
        for line in text.split("\n")
    )
    return "\n".join(lines)


def _with_health_checks(text: str) -> str:
    """Add the questions that the check of an index asks."""
    return text + "\n" + "\n".join(f"- {check.question}" for check in HEALTH_CHECKS) + "\n"


def _with_settings(text: str) -> str:
    """Add the variables that are read, one a line: a table would be too wide for a narrow page."""
    return text + "\n" + "\n".join(_setting(each) for each in SETTINGS) + "\n"


def _setting(each: SettingSpec) -> str:
    default = f" [`{each.default}`]" if each.default else ""
    return f"- `{each.name}`{default}: **{each.title}.** {each.help}{SECRET if each.secret else ''}"


def _with_loaders(text: str) -> str:
    """Add the kinds of stores, each with its settings, and what a user can state about any vectors."""
    kinds = [loader for loader in LOADERS if loader.held is not Held.FOLDER]
    stated = {setting.name for setting in STATED}
    lines = [
        f"- `{loader.name}:` {loader.title}; behind it, the {loader.location}."
        + "".join(f"\n    - {_named(each)}" for each in loader.settings if each.name not in stated)
        for loader in kinds
    ]
    everywhere = "".join(f"\n    - {_named(each)}" for each in STATED)
    return text + "\n".join([*lines, f"- Whatever holds the vectors:{everywhere}"]) + "\n"


def _named(each: Setting) -> str:
    return f"`{each.name}`{' (needed)' if each.required else ''}: {each.help}"


_FILLED: Mapping[str, Callable[[str], str]] = {
    "health": _with_health_checks,
    "checks": _with_questions,
    "causes": with_titles,
    "deployment": _with_settings,
    "opening": _with_loaders,
}
