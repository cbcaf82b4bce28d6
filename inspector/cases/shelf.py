"""The shelf: the cases kept under `INSPECTOR_HOME`, one file each, named by its id.

Invariant: keeping a case never replaces another one, and taking one off the shelf moves it to the trash, from where it
can be put back. Cost: listing reads the newest files only, each whole.
"""

from __future__ import annotations

import os
import re
import secrets
import unicodedata
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from inspector import files
from inspector.cases.errors import CaseError
from inspector.cases.file import ID, case_bytes, load_case, read_case, write_case
from inspector.errors import InspectorError
from inspector.records.cases import Case
from inspector.records.findings import Cause
from inspector.stores.lock import locked
from inspector.text import quoted, shortened

FOLDER = "cases"
TRASH = "trash"
SHOWN = 200
"""Cases that a list holds at most, the newest."""
KEPT_IN_TRASH = 100
PATIENCE = 10.0

_LETTERS = "abcdefghijklmnopqrstuvwxyz234567"
_SLUG = 40


@dataclass(frozen=True, slots=True)
class Shelved:
    """A line of the shelf.

    Attributes:
        id: The case's permalink.
        title: Its title; the file's name where it cannot be read.
        query: What was asked.
        created_at: ISO 8601 time in UTC; empty where it cannot be read.
        expected: Ids of what should come.
        met: Whether it came, when the case was kept; None where nothing was expected.
        cause: Why it did not, of the first that was traced; None where that is not known.
        index: Name of the index.
        edited: Whether its file was changed by hand.
        broken: Why it cannot be read, one sentence; empty where it can.
    """

    id: str
    title: str
    query: str = ""
    created_at: str = ""
    expected: tuple[str, ...] = ()
    met: bool | None = None
    cause: Cause | None = None
    index: str = ""
    edited: bool = False
    broken: str = ""


@dataclass(frozen=True, slots=True)
class Shelf:
    """What is on the shelf.

    Attributes:
        cases: The newest, newest first; those that cannot be read are among them and say why.
        more: How many further ones there are.
    """

    cases: tuple[Shelved, ...]
    more: int = 0


def new_id(query: str, now: datetime | None = None) -> str:
    """Give a new id: the date, a few words of the query, and four random letters: "20261128-reset-password-k3qz"."""
    plain = unicodedata.normalize("NFKD", query[:200]).encode("ascii", errors="ignore").decode("ascii").lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain)[:_SLUG].strip("-") or "search"
    tail = "".join(secrets.choice(_LETTERS) for _ in range(4))
    return f"{(now or datetime.now(UTC)):%Y%m%d}-{slug}-{tail}"


def folder() -> Path:
    """Give the folder of the cases, made or not.

    Raises:
        StoreError: the folder above it cannot be made.
    """
    return files.home() / FOLDER


def shelve(case: Case) -> Case:
    """Keep a new case; where its id is taken by another one, it gets an id of its own.

    Returns:
        The case as it lies on the shelf.

    Raises:
        CaseError: it is too large.
        StoreError: the folder cannot be written to, or the disk is full.
    """
    with _locked():
        while True:
            path = _path(case.id)
            if not path.exists():
                write_case(path, case)
                return case
            if path.read_bytes() == case_bytes(case):
                return case
            case = replace(case, id=new_id(case.request.query))


def rewrite(case: Case) -> None:
    """Put a changed case (title, note, expectation) in the place of what is on the shelf under its id.

    Raises:
        CaseError: there is none of this id, or it is too large.
        StoreError: the file cannot be written; the old one is untouched.
    """
    with _locked():
        path = _found(case.id)
        write_case(path, case)


def take(case_id: str) -> Case:
    """Give a case of the shelf.

    Raises:
        CaseError: there is none of this id, or its file is broken.
    """
    return replace(load_case(_found(case_id)), id=case_id)


