"""A folder of Qdrant's local mode, read without Qdrant: its points come into a client that lives in memory.

Such a folder keeps each point as a pickle in SQLite, and the client's local mode runs these pickles, takes a lock file
and may delete rows when it opens one. Here the pickles are read as data, SQLite is opened read-only, and nothing is
written, so the folder may be read-only or in use. Cost: about 2,500 points of 384 dimensions a second, and all of them
in memory; local mode itself is meant for some ten thousand points.
"""

from __future__ import annotations

import io
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from qdrant_client import QdrantClient, models

from inspector.errors import StoreError
from inspector.files import readable
from inspector.stores.foreign.pickle_machine import Inert, Machine
from inspector.stores.foreign.pickle_values import VALUE_CLASSES, scalar

_POINT = ("qdrant_client.http.models.models", "PointStruct")
_ADMITTED = frozenset((_POINT, *VALUE_CLASSES))
_BATCH = 500
_HINT = "Give the folder that QdrantClient(path=…) made."


def load_folder(folder: Path, collection: str, vector: str) -> tuple[QdrantClient, str, str]:
    """Load a collection of a folder into memory.

    Args:
        folder: With a `meta.json`.
        collection: Its name, or an alias; "" for the only one.
        vector: The name of the only vector that is wanted; "" for all.

    Returns:
        A client, the collection's name in it, and a text that changes when the folder's contents do.

    Raises:
        StoreError: it is no such folder, has no such collection, or is damaged.
    """
    configs, aliases = _described(folder)
    name = aliases.get(collection, collection) or (next(iter(configs)) if len(configs) == 1 else "")
    if name not in configs:
        raise unknown_collection(str(folder), collection, list(configs))
    storage = folder / "collection" / name / "storage.sqlite"
    client = QdrantClient(":memory:")
    try:
        client.create_collection(name, vectors_config=configs[name].vectors)
        dense = _dense(configs[name].vectors)
        batch: list[models.PointStruct] = []
        for point in _points(storage, vector, dense):
            batch.append(point)
            if len(batch) == _BATCH:
                client.upsert(name, batch)
                batch = []
        if batch:
            client.upsert(name, batch)
        state = storage.stat()
    except (OSError, sqlite3.Error, ValueError, TypeError) as error:
        client.close()
        raise StoreError(f"{storage} cannot be read: {str(error)[:300]}.", _HINT) from error
    except BaseException:
        client.close()
        raise
    return client, name, f"{state.st_size} {state.st_mtime_ns}"


def unknown_collection(where: str, wanted: str, there: list[str]) -> StoreError:
    """Say that a collection is not there, or not named, and which ones are."""
    names = ", ".join(f'"{name}"' for name in sorted(there)) or "none"
    if wanted:
        return StoreError(f'{where} has no collection "{wanted}".', f"There are: {names}.")
    return StoreError(f"{where} has {len(there)} collections.", f"Say which with collection=NAME; there are: {names}.")


def _described(folder: Path) -> tuple[dict[str, models.CreateCollection], dict[str, str]]:
    path = folder / "meta.json"
    if not path.is_file():
        raise StoreError(f"{folder} is no folder of Qdrant's local mode: it has no meta.json.", _HINT)
    try:
        with readable(path):
            said = json.loads(path.read_text(encoding="utf-8"))
        configs = {
            str(name): models.CreateCollection(
                **{key: value for key, value in config.items() if key in models.CreateCollection.model_fields}
            )
            for name, config in said["collections"].items()
        }
        return configs, {str(alias): str(name) for alias, name in said.get("aliases", {}).items()}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise StoreError(f"{path} cannot be read: {str(error)[:300]}.", _HINT) from error


def _dense(vectors: Any) -> tuple[str, ...]:
    return tuple(vectors) if isinstance(vectors, dict) else ("",)


def _points(storage: Path, vector: str, dense: tuple[str, ...]) -> Iterator[models.PointStruct]:
    """Give the points in the order they were written; of a point that was written twice, the last one counts."""
    if not storage.is_file():
        raise StoreError(f"{storage} is missing.", _HINT)
    address = f"{storage.absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True)) as database:
        database.execute("PRAGMA query_only = ON")
        for (sent,) in database.execute("SELECT point FROM points ORDER BY rowid"):
            yield _point(sent, storage, vector, dense)


def _point(sent: object, storage: Path, vector: str, dense: tuple[str, ...]) -> models.PointStruct:
    if not isinstance(sent, bytes):
        raise StoreError(f"{storage} holds something that is no point.", _HINT)
    try:
        found = Machine(_ADMITTED).read(io.BytesIO(sent))
    except StoreError as error:
        raise StoreError(f"{storage} holds a point that cannot be read. {error.message}", _HINT) from error
    state = found.state.get("__dict__", found.state) if isinstance(found, Inert) and found.state else None
    if not isinstance(state, dict) or (found.kind.module, found.kind.name) != _POINT:
        raise StoreError(f"{storage} holds something that is no point.", _HINT)
    vectors: Any = state.get("vector")
    if isinstance(vectors, dict):
        wanted = [vector] if vector else dense
        vectors = {name: each for name, each in vectors.items() if name in wanted and isinstance(each, list)}
    payload = scalar(state.get("payload") or {})
    return models.PointStruct(id=_plain_id(state.get("id")), vector=vectors, payload=json.loads(str(payload)))


def _plain_id(found: Any) -> int | str:
    value = scalar(found) if isinstance(found, Inert) else found
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise StoreError("A point has no id that is a number or a UUID.", _HINT)
    return value
