"""Collections of Qdrant, on a server or in a folder of the client's local mode: what can be set, and how one is opened.

The work is done in `qdrant_engine.py`, which needs the package qdrant-client; this file can be read without it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from inspector.errors import MissingDependencyError
from inspector.stores.spec import IndexSpec, Setting

if TYPE_CHECKING:
    from inspector.stores.engines.engine import Engine

SETTINGS: tuple[Setting, ...] = (
    Setting("collection", "Collection", "The collection; without it the only one there is."),
    Setting("vector", "Vector name", "Which of several named vectors; without it the only one."),
    Setting("id", "Id key", "The payload key of the documents' own ids, no two alike; without it the point ids."),
    Setting("text", "Text key", 'The payload key of the texts; without it one named "text", "content" or the like.'),
    Setting("title", "Title key", 'The payload key of the titles; without it "title", if there is one.'),
    Setting("parent", "Parent key", 'The payload key that names the whole of a chunk; "parent" without it.'),
    Setting("position", "Position key", 'The payload key of a chunk\'s place in the whole; "position" without it.'),
    Setting("timeout", "Time limit", "After how many seconds a request is given up; 30 without it."),
)
"""What can be said beside the address; a server's key comes from QDRANT_API_KEY alone."""

INSTALL = "Run: pip install qdrant-client==1.20.0"


def open_qdrant(spec: IndexSpec) -> Engine:
    """Open a collection for reading.

    Args:
        spec: Its location is a server's address (http:// or https://) or a folder of local mode.

    Raises:
        MissingDependencyError: qdrant-client is not installed.
        RequestError: a setting cannot be read.
        StoreError: the server does not answer or refuses, or there is no such collection.
    """
    try:
        from inspector.stores.engines.qdrant_engine import open_collection
    except ImportError as error:
        raise MissingDependencyError(
            "Qdrant needs the package qdrant-client, which is not installed.", INSTALL
        ) from error
    return open_collection(spec)
