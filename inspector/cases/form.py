"""Records as plain JSON values and back, by their types: one reader for everything a case holds.

Invariant: what is read fulfils the types and the ranges below, or is refused with its place: a case from elsewhere can
be wrong in any way. A number that does not exist (NaN) is null. A key with a default may be missing; an unknown one is
refused by its name.
"""

from __future__ import annotations

import json
import math
import types
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from enum import StrEnum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from inspector.cases.errors import CaseError
from inspector.text import shortened

LARGEST = 2**53
"""No whole number of a case is larger: beyond, not every reader of JSON keeps it."""

_SLACK = 1e-3
BOUNDS: Mapping[str, tuple[float, float]] = {
    **dict.fromkeys(("rank", "exact_rank", "neighbor_rank", "keyword_rank", "k", "within"), (1, LARGEST)),
    **dict.fromkeys(("Places.exact", "Places.ann", "Places.keyword", "Places.hybrid", "keyword_list"), (1, LARGEST)),
    **dict.fromkeys(("rank_before", "rank_after", "rank_without"), (1, LARGEST)),
    **dict.fromkeys(("count", "sample", "dim", "matching", "skipped", "checked", "position"), (0, LARGEST)),
    **dict.fromkeys(("start", "end", "encodes", "tokens", "max_tokens", "more_of_parent"), (0, LARGEST)),
    **dict.fromkeys(("score", "noise_floor"), (0, math.inf)),
    **dict.fromkeys(("encode", "search", "keyword", "fuse", "explain", "diagnose", "total"), (0, math.inf)),
    **dict.fromkeys(("distance", "kth_distance"), (0, 2 + _SLACK)),
    **dict.fromkeys(("similarity", "empty_similarity"), (-1 - _SLACK, 1 + _SLACK)),
    **dict.fromkeys(("percentile", "best_percentile"), (0, 100 + _SLACK)),
    **dict.fromkeys(("x", "y", "cloud", "query"), (0, 1000)),
    "removal": (-2 - _SLACK, 2 + _SLACK),
    "weight": (0, 1),
}
"""Least and largest value of a number, by the name of its field, where needed with its record's before it."""
MAY_BE_UNKNOWN = frozenset({"distance", "kth_distance", "similarity", "empty_similarity", "noise_floor", "removal"})
"""Fields in which null stands for a number that does not exist; NaN in the record."""


def plain(value: object) -> Any:
    """Give a record as JSON values; keys in the order of its fields, numbers that do not exist as None."""
    if isinstance(value, StrEnum):
        return value.value
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, (tuple, list)):
        return [plain(each) for each in value]
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    return value


def record(kind: type, value: Any, path: str, *, leave: tuple[str, ...] = ()) -> Any:
    """Read a record from JSON values.

    Args:
        kind: Its class.
        value: What was read.
        path: Where it stands, for messages; empty at the top.
        leave: Fields that are not in the file, and keep their defaults.

    Raises:
        CaseError: something in it is missing, unknown or not as its type says; the message says where.
    """
    if not isinstance(value, dict):
        raise _wrong(value, path, "an object")
    known = {each.name: each for each in fields(kind) if each.name not in leave}
    unknown = next((key for key in value if key not in known), None)
    if unknown is not None:
        raise CaseError(
            f"{_joined(path, shortened(unknown, 40))} is no key of a case.", f"There may be: {', '.join(known)}."
        )
    types_of = _types(kind)
    given: dict[str, Any] = {}
    for name, each in known.items():
        if name in value:
            bounded = f"{kind.__name__}.{name}"
            given[name] = _value(
                types_of[name], value[name], _joined(path, name), bounded if bounded in BOUNDS else name
            )
        elif each.default is MISSING and each.default_factory is MISSING:
            raise CaseError(f"{_joined(path, name)} is missing.", "Take the case from where it was saved again.")
    return kind(**given)


@cache
def _types(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _joined(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _wrong(value: Any, path: str, expected: str) -> CaseError:
    found = shortened(json.dumps(value, ensure_ascii=True, default=str), 40)
    return CaseError(f"{path or 'The case'} is {found}, expected {expected}.")


def _value(kind: Any, value: Any, path: str, name: str) -> Any:
    """Read a value of a type; `name` is that of the field it belongs to."""
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return _one_of(kind, value, path, name)
    if origin is tuple:
        return _tuple(get_args(kind), value, path, name)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return _metadata(value, path)
    if is_dataclass(kind):
        return record(kind, value, path)  # type: ignore[arg-type]
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return _word(kind, value, path)
    if kind is float and value is None and name in MAY_BE_UNKNOWN:
        return math.nan
    return _scalar((kind,), value, path, name)


def _one_of(kind: Any, value: Any, path: str, name: str) -> Any:
    """Read a value of several types, None among them: a record, a word or a tuple, or else any of several scalars."""
    inner = [each for each in get_args(kind) if each is not types.NoneType]
    if value is None and len(inner) < len(get_args(kind)):
        return None
    if len(inner) == 1 and inner[0] not in (str, int, float, bool):
        return _value(inner[0], value, path, name)
    return _scalar(tuple(inner), value, path, name)


def _tuple(kinds: tuple[Any, ...], value: Any, path: str, name: str) -> tuple[Any, ...]:
    endless = len(kinds) == 2 and kinds[1] is Ellipsis
    if not isinstance(value, list) or (not endless and len(value) != len(kinds)):
        raise _wrong(value, path, "a list" if endless else f"a list of {len(kinds)}")
    each_kind = [kinds[0]] * len(value) if endless else list(kinds)
    return tuple(
        _value(kind, each, f"{path}[{place}]", name)
        for place, (kind, each) in enumerate(zip(each_kind, value, strict=True))
    )


def _metadata(value: Any, path: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _wrong(value, path, "an object")
    kinds = (str, int, float, bool)
    return {key: None if each is None else _scalar(kinds, each, _joined(path, key), "") for key, each in value.items()}


def _word(kind: type[StrEnum], value: Any, path: str) -> StrEnum:
    if not isinstance(value, str) or value not in list(kind):
        raise _wrong(value, path, "one of " + ", ".join(kind))
    return kind(value)


def _scalar(kinds: tuple[Any, ...], value: Any, path: str, name: str) -> Any:
    low, high = BOUNDS.get(name, (-math.inf, math.inf))
    if isinstance(value, bool):
        if bool in kinds:
            return value
    elif isinstance(value, str):
        if str in kinds:
            return value
    elif isinstance(value, int) and int in kinds:
        if low <= value <= high and abs(value) <= LARGEST:
            return value
    elif isinstance(value, (int, float)) and float in kinds and abs(value) <= 1e300 and low <= value <= high:
        return float(value)
    raise _wrong(value, path, _expected(kinds, low, high))


def _expected(kinds: tuple[Any, ...], low: float, high: float) -> str:
    names = {str: "text", bool: "true or false", int: "a whole number", float: "a number"}
    said = " or ".join(names[kind] for kind in names if kind in kinds)
    if not {int, float} & set(kinds) or not math.isfinite(low):
        return said
    ceiling = f" and ≤ {high:g}" if high < LARGEST else ""
    return f"{said} ≥ {low:g}{ceiling}"
