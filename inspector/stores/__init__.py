"""Indexes as collections: one protocol, one row per kind of store.

To add a kind of store: write its file in `loaders/` (files) or `engines/` (databases), add a row, a test, and a help
paragraph.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from inspector.errors import MissingDependencyError, RequestError, StoreError
from inspector.progress import Progress, silent
from inspector.stores.collection import Collection
from inspector.stores.engines.engine import Engine
from inspector.stores.spec import IndexSpec, Setting, read_spec, refuse_secret
from inspector.stores.stated import STATED


class Held(StrEnum):
    """What holds an index."""

    FOLDER = "folder"
    FILES = "files"
    ENGINE = "engine"


@dataclass(frozen=True, slots=True)
class LoaderSpec:
    """A kind of store.

    Attributes:
        name: Its scheme in "SCHEME:LOCATION".
        title: What it is, a few words for people.
        location: What its location is, for people: "path of the .faiss file".
        held: What holds it.
        module: The module that opens it, with `SETTINGS`.
        opener: The function there: for files it takes the spec and a progress and gives a `Collection`, for a database
            it takes the spec and gives an `Engine`.
        needs: The package it needs beside ours; empty where it needs none.
        install: The command that installs it.
        opens_paths: Whether its location may be a path; else it is the address of a server.
    """

    name: str
    title: str
    location: str
    held: Held
    module: str
    opener: str = "open_spec"
    needs: str = ""
    install: str = ""
    opens_paths: bool = True

    @property
    def settings(self) -> tuple[Setting, ...]:
        """What it can be told, its own settings first, then what a user can state about any vectors."""
        own: tuple[Setting, ...] = importlib.import_module(self.module).SETTINGS
        return own if self.held is Held.FOLDER else (*own, *STATED)

    @property
    def installed(self) -> bool:
        """Whether what it needs is there."""
        return not self.needs or importlib.util.find_spec(self.needs) is not None


_FILES, _ENGINES = "inspector.stores.loaders", "inspector.stores.engines"
LOADERS: tuple[LoaderSpec, ...] = (
    LoaderSpec("folder", "a folder made by `build`", "path of the folder", Held.FOLDER, "inspector.stores.folder"),
    LoaderSpec("faiss", "a FAISS file", "path of the FAISS file", Held.FILES, f"{_FILES}.faiss_file"),
    LoaderSpec("langchain", "a LangChain FAISS folder", "path of the folder", Held.FILES, f"{_FILES}.langchain_folder"),
    LoaderSpec(
        "parquet",
        "a Parquet or Arrow table with embeddings",
        "path of the .parquet, .arrow or .feather file",
        Held.FILES,
        f"{_FILES}.parquet_table",
    ),
    LoaderSpec("numpy", "a numpy array", "path of the .npy or .npz file", Held.FILES, f"{_FILES}.numpy_array"),
    LoaderSpec(
        "milvus",
        "a Milvus collection",
        "path of a Milvus Lite database, or http(s)://host:port",
        Held.ENGINE,
        f"{_ENGINES}.milvus",
        "open_milvus",
        "pymilvus",
        "pip install pymilvus==3.0.2 milvus-lite==3.2.2",
    ),
    LoaderSpec(
        "pgvector",
        "a PostgreSQL table with pgvector",
        "address, postgresql://user@host:port/database",
        Held.ENGINE,
        f"{_ENGINES}.pgvector",
        "open_pgvector",
        "psycopg",
        'pip install "psycopg[binary]==3.3.9"',
        opens_paths=False,
    ),
    LoaderSpec(
        "qdrant",
        "a Qdrant collection",
        "path of a local Qdrant folder, or http(s)://host:port",
        Held.ENGINE,
        f"{_ENGINES}.qdrant",
        "open_qdrant",
        "qdrant_client",
        "pip install qdrant-client==1.20.0",
    ),
)


def loader_named(scheme: str) -> LoaderSpec:
    """Give the row of a scheme.

    Raises:
        StoreError: no store has it.
    """
    loader = next((loader for loader in LOADERS if loader.name == scheme), None)
    if loader is None:
        raise StoreError(
            f'"{scheme}" is no kind of store that can be opened.',
            "There is: " + ", ".join(f"{loader.name} ({loader.title})" for loader in LOADERS) + ".",
        )
    return loader


def loader_of(spec: IndexSpec) -> LoaderSpec:
    """Give the row of a spec.

    Raises:
        StoreError: no store has this scheme.
        RequestError: a needed setting is missing, or one is given that it does not know.
        MissingDependencyError: the store needs a package that is not installed.
    """
    loader = loader_named(spec.scheme)
    if not loader.installed:
        raise MissingDependencyError(f"Opening {loader.title} needs {loader.needs}.", f"Run: {loader.install}")
    known = [setting.name for setting in loader.settings]
    unknown = [name for name, _ in spec.values if name not in known]
    if unknown:
        raise RequestError(
            f'{loader.title[0].upper()}{loader.title[1:]} has no setting "{unknown[0]}".',
            f"It has: {', '.join(known)}." if known else "It has none.",
        )
    missing = [setting for setting in loader.settings if setting.required and not spec.get(setting.name)]
    if missing:
        raise RequestError(
            f'Opening {loader.title} needs "{missing[0].name}": {missing[0].help}',
            f"Write it like {spec.scheme}:{spec.location}?{missing[0].name}=…",
        )
    return loader


def open_index(where: str | Path, *, progress: Progress = silent) -> Collection:
    """Open an index: an index folder, the name of a saved connection, or "SCHEME:LOCATION?setting=value".

    Args:
        where: Which.
        progress: Told how far opening has come; what was made elsewhere is copied at its first opening.

    Raises:
        StoreError: no store has this scheme, or the index cannot be opened.
        RequestError: a setting is missing, unknown or cannot be read.
        MissingDependencyError: the store needs a package that is not installed.
        CancelledError: progress asked to stop.
    """
    spec = None if isinstance(where, Path) else spec_of(where)
    return _folder(Path(where)) if spec is None else open_spec(spec, progress=progress)


def open_spec(spec: IndexSpec, *, progress: Progress = silent) -> Collection:
    """Open what a spec names; errors as in `open_index`."""
    loader = loader_of(spec)
    if loader.held is Held.FOLDER:
        return _folder(Path(spec.location))
    opener = getattr(importlib.import_module(loader.module), loader.opener)
    if loader.held is Held.ENGINE:
        from inspector.stores.remote_open import open_remote

        return open_remote(opener(spec), spec, progress)
    found: Collection = opener(spec, progress)
    return found


def spec_of(text: str) -> IndexSpec | None:
    """Read a spec, or the name of a saved connection; None where it is a path, or nothing that is known.

    Raises:
        RequestError: a spec cannot be read, or a secret stands in what was written.
        StoreError: the file of saved connections cannot be read.
        InspectorError: it is the name of a table there that is no connection.
    """
    from inspector.stores.connections import connection

    if Path(text).exists():
        return None
    found = read_spec(text)
    if found is not None:
        return found
    saved = connection(text)
    if saved is None:
        refuse_secret(text)  # an address without its scheme would be taken for a path, and quoted
    return saved.spec if saved else None


def folder_of(collection: Collection) -> Path:
    """Give the folder that opens a collection again: its own, or that of its working copy.

    Raises:
        StoreError: it has none.
    """
    from inspector.stores.folder import FolderCollection
    from inspector.stores.remote import RemoteCollection

    found = collection.copy if isinstance(collection, RemoteCollection) else collection
    if isinstance(found, FolderCollection):
        return found.folder
    raise StoreError(f"{collection.name} has no folder.")


def _folder(path: Path) -> Collection:
    """Open a folder; the working copy of a database is opened together with the database."""
    from inspector.stores.copies import is_copy
    from inspector.stores.folder import open_folder

    copy = open_folder(path)
    # Only a copy we made ourselves may say which database is asked: a folder from elsewhere names no address.
    if copy.origin is None or not is_copy(copy.folder):
        return copy
    with suppress(OSError):
        os.utime(copy.folder)  # of many copies those opened longest ago go first
    if not copy.origin.engine:
        return copy
    from inspector.stores.remote import RemoteCollection
    from inspector.stores.watched import watched

    spec = read_spec(copy.origin.spec)
    if spec is None:
        return copy
    loader = loader_of(spec)
    engine: Engine = getattr(importlib.import_module(loader.module), loader.opener)(spec)
    if (engine.facts.count, engine.facts.version) != (copy.origin.population, copy.origin.version):
        engine.close()
        raise StoreError(
            f"{copy.name} changed since it was opened: it had {copy.origin.population:,} documents, now it has "
            f"{engine.facts.count:,}.",
            "Open the database again, by its saved connection or its address.",
        )
    return RemoteCollection(engine, watched(copy, engine))
