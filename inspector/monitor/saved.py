"""Comparisons kept under `INSPECTOR_HOME`, by the fingerprints of what was compared.

Invariant: a kept result speaks of the content its key was made of; a file that is broken, or of another version, is
none.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeVar

from inspector import files, fingerprint
from inspector.errors import StoreError
from inspector.records.drift import (
    Drift,
    Drifting,
    Example,
    Measured,
    NeighborChange,
    Quantity,
    QueryFit,
    QueryMoved,
    Separation,
    ShiftTest,
    Side,
    TermCount,
    Turnover,
    Verdict,
    Vocabulary,
)
from inspector.stores.collection import Collection

VERSION = 1
Record = TypeVar("Record")


def key_of_indexes(then: str, queries: Sequence[str] = (), k: int = 10) -> str:
    """Give the key of a comparison with an earlier index, by its fingerprint."""
    return fingerprint.of_values("indexes", then, list(queries), k)


def key_of_parts(field: str, split: str, queries: Sequence[str] = (), k: int = 10) -> str:
    """Give the key of a comparison of two parts of an index."""
    return fingerprint.of_values("parts", field, split, list(queries), k)


def key_of_queries(then: Sequence[str], now: Sequence[str]) -> str:
    """Give the key of a comparison of two lists of queries."""
    return fingerprint.of_values("queries", list(then), list(now))


def drift_path(collection: Collection, key: str) -> Path:
    """Give the file in which a comparison of an index is kept, made or not.

    Raises:
        StoreError: the folder for what is kept cannot be made.
    """
    return files.home() / collection.fingerprint / f"drift-{VERSION}-{key}.json"


def save_drift(collection: Collection, key: str, drift: Drift) -> Path:
    """Keep a comparison in place of the last one of its key; gives its file.

    Raises:
        StoreError: the folder cannot be written to, or the disk is full.
    """
    path = drift_path(collection, key)
    files.write_json(path, asdict(drift))
    return path


def load_drift(collection: Collection, key: str) -> Drift | None:
    """Give a kept comparison; None where there is none, or its file is broken."""
    try:
        return _drift(files.read_json(drift_path(collection, key)))
    except (StoreError, KeyError, TypeError, ValueError, AttributeError):
        return None


def _drift(kept: Any) -> Drift:
    return Drift(
        drifting=Drifting(kept["drifting"]),
        then_name=str(kept["then_name"]),
        now_name=str(kept["now_name"]),
        verdict=Verdict(kept["verdict"]),
        then=Side(**kept["then"]),
        now=Side(**kept["now"]),
        turnover=_optional(kept["turnover"], lambda each: Turnover(**each)),
        test=_optional(kept["test"], lambda each: ShiftTest(**each)),
        separation=_optional(kept["separation"], lambda each: Separation(**each)),
        vocabulary=_optional(kept["vocabulary"], _vocabulary),
        quantities=tuple(Quantity(**{**each, "what": Measured(each["what"])}) for each in kept["quantities"]),
        examples=tuple(Example(**each) for each in kept["examples"]),
        neighbors=_optional(kept["neighbors"], _neighbors),
        fit=_optional(kept["fit"], lambda each: QueryFit(**each)),
        notes=tuple(map(str, kept["notes"])),
        made_at=str(kept["made_at"]),
    )


def _optional(kept: Any, read: Callable[[Any], Record]) -> Record | None:
    return None if kept is None else read(kept)


def _vocabulary(kept: Any) -> Vocabulary:
    sides = {name: tuple(TermCount(**each) for each in kept[name]) for name in ("came", "went")}
    return Vocabulary(**{**kept, **sides})


def _neighbors(kept: Any) -> NeighborChange:
    return NeighborChange(**{**kept, "worst": tuple(QueryMoved(**each) for each in kept["worst"])})
