"""Evaluations of an index: made as jobs, the last one kept with its files and shown to all.

Invariant: what was asked, the files it was asked with and the lists it found lie in one folder; when the next
evaluation is there, the folder of the one before goes. Whoever opens the page, in whatever session, sees the last
one or how far the next is.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import streamlit as st

from inspector import files, fingerprint
from inspector.errors import InspectorError, RequestError
from inspector.evaluate.fit import fit_judgements
from inspector.evaluate.form import UNREADABLE
from inspector.evaluate.judgements import parse_judgements
from inspector.evaluate.measures import parse_measures
from inspector.evaluate.query_sets import parse_queries, query_set
from inspector.evaluate.saved_runs import parse_run
from inspector.evaluate.wording import queries_text
from inspector.records.documents import Where, condition
from inspector.records.results import Retriever
from inspector.stores.collection import Collection
from inspector.ui.runtime import jobs
from inspector.ui.runtime.given import Given
from inspector.ui.runtime.job_queue import JobKey, JobKind

ROOM = "evaluations"
TITLE = "Evaluation with {}"
DEPTH = 100
"""Length of the lists where nothing else is asked for."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What is measured, and how the lists are made.

    Attributes:
        measures: As typed; empty for the usual ones.
        depth: Length of the lists.
        where: The filter.
        exact: Search all vectors, whatever production does.
    """

    measures: str = ""
    depth: int = DEPTH
    where: Where = ()
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """An evaluation that was asked for.

    Attributes:
        at: When, ISO 8601 in UTC.
        name: What it was asked with, for people: "120 pasted queries".
        folder: Where its files are.
        queries: Name of the file of queries in it.
        judged: Name of the file of judgements in it.
        options: Further options of the command.
    """

    at: str
    name: str
    folder: str
    queries: str
    judged: str
    options: tuple[str, ...] = ()


def start(
    path: Path,
    collection: Collection,
    name: str,
    queries: Given,
    judged: Given,
    settings: Settings = Settings(),
    runs: tuple[Given, ...] = (),
) -> None:
    """Read what was given, so that mistakes are said before anything runs, keep it, and start the job.

    Args:
        path: The index folder.
        collection: The index, opened.
        name: What is asked with, for people.
        queries: The queries.
        judged: What is relevant to them.
        settings: What is measured, and how.
        runs: Ranked lists made elsewhere, in TREC's form.

    Raises:
        RequestError: something cannot be read, or judgements, queries and documents have nothing in common.
        StoreError: it cannot be kept.
    """
    go_on(path, collection, ask(collection, name, queries, judged, settings, runs))


def go_on(path: Path, collection: Collection, asked: Asked) -> None:
    """Start the job that answers what was asked, or join it; one that was stopped begins anew.

    Args:
        path: The index folder.
        collection: The index, opened.
        asked: What was asked.
    """
    found = ["--sweep", "--save-runs", str(Path(asked.folder) / "found")]
    given = ["--queries", str(Path(asked.folder) / asked.queries), "--qrels", str(Path(asked.folder) / asked.judged)]
    command = jobs.inspector_command("eval", str(path), *given, *asked.options, *found)
    jobs.start(JobKind.EVALUATE, job_of(collection, asked).key, command, TITLE.format(asked.name))


def ask(
    collection: Collection,
    name: str,
    queries: Given,
    judged: Given,
    settings: Settings = Settings(),
    runs: tuple[Given, ...] = (),
) -> Asked:
    """Keep what is asked, and give it; arguments and errors as in `start`."""
    fitted = fit_judgements(
        collection,
        query_set(parse_queries(queries.text, queries.name)),
        parse_judgements(judged.text, judged.name),
        settings.where,
    )
    names = run_names(runs)
    for run, called in zip(runs, names, strict=True):
        parse_run(run.text, called, run.name)
    at = datetime.now(UTC).isoformat(timespec="milliseconds")
    folder = _room(collection) / fingerprint.of_values(at, name)[:16]
    options = _options(settings)
    for number, (run, called) in enumerate(zip(runs, names, strict=True)):
        _keep(folder / f"given-{number}.run", run.text)
        options += ["--run", f"{called}={folder / f'given-{number}.run'}"]
    named = f"queries{_suffix(queries)}", f"judged{_suffix(judged)}"
    _keep(folder / named[0], queries.text)
    _keep(folder / named[1], judged.text)
    asked = Asked(at, f"{name}, {queries_text(len(fitted.queries))}", str(folder), *named, tuple(options))
    files.write_json(_asked_path(collection), asdict(asked))
    return asked


def run_names(runs: tuple[Given, ...]) -> tuple[str, ...]:
    """Give the names of runs made elsewhere, those of their files.

    Raises:
        RequestError: two have one name, or one has that of a search of ours.
    """
    names = [Path(run.name).stem.replace("=", "-").strip() or "run" for run in runs]
    taken: set[str] = set(map(str, Retriever))
    for name in names:
        if name in taken:
            raise RequestError(f'There are two runs called "{name}".', "Give the file another name.")
        taken.add(name)
    return tuple(names)


def _options(settings: Settings) -> list[str]:
    """Give the options of the command.

    Raises:
        RequestError: a measure is not known.
    """
    measures = ["--measures", ",".join(parse_measures([settings.measures]))] if settings.measures.strip() else []
    depth = [] if settings.depth == DEPTH else ["--k", str(settings.depth)]
    where = [part for each in settings.where for part in ("--where", f"{each.field}={each.value}")]
    return [*measures, *depth, *where, *(["--exact"] if settings.exact else [])]


def where_of(asked: Asked) -> Where:
    """Give the filter that was asked with."""
    options = asked.options
    return tuple(condition(value) for option, value in pairwise(options) if option == "--where")


def job_of(collection: Collection, asked: Asked) -> JobKey:
    """Give the key of the job that answers what was asked."""
    return JobKey(JobKind.EVALUATE, fingerprint.of_values(collection.fingerprint, asked.at, asked.folder))


def waiting(collection: Collection) -> Asked | None:
    """Give what was asked for this content and is not answered yet; None where all is."""
    try:
        asked = read_asked(files.read_json(_asked_path(collection)))
    except (InspectorError, *UNREADABLE):
        return None
    return asked if Path(asked.folder).is_dir() else None


def forget(collection: Collection) -> None:
    """Ask no more for what was stopped or failed."""
    asked = waiting(collection)
    _asked_path(collection).unlink(missing_ok=True)
    if asked is not None:
        shutil.rmtree(asked.folder, ignore_errors=True)


def take(collection: Collection, asked: Asked, form: Any) -> None:
    """Keep what a job found in place of the last evaluation, with its files; those of earlier ones go.

    Raises:
        StoreError: it cannot be kept.
    """
    files.write_json(last_path(collection), {"asked": asdict(asked), "found": form})
    _asked_path(collection).unlink(missing_ok=True)
    for folder in _room(collection).iterdir():
        if folder.is_dir() and folder != Path(asked.folder):
            shutil.rmtree(folder, ignore_errors=True)


def settings_typed(keys: tuple[str, str, str, str]) -> Settings:
    """Give the settings as of the last run of the widgets for measures, k, the filter and exact search.

    Raises:
        RequestError: the filter cannot be read.
    """
    measures, depth, where, exact = (st.session_state.get(key) for key in keys)
    written = where.strip() if isinstance(where, str) else ""
    return Settings(
        measures if isinstance(measures, str) else "",
        depth if isinstance(depth, int) else DEPTH,
        (condition(written),) if written else (),
        exact is True,
    )


def _suffix(given: Given) -> str:
    return Path(given.name).suffix.lower() or ".txt"


def _keep(path: Path, text: str) -> None:
    def fill(part: Path) -> None:
        part.write_bytes(text.encode("utf-8", errors="surrogatepass"))

    files.write_atomic(path, fill)


def _room(collection: Collection) -> Path:
    return files.home() / ROOM / collection.fingerprint


def _asked_path(collection: Collection) -> Path:
    return _room(collection) / "asked.json"


def last_path(collection: Collection) -> Path:
    """Give the file of the last evaluation of an index, made or not.

    Raises:
        StoreError: the folder for what is kept cannot be made.
    """
    return _room(collection) / "last.json"


def read_asked(form: Mapping[str, Any]) -> Asked:
    """Read what was asked as it was kept.

    Raises:
        KeyError: a field is missing.
        TypeError: the form is none.
    """
    named = {name: str(form[name]) for name in ("at", "name", "folder", "queries", "judged")}
    return Asked(**named, options=tuple(map(str, form["options"])))


def uploads(key: str) -> tuple[Any, ...]:
    """Give the files of an uploader for several, as of the last run."""
    value = st.session_state.get(key)
    return tuple(value) if isinstance(value, list) else ()
