"""A whole copy of a collection of a database, which notices that the database has changed since it was taken.

Invariant: a document is only called unknown when the database does not know it either, and nothing is ranked by a copy
that is known to be old: it is refused with the next step. One that came while another went is noticed when it is asked
for or found. A document that was only rewritten is noticed when the database is opened anew, as far as that tells.
Cost: a count once in `LOOK_SECONDS` while documents are asked for; one fetch for ids that the copy does not know.
"""

from __future__ import annotations

import math
import os
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

from inspector.errors import StoreError
from inspector.stores.engines.engine import Engine
from inspector.stores.folder import FolderCollection
from inspector.stores.layout import MANIFEST, VECTORS
from inspector.text import quoted, shortened
from inspector.vectors import IntArray

LOOK_SECONDS = 10.0
"""How long a count of the database is believed."""

_AT_ONCE = 500
_AGAIN = (
    "Open it again, by its saved connection or its address: the copy is then taken anew. Of a database that changes "
    "all the time, let only a sample be copied, with INSPECTOR_SNAPSHOT."
)


def watched(copy: FolderCollection, engine: Engine) -> FolderCollection:
    """Give a copy that notices changes of its database; itself where it is a sample, for that asks the database anyway.

    Args:
        copy: The opened copy.
        engine: The database it was taken from.
    """
    return WatchedCopy(copy, engine) if copy.origin is not None and copy.origin.whole else copy


class WatchedCopy(FolderCollection):
    """An index folder that asks the database it was copied from whether it still tells the truth."""

    def __init__(self, copy: FolderCollection, engine: Engine) -> None:
        """Take the opened copy, and the database it was taken from."""
        super().__init__(copy.folder, copy.manifest, copy._vectors, copy._table)
        self._engine = engine
        self._looked = -math.inf
        self._looking = threading.Lock()

    def rows_of(self, ids: Sequence[str]) -> IntArray:
        """Give the places of documents, 0-based; -1 for an id that the database does not know either.

        Raises:
            StoreError: the database has changed since the copy was taken, or does not answer about an unknown id.
        """
        rows = super().rows_of(ids)
        unknown = list(dict.fromkeys(each for each, row in zip(ids, rows, strict=True) if row < 0))
        for start in range(0, len(unknown), _AT_ONCE):
            found = self._engine.fetch(unknown[start : start + _AT_ONCE]).documents
            if found:
                raise self._old(f"{quoted(shortened(found[0].id))} is in the database, but not in its copy")
        self._compare_counts()
        return rows

    def _compare_counts(self) -> None:
        """Refuse where the database holds another number of documents; one that does not answer says so elsewhere."""
        with self._looking:
            now = time.monotonic()
            if now - self._looked < LOOK_SECONDS:
                return
            self._looked = now
        there = self.count
        with suppress(StoreError):
            there = self._engine.count_matching(())
        if there != self.count:
            with self._looking:
                self._looked = -math.inf  # what was refused once is not believed for the next seconds
            raise self._old(f"the database holds {there:,} documents now, its copy {self.count:,}")

    def _old(self, found: str) -> StoreError:
        """Say that the copy is old, and let the next opening take another."""
        taken = datetime.fromtimestamp((self.folder / VECTORS).stat().st_mtime)
        with suppress(OSError):
            os.utime(self.folder / MANIFEST, (0, 0))
        return StoreError(
            f"{self.name} has changed since its copy was taken on {taken:%Y-%m-%d at %H:%M}: {found}.", _AGAIN
        )
