"""The folder of working copies: what was opened from elsewhere, each under a name of its own."""

from __future__ import annotations

import shutil
from pathlib import Path

from inspector.files import home

KEPT = 20
"""Copies that are kept; the one that was opened longest ago goes first."""


def copies() -> Path:
    """Give the folder of working copies."""
    return home() / "opened"


def forget_old(kept: Path) -> None:
    """Remove the copies that were opened longest ago; what is mapped from them stays readable."""
    folders = [path for path in copies().iterdir() if path.is_dir() and not path.name.startswith(".")]
    folders.sort(key=lambda path: path.stat().st_mtime, reverse=True)
    for folder in folders[KEPT:]:
        if folder != kept:
            shutil.rmtree(folder, ignore_errors=True)


def plain_name(name: str) -> str:
    """Give a name that is safe as a folder's and in a link."""
    return "".join(char if char.isalnum() or char in "-_" else "-" for char in name)[:60].strip("-") or "index"
