"""Triages of whole sets of queries: what was asked is kept in files, made as jobs, and their last results shown to all.

Invariant: a job is keyed by its input and by the result it is to replace; what was asked last lies beside the index's
other results, so that whoever comes back, in whatever session, sees how far it is or can go on.
"""

from __future__ import annotations

import shutil
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import streamlit as st

from inspector import files, fingerprint
from inspector.errors import InspectorError, StoreError
from inspector.records.documents import condition
from inspector.records.results import Retriever
from inspector.records.triage import TRACED, Triage, TriageSettings
from inspector.stores.collection import Collection
from inspector.triage.form import last_path, load_last
from inspector.triage.kept import FOLDERS
from inspector.ui.runtime import jobs, memo
from inspector.ui.runtime.given import Given
from inspector.ui.runtime.job_queue import JobKey, JobKind

ROOM = "triage-inputs"
TITLE = "Triage"
_SHOWN = "_triage_shown"
STEP = 20
"""Queries of a group that are drawn at once."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A triage that was asked for.

    Attributes:
        at: When, ISO 8601 in UTC.
        name: What was given, for people: "120 pasted queries".
        queries: The file of queries.
        judged: The file of what they should find; empty where there is none.
        k: Length of the list.
        retriever: Whose list.
        where: The filter, each "field=value".
        limit: How many causes are looked for.
    """

    at: str
    name: str
    queries: str
    judged: str = ""
    k: int = 10
    retriever: str = Retriever.EMBEDDING.value
    where: tuple[str, ...] = ()
    limit: int = TRACED


def keep_input(given: Given) -> Path:
    """Keep a text of queries or judgements, by content, and give its file.

    Raises:
        StoreError: the disk is full.
    """
    data = given.text.encode("utf-8", errors="replace")
    suffix = Path(given.name).suffix.lower() or ".txt"
    path = files.home() / ROOM / fingerprint.of_bytes(data) / f"input{suffix}"
    files.write_atomic(path, lambda part: _fill(part, data))
    _drop_old()
    return path


def _fill(part: Path, data: bytes) -> None:
    part.write_bytes(data)


def _drop_old() -> None:
    folders = sorted((files.home() / ROOM).iterdir(), key=lambda path: path.stat().st_mtime, reverse=True)
    for folder in folders[2 * FOLDERS :]:
        shutil.rmtree(folder, ignore_errors=True)


def settings_of(asked: Asked) -> TriageSettings:
    """Give the settings of what was asked.

    Raises:
        RequestError: the filter cannot be read.
    """
    where = tuple(condition(each) for each in asked.where)
    return TriageSettings(asked.k, where, Retriever(asked.retriever), limit=asked.limit)


def last_result(collection: Collection) -> Triage | None:
    """Give the last result for this content, kept in memory until another takes its place; None where there is none."""
    try:
        stamp = last_path(collection).stat().st_mtime_ns
    except (OSError, StoreError):
        return None
    key = (collection.fingerprint,)
    known = memo.remembered("triage", key, lambda: (stamp, load_last(collection)))
    if known[0] != stamp:
        memo.forget("triage", key)
        known = memo.remembered("triage", key, lambda: (stamp, load_last(collection)))
    return known[1]


def start(path: Path, collection: Collection, asked: Asked) -> None:
    """Start a triage, or go on with one that was stopped.

    Args:
        path: The index folder.
        collection: The index, opened.
        asked: What is asked.

    Raises:
        StoreError: what is asked cannot be kept.
    """
    files.write_json(_asked_path(collection), asdict(asked))
    options = ["--queries", asked.queries, "--k", str(asked.k), "--retriever", asked.retriever]
    options += ["--limit", str(asked.limit), "--no-rows"]
    options += [part for each in asked.where for part in ("--where", each)]
    options += ["--qrels", asked.judged] if asked.judged else []
    command = jobs.inspector_command("triage", str(path), *options)
    jobs.start(JobKind.TRIAGE, job_of(collection, asked).key, command, f"{TITLE} of {asked.name}")


def job_of(collection: Collection, asked: Asked) -> JobKey:
    """Give the key of the job that answers what was asked."""
    return JobKey(JobKind.TRIAGE, fingerprint.of_values(collection.fingerprint, asdict(asked)))


def waiting(collection: Collection, last: Triage | None) -> Asked | None:
    """Give what was asked for this content and is not answered yet; None where all is."""
    try:
        asked = _read(files.read_json(_asked_path(collection)))
    except (InspectorError, KeyError, TypeError, ValueError):
        return None
    answered = last is not None and last.made_at >= asked.at
    return None if answered or not Path(asked.queries).is_file() else asked


def forget(collection: Collection) -> None:
    """Ask no more for what was stopped; what was found is kept for the same question."""
    _asked_path(collection).unlink(missing_ok=True)


def now() -> str:
    """Give the time, ISO 8601 in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def _asked_path(collection: Collection) -> Path:
    return files.home() / collection.fingerprint / "triage-asked.json"


def _read(form: Any) -> Asked:
    return Asked(
        **{name: str(form[name]) for name in ("at", "name", "queries", "judged", "retriever")},
        k=int(form["k"]),
        where=tuple(map(str, form["where"])),
        limit=int(form["limit"]),
    )


def shown(group: str) -> int:
    """Give how many queries of a group this session looks at."""
    return int(st.session_state.get(f"{_SHOWN} {group}", STEP))


def show_more(group: str) -> None:
    """Look at more queries of a group."""
    st.session_state[f"{_SHOWN} {group}"] = shown(group) + STEP


def widget_text(key: str) -> str:
    """Give the value of a text or choice as of the last run; empty where it was never drawn."""
    return str(st.session_state.get(key) or "")


def widget_number(key: str, usual: int) -> int:
    """Give the value of a number as of the last run, or the usual one where it was never drawn."""
    value = st.session_state.get(key)
    return value if isinstance(value, int) else usual
