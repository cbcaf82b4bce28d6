"""Opens index files made elsewhere, through a working copy in our own format.

Invariant: a file made elsewhere is only ever parsed by a process of its own (`stores/bounded.py`); this one reads the
copy, which we wrote. The source is never written to, and what happens to it later does not touch what is open. The copy
is keyed by the content of the source and by what the user stated, so it is made once.
Cost: the first opening reads and writes everything once (a million documents: minutes); later ones hash the source.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from inspector import fingerprint, settings
from inspector.errors import StoreError
from inspector.files import check_regular, readable
from inspector.progress import Progress, silent
from inspector.stores.bounded import GIB, run_bounded
from inspector.stores.copies import copies, forget_old, made_apart, plain_name
from inspector.stores.folder import FolderCollection, open_folder
from inspector.stores.lock import locked
from inspector.stores.spec import IndexSpec, as_path
from inspector.stores.stated import check_stated

VERSION = 1
"""Of the way copies are made; a new one makes them anew."""

SECONDS_PER_GIB = 300
"""Beside the seconds of `INSPECTOR_OPEN_SECONDS`, for large files."""

_MODULE = "inspector.stores.adopting"


def open_adopted(
    spec: IndexSpec, sources: Sequence[str], *, name: str = "", progress: Progress = silent
) -> FolderCollection:
    """Open an index file made elsewhere.

    Args:
        spec: What to open.
        sources: Every file it is read from.
        name: What its copy is called; the name of the first source without its ending where it is empty.
        progress: Told how far hashing and copying have come.

    Raises:
        StoreError: a file is missing, cannot be read or changes meanwhile, or the copy cannot be written.
        CorpusError: the documents cannot be read.
        RequestError: a setting does not fit.
        CancelledError: progress asked to stop.
    """
    check_stated(spec)
    paths = [as_path(source) for source in sources]
    before = _states(paths)
    key = fingerprint.of_values(VERSION, spec.scheme, sorted(spec.values), _hashes(paths, progress))
    folder = copies() / f"{plain_name(name or paths[0].stem)}-{key[:12]}"
    if not _whole(folder):
        size = sum(state.size for state in before)
        seconds = settings.seconds(settings.OPEN_SECONDS) + SECONDS_PER_GIB * size / GIB
        with locked(folder, patience=seconds, progress=progress):
            if not _whole(folder):
                _make(spec, folder, paths, before, seconds, progress)
        forget_old(folder)
    os.utime(folder)
    return open_folder(folder)


def _whole(folder: Path) -> bool:
    """Whether there is a copy that can be opened; one that was damaged is made anew."""
    try:
        open_folder(folder)
    except StoreError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class _State:
    """What the system says about a file, by which a change is noticed."""

    size: int
    changed: int
    number: int


def _states(paths: Sequence[Path]) -> list[_State]:
    found = []
    for path in paths:
        check_regular(path)
        with readable(path):
            facts = path.stat()
        found.append(_State(facts.st_size, facts.st_mtime_ns, facts.st_ino))
    return found


def _make(
    spec: IndexSpec, folder: Path, paths: Sequence[Path], before: list[_State], seconds: float, progress: Progress
) -> None:
    """Let a process of its own write the copy, then put it in its place."""
    with made_apart(folder) as part:
        run_bounded(
            _MODULE,
            [str(spec), str(part), folder.name.rpartition("-")[0]],
            what=spec.location,
            seconds=seconds,
            memory=settings.size(settings.OPEN_MEMORY) + 4 * sum(state.size for state in before),
            progress=progress,
        )
        if _states(paths) != before:
            raise StoreError(f"{spec.location} changed while it was read.", "Open it again when nobody writes to it.")


def _hashes(paths: Sequence[Path], progress: Progress) -> list[str]:
    found = []
    for done, path in enumerate(paths):
        progress(done, len(paths), "Hashing the files")
        with readable(path):
            found.append(fingerprint.sha256_of_file(path))
    return found
