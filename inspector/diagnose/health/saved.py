"""The last result of a check, kept under `INSPECTOR_HOME` by the fingerprint of what was checked.

Invariant: a kept result speaks of the content it lies beside; a file that is broken, or of another version, is none.
"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from inspector import files
from inspector.contract import Source
from inspector.errors import StoreError
from inspector.records.findings import Cause, Evidence, Finding, NotChecked, Severity
from inspector.records.health import CheckMade, ContractField, Health
from inspector.stores.collection import Collection

VERSION = 1


def health_path(collection: Collection) -> Path:
    """Give the file in which the last result for this content is kept, made or not.

    Raises:
        StoreError: the folder for what is kept cannot be made.
    """
    return files.home() / collection.fingerprint / f"health-{VERSION}.json"


def save_health(collection: Collection, health: Health) -> Path:
    """Keep a result in place of the last one; gives its file.

    Raises:
        StoreError: the folder cannot be written to, or the disk is full.
    """
    path = health_path(collection)
    files.write_json(path, asdict(health))
    return path


def load_health(collection: Collection) -> Health | None:
    """Give the last result; None where there is none, or its file is broken or speaks of something else."""
    try:
        health = _health(files.read_json(health_path(collection)))
    except (StoreError, KeyError, TypeError, ValueError, AttributeError):
        return None
    return health if health.fingerprint == collection.fingerprint else None


def _health(kept: Any) -> Health:
    return Health(
        name=str(kept["name"]),
        fingerprint=str(kept["fingerprint"]),
        count=int(kept["count"]),
        contract=tuple(
            ContractField(str(each["name"]), str(each["value"]), Source(each["source"]), str(each["why"]))
            for each in kept["contract"]
        ),
        findings=tuple(_finding(each) for each in kept["findings"]),
        not_checked=tuple(NotChecked(str(each["check"]), str(each["why"])) for each in kept["not_checked"]),
        checks=tuple(
            CheckMade(str(each["name"]), str(each["question"]), _evidence(each["measured"])) for each in kept["checks"]
        ),
        sample=int(kept["sample"]),
        made_at=str(kept["made_at"]),
    )


def _finding(kept: Any) -> Finding:
    said = ("check", "summary", "likely_cause", "try_this", "verify_by")
    return Finding(
        cause=Cause(kept["cause"]) if kept["cause"] else None,
        severity=Severity(kept["severity"]),
        evidence=_evidence(kept["evidence"]),
        ids=tuple(map(str, kept["ids"])),
        **{name: str(kept[name]) for name in said},
    )


def _evidence(kept: Any) -> tuple[Evidence, ...]:
    return tuple(Evidence(str(each["label"]), str(each["value"])) for each in kept)
