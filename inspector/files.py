"""Files: atomic writes, checked reads, and where the tool keeps its own things.

Invariant: whoever reads a path sees the old content or the new, never a half. A failed write leaves the old in place.
"""

from __future__ import annotations

import glob
import json
import os
import secrets
import shutil
import tokenize
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import platformdirs

from inspector import settings
from inspector.errors import InspectorError, StoreError

NO_ARRAY = (ValueError, EOFError, tokenize.TokenError, zipfile.BadZipFile)
"""What numpy raises for a file that is no array, or a damaged one."""


def home() -> Path:
    """Give the folder for maps, samples and caches, made if missing: `INSPECTOR_HOME`, else the user's data folder.

    Raises:
        RequestError: the variable holds no path.
        StoreError: the folder cannot be made.
    """
    folder = settings.path(settings.HOME) or Path(platformdirs.user_data_dir("neighbor-inspector", appauthor=False))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"The folder for maps and caches, {folder}, cannot be made: {reason(error)}.",
            f"Set {settings.HOME.name} to a folder you may write to.",
        ) from error
    return folder


def reason(error: OSError) -> str:
    """Say why the operating system refused, in its own words and lower case: "no space left on device"."""
    return (error.strerror or str(error)).lower()


def write_atomic(path: Path, write: Callable[[Path], None]) -> None:
    """Let `write` fill a temporary file beside `path`, then put it in the place of `path` in one step.

    Args:
        path: The file to make or replace; missing folders above it are made.
        write: Fills the file it is given, which is empty and has the ending of `path`. Whatever it raises leaves the
            old file untouched and no temporary file behind.

    Raises:
        StoreError: the folder cannot be written to, or the disk is full; the old file is untouched.
    """
    part = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part = _empty_file_beside(path)
        write(part)
        part.replace(path)
    except OSError as error:
        raise StoreError(
            f"{path} could not be written: {reason(error)}.", "Free some space, or choose another folder."
        ) from error
    finally:
        if part is not None:
            part.unlink(missing_ok=True)


def _empty_file_beside(path: Path) -> Path:
    """Make an empty hidden file of a free name, with the ending of `path`, because numpy appends a missing one."""
    part = path.with_name(f".{path.stem}.{secrets.token_hex(4)}.part{path.suffix}")
    part.touch(exist_ok=False)
    return part


def write_json(path: Path, value: object) -> None:
    """Write a value as indented UTF-8 JSON, atomically.

    Raises:
        StoreError: the file cannot be written; the old one is untouched.
        ValueError: the value holds NaN or infinity, which JSON cannot say.
    """
    text = json.dumps(value, ensure_ascii=False, indent=2, sort_keys=False, allow_nan=False) + "\n"
    write_atomic(path, lambda part: _write_text(part, text))


def _write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def append_whole(path: Path, data: bytes, *, sync: bool = False) -> None:
    """Append all of the data to a file of lines, or nothing; what a crash left of an earlier line is closed first.

    The data goes in one system call, so that two processes do not mix their lines.

    Args:
        path: The file, made if missing, for its owner alone.
        data: Whole lines, each with its line break.
        sync: Return only once it is on the disk.

    Raises:
        OSError: it cannot be written; the file is then as it was.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o600)
    try:
        size = os.fstat(handle).st_size
        if size:
            os.lseek(handle, size - 1, os.SEEK_SET)
            data = data if os.read(handle, 1) == b"\n" else b"\n" + data
        try:
            if os.write(handle, data) != len(data):
                raise OSError("only a part was written")
            if sync:
                os.fsync(handle)
        except OSError:
            os.ftruncate(handle, size)
            raise
    finally:
        os.close(handle)


def read_json(path: Path) -> Any:
    """Read a JSON file.

    Raises:
        StoreError: the file is missing, unreadable, not UTF-8 or not JSON.
    """
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise StoreError(f"{path} cannot be read: {reason(error)}.") from error
    except (ValueError, RecursionError) as error:
        raise StoreError(f"{path} is not a JSON file: {error}.") from error


def replace_folder(new: Path, target: Path) -> None:
    """Put the finished folder `new` in the place of `target`; an old `target` is moved aside first and then removed.

    Raises:
        StoreError: the move failed; the old folder is back in its place.
    """
    aside = target.with_name(f".{target.name}.old-{os.getpid()}")
    try:
        if target.exists():
            target.rename(aside)
        try:
            new.rename(target)
        except OSError:
            if aside.exists():
                aside.rename(target)
            raise
    except OSError as error:
        raise StoreError(f"{target} could not be replaced: {reason(error)}.") from error
    shutil.rmtree(aside, ignore_errors=True)


def recover_folder(target: Path) -> None:
    """Finish what a `replace_folder` that was killed half way left: put the old folder back, or remove it.

    Call it only while nobody else replaces the folder.
    """
    asides = sorted(target.parent.glob(f".{glob.escape(target.name)}.old-*"), key=lambda path: path.stat().st_mtime)
    if asides and not target.exists():
        asides.pop().rename(target)
    for aside in asides:
        shutil.rmtree(aside, ignore_errors=True)


def check_regular(path: Path, error_type: type[InspectorError] = StoreError) -> None:
    """Refuse a pipe or a device: it cannot be read twice, and opening it waits for somebody to write.

    Raises:
        InspectorError: of `error_type`; a missing path and a folder are for the reader to refuse.
    """
    if path.exists() and not (path.is_file() or path.is_dir()):
        raise error_type(f"{path} is a pipe or a device, a file was expected.", "Write its content to a file first.")


@contextmanager
def readable(path: Path, error_type: type[InspectorError] = StoreError) -> Iterator[None]:
    """Turn the operating system's refusals while reading `path` into one clear sentence.

    Raises:
        InspectorError: of `error_type`, where the block raised an `OSError`.
    """
    try:
        yield
    except FileNotFoundError as error:
        raise error_type(f"{path} does not exist.", "Check the path.") from error
    except IsADirectoryError as error:
        raise error_type(f"{path} is a folder, a file was expected.") from error
    except OSError as error:
        raise error_type(f"{path} cannot be read: {reason(error)}.") from error
