"""Opens a collection of a database: asks what it is, and takes a working copy of all or some of its documents.

A collection of at most `INSPECTOR_SNAPSHOT` documents is copied whole; of a larger one that many are drawn, seeded. The
copy is keyed by the spec and by what the engine says about count, schema and changes: a weak fingerprint, so a copy
older than a day is taken anew, as is one that was found to be old (`stores/watched.py`).
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from inspector import fingerprint, settings
from inspector.contract import DEFAULT_RECIPE
from inspector.errors import StoreError
from inspector.progress import Progress
from inspector.records.documents import Document
from inspector.stores.adopting import write_documents
from inspector.stores.copies import copies, forget_old, made_apart, plain_name
from inspector.stores.engines.engine import Engine, Stored
from inspector.stores.finish import finish_folder
from inspector.stores.folder import open_folder
from inspector.stores.layout import DOCUMENTS, MANIFEST, VECTORS
from inspector.stores.lock import locked
from inspector.stores.matrix import open_vectors
from inspector.stores.origin import Origin
from inspector.stores.remote import RemoteCollection
from inspector.stores.spec import IndexSpec
from inspector.stores.stated import stated_contract
from inspector.stores.vector_facts import measure
from inspector.stores.vector_file import VectorFile
from inspector.stores.watched import watched

VERSION = 2
SEED = 20_240_601
FRESH_SECONDS = 24 * 3600
_BATCH = 500


def open_remote(engine: Engine, spec: IndexSpec, progress: Progress) -> RemoteCollection:
    """Open a collection of a database.

    Raises:
        StoreError: the engine does not answer, the collection is empty, or the copy cannot be written.
        RequestError: a stated value does not fit.
        CancelledError: progress asked to stop.
    """
    facts = engine.facts
    if not facts.count:
        raise StoreError(f"{facts.collection} in {facts.engine} holds no document.", "Choose another collection.")
    said = fingerprint.of_values(VERSION, str(spec), facts.count, facts.dim, facts.version, facts.structure, _limit())
    folder = copies() / f"{plain_name(facts.collection)}-{said[:12]}"
    if not _fresh(folder):
        with locked(folder):
            if not _fresh(folder):
                with made_apart(folder) as part:
                    _fill(engine, spec, part, folder.name.rpartition("-")[0], progress)
        forget_old(folder)
    return RemoteCollection(engine, watched(open_folder(folder), engine))


def _limit() -> int:
    return settings.count(settings.SNAPSHOT)


def _fresh(folder: Path) -> bool:
    try:
        return time.time() - (folder / MANIFEST).stat().st_mtime < FRESH_SECONDS
    except OSError:
        return False


def _fill(engine: Engine, spec: IndexSpec, folder: Path, name: str, progress: Progress) -> None:
    facts = engine.facts
    whole = facts.count <= _limit()
    ids = () if whole else engine.sample_ids(_limit(), SEED)
    total = facts.count if whole else len(ids)
    parts = engine.iterate(_BATCH) if whole else _fetched(engine, ids)
    wanted = folder / VECTORS
    rows = 0
    with VectorFile(wanted, total, facts.dim) as file:

        def found() -> Iterator[Document]:
            nonlocal rows
            for stored in parts:
                room = total - rows
                file.append(np.asarray(stored.vectors[:room], dtype=np.float32))
                yield from stored.documents[:room]
                rows += min(room, len(stored.documents))

        written = write_documents(folder / DOCUMENTS, found(), facts.fields, total, progress)
    if written != total:
        raise StoreError(
            f"{facts.collection} was to give {total:,} documents, but {written:,} came.",
            "It changed while it was read; open it again.",
        )
    measured = measure(open_vectors(wanted))
    names = tuple(field.name for field in facts.fields)
    finish_folder(
        folder,
        name=name,
        contract=stated_contract(spec, measured, facts.dim, facts.metric, names, DEFAULT_RECIPE),
        origin=Origin(
            str(spec),
            whole=whole,
            population=facts.count,
            engine=facts.engine,
            version=facts.version,
            structure=facts.structure,
        ),
        progress=progress,
    )


def _fetched(engine: Engine, ids: tuple[str, ...]) -> Iterator[Stored]:
    for start in range(0, len(ids), _BATCH):
        yield engine.fetch(ids[start : start + _BATCH])
