"""What became of cases: asked for one or for all of the shelf, and kept for the list.

Invariant: an answer is kept beside the shelf as soon as it is there, whoever asked; the same question of the same index
is answered once. Cost: an inspection and a trace without remedies for each case.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from inspector import files
from inspector.cases import shelf
from inspector.cases.replay import cannot_tell, replay
from inspector.errors import CancelledError, InspectorError
from inspector.inspection import OpenIndex
from inspector.progress import Progress, silent
from inspector.records.cases import Case
from inspector.records.replays import Replay, Verdict
from inspector.ui.runtime import case_index, cases, memo
from inspector.ui.runtime.refinements import Growing, Refinements

FOLDER = "replays"
LOOK_SECONDS = 0.2
_REPLAYING = "_case_replaying"
_ALL = "_cases_replaying"


@dataclass(frozen=True, slots=True)
class LastReplay:
    """What the last replay of a case came to, and when (ISO 8601 in UTC)."""

    verdict: Verdict
    summary: str
    at: str


def replaying(case_id: str) -> Path | None:
    """Give the index that this session asked to replay a case on."""
    found = st.session_state.get(_REPLAYING)
    return found[1] if isinstance(found, tuple) and found[0] == case_id else None


def ask_replay(case_id: str, path: Path | None) -> None:
    """Ask to replay a case on an index, or no more."""
    st.session_state[_REPLAYING] = None if path is None else (case_id, path)


def replayed(case: Case, index: OpenIndex, progress: Progress = silent) -> Replay:
    """Give what became of a case, from the memo if somebody asked before; what it came to is kept.

    Args:
        case: The case.
        index: The index of today, with its model where there is one.
        progress: Told about what takes long; may stop the work.

    Raises:
        CancelledError: progress asked to stop.
    """
    model = index.embedder.fingerprint if index.embedder else index.model_refusal
    key = (case.id, case.created_at, case.sha256, case.expectation, index.collection.fingerprint, model)
    answer: Replay = memo.remembered("replay", key, lambda: keep(replay(case, index, progress=progress)))
    return answer if _path(case.id).is_file() else keep(answer)


def keep(answer: Replay) -> Replay:
    """Keep what a replay came to for the list, and give it back; a full disk takes nothing from the answer."""
    form = {"verdict": answer.verdict.value, "summary": answer.summary, "at": _now()}
    with suppress(InspectorError):
        files.write_json(_path(answer.case_id), form)
    return answer


def last_replay(case_id: str) -> LastReplay | None:
    """Give what the last replay of a case came to; None where there was none, or what was kept cannot be read."""
    path = _path(case_id)
    if not path.is_file():
        return None
    try:
        form = files.read_json(path)
        return LastReplay(Verdict(form["verdict"]), str(form["summary"]), str(form["at"]))
    except (InspectorError, KeyError, TypeError, ValueError):
        return None


def _path(case_id: str) -> Path:
    return shelf.folder() / FOLDER / f"{case_id}.json"


@dataclass(frozen=True, slots=True)
class Together:
    """Cases that a session asked to replay one after the other, by id, and when."""

    ids: tuple[str, ...]
    at: str


def asked_all() -> Together | None:
    """Give what this session asked to replay together; None for nothing."""
    found = st.session_state.get(_ALL)
    return found if isinstance(found, Together) else None


def ask_all(ids: Sequence[str]) -> None:
    """Ask to replay cases one after the other; none ends it."""
    st.session_state[_ALL] = Together(tuple(ids), _now()) if ids else None


def all_replayed(asked: Together) -> Growing[int]:
    """Say how many cases have been replayed; the first to ask begins it.

    Args:
        asked: Which, all on the shelf.
    """

    def work(progress: Progress) -> Iterator[int]:
        for done, case_id in enumerate(asked.ids, start=1):
            progress(done - 1, len(asked.ids), "Replaying cases")
            _one(case_id, progress)
            yield done

    return _refinements().look(("replays", asked), work, visitor=_visitor())


def _one(case_id: str, progress: Progress) -> None:
    """Replay one case; what cannot be read or asked stops no other.

    Raises:
        CancelledError: progress asked to stop.
    """
    try:
        case = cases.take(case_id)
        home = case_index.home_of(case)
        if home.path is None:
            keep(cannot_tell(case, home.why))
            return
        index, loading = case_index.opened(home.path)
        while loading:
            progress(0, 0, "Waiting for the model")
            threading.Event().wait(LOOK_SECONDS)
            index, loading = case_index.opened(home.path)
        replayed(case, index, progress)
    except CancelledError:
        raise
    except InspectorError:
        return


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _refinements() -> Refinements:
    return memo.remembered("refinements", (), Refinements)


def _visitor() -> str:
    context = get_script_run_ctx()
    return context.session_id if context else ""
