"""The file of a case: one JSON document that a person can read and compare, and whose every value is checked.

Invariant: writing what was read gives the same file. A case of a newer version is refused; one that was changed by hand
is read, and says so. Nothing in the file is ever run.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import fields, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from inspector import files
from inspector.cases.errors import CaseError
from inspector.cases.evidence import check_vectors
from inspector.cases.form import plain, record
from inspector.records.cases import Case
from inspector.text import shortened

FORMAT = "neighbor-inspector-case"
VERSION = 1
"""Raised when a case has another key or another word than before; an older tool refuses what it does not know."""
LARGEST = 20_000_000
"""Bytes of a case at most."""
DEEPEST = 40
WIDTH = 116
ID = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,78}[a-z0-9])?", flags=re.ASCII)

_HASHED = ("request", "expectation", "index", "seen", "kept")
_OURS = ("sha256", "edited")


def case_bytes(case: Case) -> bytes:
    """Give the file of a case: indented UTF-8 JSON with LF, keys in a fixed order, what is short on one line.

    Raises:
        CaseError: it would be larger than a case may be.
    """
    content = {each.name: plain(getattr(case, each.name)) for each in fields(Case) if each.name not in _OURS}
    sha256 = case.sha256 if case.edited else _sha256(content)
    # Half a character cannot be written as UTF-8; its escape is JSON too.
    text = _written({"format": FORMAT, "version": VERSION, **content, "sha256": sha256}, 0) + "\n"
    found = text.encode("utf-8", errors="backslashreplace")
    if len(found) > LARGEST:
        raise CaseError(f"The case would have {len(found):,} bytes, {LARGEST:,} are allowed.", "Choose a smaller k.")
    return found


def read_case(data: bytes, name: str = "The case") -> Case:
    """Read the file of a case.

    Args:
        data: Its bytes.
        name: What messages call it.

    Raises:
        CaseError: it is no case, of a newer version, or something in it is not as it should be; says where.
    """
    value = _parsed(data, name)
    if not isinstance(value, dict) or value.get("format") != FORMAT:
        raise CaseError(f'{name} is no case: it has no "format": "{FORMAT}".', "Give a file that was saved as a case.")
    version = value.get("version")
    if isinstance(version, int) and not isinstance(version, bool) and version > VERSION:
        raise CaseError(
            f"{name} is of version {version}, and this tool reads cases up to version {VERSION}.",
            f"It was made by {shortened(str(value.get('tool', 'a newer one')), 40)}; update this tool.",
        )
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise CaseError(f"{name} has the version {shortened(json.dumps(version), 40)}, expected 1 to {VERSION}.")
    content = {key: each for key, each in value.items() if key not in ("format", "version", "sha256")}
    try:
        case: Case = record(Case, content, "", leave=_OURS)
        check_vectors(case)
    except CaseError as error:
        raise CaseError(f"{name}: {error.message}", error.hint) from error
    _check(case, name)
    return _signed(case, content, value.get("sha256"), name)


def load_case(path: Path) -> Case:
    """Read a case from a file.

    Raises:
        CaseError: it is missing, too large, or no case.
    """
    files.check_regular(path, CaseError)
    with files.readable(path, CaseError):
        if path.is_file() and path.stat().st_size > LARGEST:
            raise CaseError(f"{path} has {path.stat().st_size:,} bytes; a case has at most {LARGEST:,}.")
        data = path.read_bytes()
    return read_case(data, str(path))


def write_case(path: Path, case: Case) -> None:
    """Write a case, atomically.

    Raises:
        CaseError: it is too large, or could not be read again.
        StoreError: the file cannot be written; the old one is untouched.
    """
    data = case_bytes(case)
    read_case(data)  # what could not be read again is refused now, while it is still on screen
    files.write_atomic(path, lambda part: _fill(part, data))


def _fill(part: Path, data: bytes) -> None:
    part.write_bytes(data)


def _parsed(data: bytes, name: str) -> Any:
    if len(data) > LARGEST:
        raise CaseError(f"{name} has {len(data):,} bytes; a case has at most {LARGEST:,}.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CaseError(f"{name} is not UTF-8 (byte {error.start}).", "Give the file as it was saved.") from error
    try:
        value = json.loads(text, object_pairs_hook=_object, parse_constant=_constant)
    except RecursionError:
        raise CaseError(f"{name} is nested too deeply to be a case.") from None
    except json.JSONDecodeError as error:
        raise CaseError(
            f"{name} is not JSON (line {error.lineno}, column {error.colno}: {error.msg.lower()}).",
            "It may have been cut off on its way; get it again.",
        ) from error
    except ValueError as error:
        raise CaseError(f"{name} cannot be read: {error}.") from error
    if _deep(value):
        raise CaseError(f"{name} is nested too deeply to be a case.")
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [key for key, _ in pairs]
        twice = next(key for key in names if names.count(key) > 1)
        raise ValueError(f'the key "{shortened(twice, 40)}" stands twice in one object')
    return found


def _constant(word: str) -> Any:
    raise ValueError(f"{word} is no number in JSON; a case writes null")


def _deep(value: Any) -> bool:
    """Say whether a value has more levels than any case."""
    level: list[Any] = [value]
    for _ in range(DEEPEST):
        level = [
            child
            for each in level
            if isinstance(each, (dict, list))
            for child in (each.values() if isinstance(each, dict) else each)
        ]
        if not level:
            return False
    return True


def _check(case: Case, name: str) -> None:
    """Refuse what types and ranges alone do not see."""
    if not ID.fullmatch(case.id):
        raise CaseError(f'{name}: id is "{shortened(case.id, 40)}", expected lower case letters, digits and hyphens.')
    try:
        datetime.fromisoformat(case.created_at)
    except ValueError:
        raise CaseError(f'{name}: created_at is "{shortened(case.created_at, 40)}", expected a time.') from None
    if case.expectation.within is not None and case.expectation.within > case.request.k:
        raise CaseError(
            f"{name}: expectation.within is {case.expectation.within}, but the lists have {case.request.k} places."
        )
    words = case.seen.words
    for place, each in enumerate(words.documents if words else ()):
        if not len(each.removal) == len(each.rank_without) == len(words.words if words else ()):
            raise CaseError(
                f"{name}: seen.words.documents[{place}] has {len(each.removal)} effects and {len(each.rank_without)} "
                f"ranks, expected one for each of {len(words.words) if words else 0} words."
            )


def _signed(case: Case, content: dict[str, Any], sha256: Any, name: str) -> Case:
    if sha256 is not None and not isinstance(sha256, str):
        raise CaseError(f"{name}: sha256 is {shortened(json.dumps(sha256), 40)}, expected text.")
    found = _sha256(content)
    return replace(case, sha256=sha256 or "", edited=sha256 != found)


def _sha256(content: dict[str, Any]) -> str:
    hashed = {key: content.get(key) for key in _HASHED}
    text = json.dumps(hashed, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _written(value: Any, depth: int) -> str:
    """Write a JSON value, one item a line, but what is short and flat enough for one line on one."""
    whole = json.dumps(value, ensure_ascii=False, allow_nan=False)
    if not isinstance(value, (dict, list)) or not value:
        return whole
    items = value.values() if isinstance(value, dict) else value
    flat = not any(isinstance(each, (dict, list)) and each for each in items)
    if depth and flat and len(whole) + 2 * depth <= WIDTH:
        return whole
    inner, outer = "  " * (depth + 1), "  " * depth
    if isinstance(value, dict):
        lines = [f"{json.dumps(key, ensure_ascii=False)}: {_written(each, depth + 1)}" for key, each in value.items()]
        return "{\n" + ",\n".join(inner + line for line in lines) + f"\n{outer}}}"
    return "[\n" + ",\n".join(inner + _written(each, depth + 1) for each in value) + f"\n{outer}]"
