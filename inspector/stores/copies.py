"""The folder of working copies: what was opened from elsewhere, each under a name of its own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from inspector import settings
from inspector.errors import StoreError
from inspector.files import home, reason, replace_folder

KEPT = 20
"""Copies that are kept; the one that was opened longest ago goes first."""


IN_APP = "opened-in-app"
"""Name of the folder of the copies that the app makes: its visitors see these, and not those of the command line."""


def copies() -> Path:
    """Give the folder of working copies: of the command line, or of the app where the app asks."""
    return home() / Path(settings.text(settings.COPIES)).name


def is_copy(folder: Path) -> bool:
    """Say whether a folder is a working copy that we made."""
    made = {(home() / name).resolve() for name in (settings.COPIES.default, IN_APP)}
    return folder.resolve().parent in made


@contextmanager
def made_apart(folder: Path) -> Iterator[Path]:
    """Give an empty folder beside a copy's place to fill; it takes that place when the block ends without an error.

    Raises:
        StoreError: something cannot be written.
    """
    part = folder.with_name(f".{folder.name}.opening")
    shutil.rmtree(part, ignore_errors=True)
    try:
        part.mkdir(parents=True)
        yield part
        replace_folder(part, folder)
    except OSError as error:
        raise StoreError(
            f"{folder} cannot be made: {reason(error)}.", "Free some space, or set INSPECTOR_HOME."
        ) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)


def forget_old(kept: Path) -> None:
    """Remove the copies that were opened longest ago; what is mapped from them stays readable."""
    opened: list[tuple[float, Path]] = []
    for path in copies().iterdir():
        with suppress(FileNotFoundError):  # somebody else removed it
            if path.is_dir() and not path.name.startswith("."):
                opened.append((path.stat().st_mtime, path))
    for _, folder in sorted(opened, reverse=True)[KEPT:]:
        if folder != kept:
            shutil.rmtree(folder, ignore_errors=True)


def plain_name(name: str) -> str:
    """Give a name that is safe as a folder's and in a link."""
    return "".join(char if char.isalnum() or char in "-_" else "-" for char in name)[:60].strip("-") or "index"