def shelf(limit: int = SHOWN, line: Callable[[Path], Shelved] | None = None) -> Shelf:
    """Give what is on the shelf, the newest first.

    Args:
        limit: Read at most so many, >= 1.
        line: Gives the line of a file, for those who keep what they have read; None reads each.

    Raises:
        CaseError: the folder cannot be read.
    """
    dated = []
    try:
        for path in folder().glob("*.json"):
            if not path.name.startswith("."):
                with suppress(FileNotFoundError):  # somebody else took it off
                    dated.append((path.stat().st_mtime_ns, path.name, path))
    except OSError as error:
        raise CaseError(f"{folder()} cannot be read: {files.reason(error)}.") from error
    newest = [path for _, _, path in sorted(dated, reverse=True)]
    return Shelf(tuple((line or line_of)(path) for path in newest[:limit]), max(0, len(newest) - limit))


def line_of(path: Path) -> Shelved:
    """Read what a list says of a case; of a file that cannot be read, why."""
    try:
        case = load_case(path)
    except InspectorError as error:
        return Shelved(path.stem, path.name, broken=error.message)
    causes = [each.cause for each in case.seen.traces if each.cause not in (None, Cause.FOUND)]
    expected = case.seen.expected
    return Shelved(
        id=path.stem,
        title=case.title or shortened(case.request.query),
        query=case.request.query,
        created_at=case.created_at,
        expected=case.expectation.ids,
        met=all(each.met for each in expected) if expected else None,
        cause=causes[0] if causes else None,
        index=case.index.name,
        edited=case.edited,
    )


def remove(case_id: str) -> None:
    """Take a case off the shelf, into the trash; `put_back` undoes it.

    Raises:
        CaseError: there is none of this id.
        StoreError: it cannot be moved.
    """
    with _locked():
        path = _found(case_id)
        trash = folder() / TRASH
        try:
            trash.mkdir(exist_ok=True)
            path.replace(trash / path.name)
            os.utime(trash / path.name)
            _empty(trash)
        except OSError as error:
            raise CaseError(f"{path} cannot be moved to the trash: {files.reason(error)}.") from error


def put_back(case_id: str) -> None:
    """Put a case from the trash on the shelf again.

    Raises:
        CaseError: it is not in the trash any more, or another one has its id by now.
    """
    with _locked():
        path = _path(case_id)
        if path.exists():
            raise CaseError(f"Another case has the id {quoted(case_id)} by now.", "Import it from a file instead.")
        try:
            (folder() / TRASH / path.name).replace(path)
        except OSError as error:
            raise CaseError(f"The case {quoted(case_id)} is not in the trash: {files.reason(error)}.") from error


def import_case(data: bytes, name: str = "The case") -> Case:
    """Put a case from elsewhere on the shelf; its values are checked, and its id is its own unless that is taken.

    Args:
        data: Its file.
        name: What messages call it.

    Raises:
        CaseError: it is no case.
        StoreError: the folder cannot be written to.
    """
    return shelve(read_case(data, name))


def export_case(case_id: str) -> bytes:
    """Give the file of a case of the shelf; `redacted` takes texts and metadata out of a case first.

    Raises:
        CaseError: there is none of this id, or its file is broken.
    """
    return case_bytes(take(case_id))


def _empty(trash: Path) -> None:
    """Forget what has been in the trash longest."""
    for path in sorted(trash.glob("*.json"), key=lambda each: each.stat().st_mtime_ns, reverse=True)[KEPT_IN_TRASH:]:
        path.unlink(missing_ok=True)


def _locked() -> AbstractContextManager[None]:
    """Let one process at a time change the shelf."""
    return locked(folder(), patience=PATIENCE)


def _path(case_id: str) -> Path:
    """Give the file of an id; an id is no path.

    Raises:
        CaseError: no case has such an id.
    """
    if not ID.fullmatch(case_id):
        raise CaseError(f"No case has the id {quoted(shortened(case_id))}.", "Check the link.")
    return folder() / f"{case_id}.json"


def _found(case_id: str) -> Path:
    path = _path(case_id)
    if not path.is_file():
        raise CaseError(f"There is no case {quoted(case_id)} here.", "It may have been deleted, or lie elsewhere.")
    return path
