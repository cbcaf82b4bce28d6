"""Indexes as collections: one protocol, one row per kind of store."""

from __future__ import annotations

import importlib
import importlib.util
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from inspector.errors import MissingDependencyError, StoreError
from inspector.stores.collection import Collection

_SCHEME = re.compile(r"([a-z][a-z0-9+-]+):")


@dataclass(frozen=True, slots=True)
class LoaderSpec:
    """A kind of store.

    Attributes:
        name: Its scheme in "SCHEME:LOCATION".
        title: What it is, a few words for people.
        module: The module that opens it.
        opener: The function there that takes the location and gives a `Collection`.
        needs: The package it needs beside ours; empty where it needs none.
        install: The command that installs it.
    """

    name: str
    title: str
    module: str
    opener: str
    needs: str = ""
    install: str = ""


LOADERS: tuple[LoaderSpec, ...] = (
    LoaderSpec("folder", "a folder made by `build`", "inspector.stores.folder", "open_folder"),
)


def open_index(where: str | Path) -> Collection:
    """Open an index: an index folder, or "SCHEME:LOCATION" with the scheme of a row of `LOADERS`.

    Raises:
        StoreError: no store has this scheme, or the index cannot be opened.
        MissingDependencyError: the store needs a package that is not installed.
    """
    text = str(where)
    match = _SCHEME.match(text)
    if isinstance(where, Path) or match is None or Path(text).exists():
        return _open(LOADERS[0], text)
    loader = next((loader for loader in LOADERS if loader.name == match.group(1)), None)
    if loader is None:
        raise StoreError(
            f'"{match.group(1)}" is no kind of store that can be opened.',
            "There is: " + ", ".join(f"{loader.name} ({loader.title})" for loader in LOADERS) + ".",
        )
    return _open(loader, text[match.end() :])


def _open(loader: LoaderSpec, location: str) -> Collection:
    if loader.needs and importlib.util.find_spec(loader.needs) is None:
        raise MissingDependencyError(f"Opening {loader.title} needs {loader.needs}.", f"Install it: {loader.install}")
    opener: Callable[[str], Collection] = getattr(importlib.import_module(loader.module), loader.opener)
    return opener(location)
