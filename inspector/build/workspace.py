"""The hidden folder in which an index grows, and what is known of a build that was interrupted there.

Folder and state lie beside the index under hidden names. Invariant: what the state says is finished, is on disk. The
state's key is a fingerprint of everything that documents and vectors depend on; a build with another key starts anew.
"""

from __future__ import annotations

import shutil
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from inspector.errors import StoreError
from inspector.files import read_json, reason, replace_folder, write_json


@dataclass(frozen=True, slots=True)
class BuildState:
    """How far a build has come.

    Attributes:
        key: Fingerprint of what the documents and vectors depend on.
        documents: Whether the documents are written.
        rows: How many vectors are written.
        keyword: Whether the keyword index is written.
    """

    key: str
    documents: bool = False
    rows: int = 0
    keyword: bool = False


class Workspace:
    """The folder of one build, a context manager; hold the lock of the index while using it.

    After an error the folder stays if vectors were made in it: they may have taken hours.
    """

    def __init__(self, out: Path, key: str) -> None:
        """Name the folder.

        Args:
            out: The index folder that is to be.
            key: Fingerprint of what its documents and vectors depend on.
        """
        self.out = out
        self.folder = out.with_name(f".{out.name}.building")
        self._file = out.with_name(f".{out.name}.building.json")
        self.state = BuildState(key)

    def __enter__(self) -> Self:
        """Go on in the folder of an interrupted build with the same key, else start an empty one.

        Raises:
            StoreError: the folder cannot be made.
        """
        self.state = _read(self._file, self.state.key)
        try:
            if self.state.documents and self.folder.is_dir():
                for unfinished in self.folder.glob(".*"):
                    unfinished.unlink()
            else:
                self.state = BuildState(self.state.key)
                shutil.rmtree(self.folder, ignore_errors=True)
                self.folder.mkdir(parents=True)
        except OSError as error:
            raise StoreError(f"{self.folder} cannot be made: {reason(error)}.", "Choose another folder.") from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Remove a failed build that has no vectors to keep."""
        if kind is not None and not self.state.rows:
            shutil.rmtree(self.folder, ignore_errors=True)
            self._file.unlink(missing_ok=True)

    def note(self, **finished: Any) -> None:
        """Write down what is finished, by field of `BuildState`.

        Raises:
            StoreError: the disk is full.
        """
        self.state = replace(self.state, **finished)
        write_json(self._file, asdict(self.state))

    def publish(self) -> None:
        """Put the finished index in its place and forget the state.

        Raises:
            StoreError: the place cannot be written to; what was there is back.
        """
        replace_folder(self.folder, self.out)
        self._file.unlink(missing_ok=True)


def _read(path: Path, key: str) -> BuildState:
    """Read the state of an interrupted build; a fresh one where there is none with this key."""
    try:
        values = read_json(path)
    except StoreError:
        return BuildState(key)
    expected = {field.name for field in fields(BuildState)}
    if not isinstance(values, dict) or set(values) != expected or values["key"] != key:
        return BuildState(key)
    return BuildState(key, bool(values["documents"]), int(values["rows"]), bool(values["keyword"]))
