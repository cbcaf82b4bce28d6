"""Comparisons of two indexes: made as jobs, their answers kept on disk and shared by all sessions.

Invariant: a job is keyed by its question, so the same question is answered once; what was asked last of a pair lies
beside the answers, so whoever opens the pair's link, in whatever session, sees it.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import streamlit as st

from inspector import files, fingerprint
from inspector.compare.saved import Question, comparison_path, load_comparison
from inspector.errors import InspectorError, StoreError
from inspector.evaluate.judgements import parse_judgements
from inspector.evaluate.query_sets import parse_queries, query_set
from inspector.records.comparison import IndexComparison
from inspector.records.documents import Where, condition
from inspector.stores.collection import Collection
from inspector.ui.runtime import jobs, memo, state
from inspector.ui.runtime.given import Given
from inspector.ui.runtime.job_queue import JobKey, JobKind

TITLE = "Comparing the two indexes"


@dataclass(frozen=True, slots=True)
class Settings:
    """How the lists are made.

    Attributes:
        k: Length of each list.
        where: The filter.
        exact: Search all vectors, whatever production does.
    """

    k: int = 10
    where: Where = ()
    exact: bool = False


@dataclass(frozen=True, slots=True)
class AskedLast:
    """What was asked last of a pair of indexes.

    Attributes:
        key: Of the question.
        name: What it was asked with, for people: "the sample's judged queries".
        at: When, ISO 8601 in UTC.
        where: The filter, each "field=value".
    """

    key: str
    name: str
    at: str
    where: tuple[str, ...] = ()


def start(
    pair: tuple[Path, Path],
    collections: tuple[Collection, Collection],
    name: str,
    settings: Settings,
    queries: Given | None = None,
    judged: Given | None = None,
) -> None:
    """Start a comparison, or join the one that others started; one that was made before is shown again.

    Args:
        pair: The two index folders.
        collections: The two indexes, opened.
        name: What is asked with, for people.
        settings: How the lists are made.
        queries: The queries; None asks with documents.
        judged: What is relevant to them; None where nobody judged.

    Raises:
        RequestError: queries, judgements or the filter cannot be read.
        StoreError: they cannot be kept.
    """
    key = ask(collections, name, settings, queries, judged)
    if answer(key) is None:  # the same content, asked the same, answers the same
        command = jobs.inspector_command("compare", *map(str, pair), *_options(settings, queries, judged))
        jobs.start(JobKind.COMPARE, key, command, TITLE)


def ask(
    collections: tuple[Collection, Collection],
    name: str,
    settings: Settings,
    queries: Given | None = None,
    judged: Given | None = None,
) -> str:
    """Keep what is asked of a pair of indexes, and give the question's key; arguments and errors as in `start`."""
    for each in collections:
        each.matching(settings.where)
    asked = query_set(parse_queries(queries.text, queries.name)) if queries else None
    grades = parse_judgements(judged.text, judged.name) if judged else None
    prints = collections[0].fingerprint, collections[1].fingerprint
    key = Question(*prints, asked, grades, settings.k, settings.where, settings.exact).key
    when = datetime.now(UTC).isoformat(timespec="seconds")
    files.write_json(_last_path(prints), asdict(AskedLast(key, name, when, _conditions(settings))))
    return key


def _options(settings: Settings, queries: Given | None, judged: Given | None) -> list[str]:
    """Give the options of the command; what was pasted or uploaded is kept in files for it."""
    options = ["--k", str(settings.k), *(["--exact"] if settings.exact else [])]
    options += [part for each in _conditions(settings) for part in ("--where", each)]
    for option, given in (("--queries", queries), ("--qrels", judged)):
        options += [option, str(_keep(given))] if given else []
    return options


def _conditions(settings: Settings) -> tuple[str, ...]:
    return tuple(f"{each.field}={each.value}" for each in settings.where)


def asked_last(before: Collection, after: Collection) -> AskedLast | None:
    """Give what was asked last of a pair; None where nothing was."""
    try:
        kept: Any = files.read_json(_last_path((before.fingerprint, after.fingerprint)))
        where = tuple(map(str, kept["where"]))
        return AskedLast(str(kept["key"]), str(kept["name"]), str(kept["at"]), where)
    except (InspectorError, KeyError, TypeError):
        return None


def answer(key: str) -> IndexComparison | None:
    """Give the answer to a question, kept in memory by its file; None where there is none."""
    try:
        stamp = comparison_path(key).stat().st_mtime_ns
    except (OSError, StoreError):
        return None
    return memo.remembered("comparison", (key, stamp), lambda: (load_comparison(key),))[0]


def job_of(key: str) -> JobKey:
    """Give the key of the job that answers a question."""
    return JobKey(JobKind.COMPARE, key)


def chosen_row(table: str) -> int | None:
    """Give the row of a table that was clicked, 0-based; None for none."""
    selection = state.chart_state(table).get("selection", {})
    rows = selection.get("rows", []) if hasattr(selection, "get") else []
    return int(rows[0]) if rows else None


def chosen_index(key: str) -> Path | None:
    """Give the index that a widget of that key has chosen; None for none."""
    value = st.session_state.get(key)
    return value if isinstance(value, Path) else None


def settings_typed(keys: tuple[str, str, str]) -> Settings:
    """Give the settings as of the last run of the widgets for k, exact search and the filter.

    Raises:
        RequestError: the filter cannot be read.
    """
    k, exact, where = (st.session_state.get(key) for key in keys)
    written = where.strip() if isinstance(where, str) else ""
    conditions = (condition(written),) if written else ()
    return Settings(k if isinstance(k, int) else Settings().k, conditions, exact is True)


def _keep(given: Given) -> Path:
    """Keep a text by its content, and give its file."""
    data = given.text.encode("utf-8", errors="surrogatepass")
    suffix = Path(given.name).suffix.lower() or ".txt"
    path = files.home() / "comparisons" / "inputs" / f"{fingerprint.of_bytes(data)}{suffix}"

    def fill(part: Path) -> None:
        part.write_bytes(data)

    files.write_atomic(path, fill)
    return path


def _last_path(prints: tuple[str, str]) -> Path:
    return files.home() / "comparisons" / "last" / f"{fingerprint.of_values(*prints)}.json"
