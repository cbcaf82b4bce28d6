"""A triage as JSON, whose field names are promises, and back; the last one of an index is kept so.

Invariant: reading back what was written gives the same answer; a file that is broken, or of another version, is none.
"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from inspector import files
from inspector.errors import StoreError
from inspector.records.documents import Condition
from inspector.records.findings import Cause, NotChecked, Severity
from inspector.records.results import Fusion, Retriever
from inspector.records.runs import Query
from inspector.records.triage import (
    Counts,
    Group,
    GroupKind,
    Lever,
    LeverKind,
    Outcome,
    Rate,
    Sign,
    Triage,
    TriageRow,
    TriageSettings,
)
from inspector.stores.collection import Collection

VERSION = 1


def triage_json(triage: Triage, *, rows: bool = True) -> dict[str, Any]:
    """Give the JSON form.

    Args:
        triage: The answer.
        rows: Whether each query has its row; `queries` is empty otherwise.
    """
    form = asdict(triage)
    kept = {name: form[name] for name in ("index", "fingerprint", "made_at", "settings", "summary", "counts", "groups")}
    rate = triage.rate.queries_per_second
    return {
        **kept,
        "levers": form["levers"],
        "queries": [_row(row) for row in triage.rows] if rows else [],
        "rate": {**form["rate"], "queries_per_second": rate},
        "not_traced": triage.not_traced,
        "not_checked": form["not_checked"],
        "notes": list(triage.notes),
    }


def _row(row: TriageRow) -> dict[str, Any]:
    return {
        "id": row.query.id,
        "query": row.query.text,
        "count": row.query.count,
        "expected": list(row.expected),
        "outcome": row.outcome.value,
        "rank": row.rank,
        "missed": row.missed,
        "doc": row.doc,
        "cause": row.cause,
        "also": list(row.also),
        "traced": row.traced,
        "summary": row.summary,
        "signs": [asdict(sign) for sign in row.signs],
    }


def last_path(collection: Collection) -> Path:
    """Give the file in which the last triage of this content is kept, made or not.

    Raises:
        StoreError: the folder for what is kept cannot be made.
    """
    return files.home() / collection.fingerprint / f"triage-{VERSION}.json"


def save_last(collection: Collection, triage: Triage) -> None:
    """Keep an answer in place of the last one.

    Raises:
        StoreError: the folder cannot be written to, or the disk is full.
    """
    files.write_json(last_path(collection), triage_json(triage))


def load_last(collection: Collection) -> Triage | None:
    """Give the last answer; None where there is none, or its file is broken or speaks of something else."""
    try:
        found = triage_of(files.read_json(last_path(collection)))
    except (StoreError, KeyError, TypeError, ValueError, AttributeError):
        return None
    return found if found.fingerprint == collection.fingerprint else None


def triage_of(form: Any) -> Triage:
    """Read the JSON form, with its rows.

    Raises:
        KeyError: a field is missing.
        ValueError: a word is none of its closed list.
        TypeError: a value is of another type.
    """
    rate = {name: form["rate"][name] for name in ("answered", "seconds", "traced", "trace_seconds")}
    return Triage(
        index=str(form["index"]),
        fingerprint=str(form["fingerprint"]),
        settings=_settings(form["settings"]),
        made_at=str(form["made_at"]),
        summary=str(form["summary"]),
        counts=Counts(**{name: int(value) for name, value in form["counts"].items()}),
        groups=tuple(_group(each) for each in form["groups"]),
        levers=tuple(Lever(**{**each, "lever": LeverKind(each["lever"])}) for each in form["levers"]),
        rows=tuple(_read_row(each) for each in form["queries"]),
        not_traced=form["not_traced"],
        not_checked=tuple(NotChecked(str(each["check"]), str(each["why"])) for each in form["not_checked"]),
        notes=tuple(map(str, form["notes"])),
        rate=Rate(**rate),
    )


def _settings(form: Any) -> TriageSettings:
    return TriageSettings(
        k=int(form["k"]),
        where=tuple(Condition(str(each["field"]), str(each["value"])) for each in form["where"]),
        retriever=Retriever(form["retriever"]),
        weight=float(form["weight"]),
        fusion=Fusion(form["fusion"]),
        exact=bool(form["exact"]),
        limit=int(form["limit"]),
    )


def _group(form: Any) -> Group:
    return Group(
        kind=GroupKind(form["kind"]),
        cause=Cause(form["cause"]) if form["cause"] else None,
        check=str(form["check"]),
        queries=int(form["queries"]),
        traffic=int(form["traffic"]),
        share=float(form["share"]),
        sentence=str(form["sentence"]),
        ids=tuple(map(str, form["ids"])),
    )


def _read_row(form: Any) -> TriageRow:
    return TriageRow(
        query=Query(str(form["id"]), str(form["query"]), int(form["count"])),
        expected=tuple(map(str, form["expected"])),
        outcome=Outcome(form["outcome"]),
        rank=form["rank"],
        missed=int(form["missed"]),
        doc=str(form["doc"]),
        cause=Cause(form["cause"]) if form["cause"] else None,
        also=tuple(map(Cause, form["also"])),
        traced=bool(form["traced"]),
        summary=str(form["summary"]),
        signs=tuple(_sign(each) for each in form["signs"]),
    )


def _sign(form: Any) -> Sign:
    cause = Cause(form["cause"]) if form["cause"] else None
    return Sign(str(form["check"]), cause, Severity(form["severity"]), str(form["summary"]))
