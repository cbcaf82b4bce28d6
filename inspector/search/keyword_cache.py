"""The keyword index of any collection: the one it was built with, else one made now and kept under `INSPECTOR_HOME`.

Invariant: row i of it is document i of the collection. Of a large database only its sample is indexed. Cost: the first
time about 10 s per 100,000 short documents; after that, opening maps files.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from inspector import settings
from inspector.contract import DEFAULT_RECIPE
from inspector.errors import StoreError
from inspector.files import home, reason, replace_folder
from inspector.progress import Progress, silent
from inspector.search.keyword import KeywordIndex, build_keyword, open_keyword
from inspector.search.keyword_sampled import SampledKeyword
from inspector.stores.collection import Collection
from inspector.stores.lock import locked
from inspector.stores.recipe import embedded_text
from inspector.stores.remote import RemoteCollection


def keyword_of(collection: Collection, *, progress: Progress = silent) -> KeywordIndex:
    """Open the keyword index of a collection, or make it.

    Raises:
        StoreError: it cannot be read or written.
        CancelledError: progress asked to stop.
    """
    if collection.keyword_folder is not None:
        return open_keyword(collection.keyword_folder)
    folder = kept_folder(collection)
    if not folder.is_dir():
        with locked(folder, patience=settings.seconds(settings.OPEN_SECONDS), progress=progress):
            if not folder.is_dir():
                _make(collection, folder, progress)
    found = open_keyword(folder)
    if isinstance(collection, RemoteCollection) and not collection.whole:
        return SampledKeyword(found, collection)
    return found


def kept_folder(collection: Collection) -> Path:
    """Give the folder of the keyword index that is made for a collection, be it there or not."""
    return home() / "keyword" / collection.fingerprint


def _make(collection: Collection, folder: Path, progress: Progress) -> None:
    part = folder.with_name(f".{folder.name}.building")
    shutil.rmtree(part, ignore_errors=True)
    try:
        build_keyword(part, _texts(collection), count=collection.count, progress=progress)
        replace_folder(part, folder)
    except OSError as error:
        raise StoreError(f"{folder} cannot be made: {reason(error)}.", "Free some space.") from error
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _texts(collection: Collection) -> Iterator[str]:
    return (embedded_text(DEFAULT_RECIPE, document) for batch in collection.iterate() for document in batch)
