"""Metadata values of a pickle as plain values: numbers and text stay, dates become ISO 8601, lists and objects JSON.

Invariant: the size of what comes out is bounded: a few bytes of pickle can name one list a billion times.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime, time, timedelta, timezone
from typing import Any
from uuid import UUID

import numpy as np

from inspector.errors import StoreError
from inspector.records.documents import MetadataValue
from inspector.stores.foreign.pickle_machine import Inert

_MOST_PARTS = 100_000
_MOST_DEPTH = 50
_MOST_CHARACTERS = 10_000_000
_MOST_PATH = 10_000
_NUMPY_KINDS = "biuf"
_HINT = "Only numbers, text, dates, lists and dictionaries can be read as metadata."


def scalar(value: Any) -> MetadataValue:
    """Give a value of a pickle as one that metadata may hold.

    Raises:
        StoreError: it is too large once written out, contains itself, or is an object that cannot be read.
    """
    found = _Writer().plain(value, 0)
    if isinstance(found, list | dict):
        return json.dumps(found, ensure_ascii=False, default=str)
    if isinstance(found, int) and not -(1 << 63) <= found < 1 << 63:
        return hex(found) if abs(found) >= 1 << 4096 else str(found)
    return found  # type: ignore[no-any-return]


class _Writer:
    """Copies one value, counting its parts."""

    def __init__(self) -> None:
        self._parts = 0
        self._characters = 0

    def plain(self, value: Any, depth: int) -> Any:
        self._parts += 1
        if isinstance(value, Inert):
            value = _object(value)
        self._characters += len(value) if isinstance(value, str | bytes) and depth else 0
        if self._parts > _MOST_PARTS or depth > _MOST_DEPTH or self._characters > _MOST_CHARACTERS:
            raise StoreError(
                f"a value has more than {_MOST_PARTS:,} parts, {_MOST_DEPTH} levels or "
                f"{_MOST_CHARACTERS:,} characters.",
                "Leave it out of the metadata.",
            )
        if isinstance(value, list | tuple):
            return [self.plain(each, depth + 1) for each in value]
        if isinstance(value, dict):
            return {str(self.plain(key, depth + 1)): self.plain(each, depth + 1) for key, each in value.items()}
        if isinstance(value, bytes):
            return value.decode("utf-8", errors="replace")
        if value is None or isinstance(value, str | bool | int | float):
            return value
        raise StoreError(f"a value names the class {value!s:.80} itself.", _HINT)


def _object(value: Inert) -> MetadataValue:
    name = (value.kind.module, value.kind.name)
    try:
        return _MAKERS[name](value)
    except (KeyError, TypeError, ValueError, OverflowError, IndexError, AttributeError) as error:
        raise StoreError(f"a value of the class {value.kind} cannot be read.", _HINT) from error


def _moment(kind: type[datetime] | type[date] | type[time]) -> Callable[[Inert], str]:
    def text(value: Inert) -> str:
        packed, *zone = value.arguments
        if not isinstance(packed, bytes) or len(zone) > 1:
            raise ValueError("no packed date")
        made: datetime | date | time = kind(packed, *map(_zone, zone))  # type: ignore[arg-type]
        return made.isoformat()

    return text


def _zone(value: Any) -> timezone:
    if not isinstance(value, Inert) or value.kind.name != "timezone":
        raise ValueError("a time zone of another kind")
    (offset,) = value.arguments
    return timezone(_duration(offset))


def _duration(value: Inert) -> timedelta:
    if value.kind.name != "timedelta":
        raise ValueError("no duration")
    days, seconds, microseconds = map(int, value.arguments)
    return timedelta(days, seconds, microseconds)


def _uuid(value: Inert) -> str:
    return str(UUID(int=int(value.state["int"])))


def _number_text(value: Inert) -> str:
    (text,) = value.arguments
    return _short(text)


def _path_text(value: Inert) -> str:
    if len(value.arguments) > 1_000:
        raise ValueError("no path")
    return "/".join(map(_short, value.arguments)).replace("//", "/")


def _short(text: Any) -> str:
    if not isinstance(text, str) or len(text) > _MOST_PATH:
        raise ValueError("no text")
    return text


def _numpy_scalar(value: Inert) -> MetadataValue:
    dtype, content = value.arguments
    name, state = dtype.arguments[0], dtype.state
    if dtype.kind.name != "dtype" or not isinstance(name, str) or name[:1] not in _NUMPY_KINDS or len(name) > 3:
        raise ValueError("no number")
    order = ">" if isinstance(state, tuple) and state[1:2] == (">",) else "<"
    found: Any = np.frombuffer(content, dtype=np.dtype(order + name))
    if found.shape != (1,):
        raise ValueError("no single number")
    made: MetadataValue = found[0].item()
    return made


_MAKERS: dict[tuple[str, str], Callable[[Inert], MetadataValue]] = {
    ("datetime", "datetime"): _moment(datetime),
    ("datetime", "date"): _moment(date),
    ("datetime", "time"): _moment(time),
    ("datetime", "timedelta"): lambda value: str(_duration(value)),
    ("uuid", "UUID"): _uuid,
    ("decimal", "Decimal"): _number_text,
    ("pathlib", "PosixPath"): _path_text,
    ("pathlib", "WindowsPath"): _path_text,
    ("pathlib", "PurePosixPath"): _path_text,
    ("pathlib", "PureWindowsPath"): _path_text,
    ("numpy.core.multiarray", "scalar"): _numpy_scalar,
    ("numpy._core.multiarray", "scalar"): _numpy_scalar,
}
VALUE_CLASSES: tuple[tuple[str, str], ...] = (*_MAKERS, ("datetime", "timezone"), ("numpy", "dtype"))
"""The classes of metadata values that are understood, by (module, name)."""
