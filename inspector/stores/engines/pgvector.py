"""Tables of a PostgreSQL server that hold vectors of the pgvector extension: what can be set, and how one is opened.

The work is done in `pgvector_engine.py`, which needs the client psycopg; this file can be read without it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from inspector.errors import MissingDependencyError
from inspector.stores.spec import IndexSpec, Setting

if TYPE_CHECKING:
    from inspector.stores.engines.engine import Engine

TLS_MODES = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")
"""How a connection is encrypted, and whether the server's certificate is checked: the words of the server's client."""

SETTINGS: tuple[Setting, ...] = (
    Setting("table", "Table", 'The table or view, as "name" or "schema.name"; without it the only one with vectors.'),
    Setting("vector", "Vector column", "The column of the vectors; without it the only one of type vector or halfvec."),
    Setting("id", "Id column", "The column of the ids, no two alike; without it the primary key."),
    Setting("text", "Text column", 'The column of the texts; without it one named "text", "content" or the like.'),
    Setting("title", "Title column", 'The column of the titles; without it "title", if there is one.'),
    Setting("parent", "Parent column", 'The column that names the whole of a chunk; "parent" without it.'),
    Setting("position", "Position column", 'The column of a chunk\'s place in the whole; "position" without it.'),
    Setting("language", "Language", 'Which text search configuration Postgres uses; "english" without it.'),
    Setting("host", "Socket folder", "The folder of the server's socket, or a host; without it, as in the address."),
    Setting("sslmode", "Encryption", f"One of {', '.join(TLS_MODES)}; without it PGSSLMODE, else prefer."),
    Setting("sslrootcert", "Authority", 'The file of whoever signed the server\'s certificate, or "system".'),
    Setting("timeout", "Time limit", "After how many seconds a call is cancelled; 30 without it."),
)
"""What can be said beside the address; a password comes from PGPASSWORD or .pgpass alone."""

INSTALL = 'Run: pip install "psycopg[binary]==3.3.9"'


def open_pgvector(spec: IndexSpec) -> Engine:
    """Open a table for reading.

    Args:
        spec: Its location is a server's address, "postgresql://user@host:port/database".

    Raises:
        MissingDependencyError: psycopg is not installed.
        RequestError: the address or a setting cannot be read.
        StoreError: the server does not answer or refuses, or the table is not there or is none of documents.
    """
    try:
        from inspector.stores.engines.pgvector_engine import open_table
    except ImportError as error:
        raise MissingDependencyError("PostgreSQL needs the client psycopg, which is not installed.", INSTALL) from error
    return open_table(spec)
