"""Nothing can be written, and every call ends: against a real server that is slow, hangs, or stops."""

from __future__ import annotations

import os
import shutil
import signal
import time
from pathlib import Path

import pytest

from inspector.errors import RequestError, StoreError
from inspector.stores.engines.pgvector import open_pgvector
from inspector.stores.engines.pgvector_connection import Connections, Tls
from inspector.stores.spec import IndexSpec
from tests.stores.engines.pgvector_tables import load, opened, spec
from tests.stores.engines.same_documents import QUERIES
from tests.stores.engines.tls_front import self_signed, tls_front


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM docs",
        "DROP TABLE public.docs",
        "CREATE TABLE public.mine (a int)",
        "SELECT setval('public.counter', 1)",
        "SET TRANSACTION READ WRITE",
    ],
)
def test_nothing_can_be_written_over_its_connection(tables, statement):
    with opened(tables, "docs") as engine:
        with pytest.raises(StoreError, match=r"read-only|read-write|does not exist"):
            engine._connections.run(lambda rows: rows.execute(statement))
        assert engine.facts.count == engine.count_matching(()) == 60
        assert engine._connections.run(lambda rows: rows.execute("SHOW transaction_read_only").fetchone()) == ("on",)
        assert engine._connections.run(lambda rows: rows.execute("SHOW default_transaction_read_only").fetchone()) == (
            "on",
        )


def test_a_call_that_takes_too_long_is_cancelled(postgres):
    load(postgres, "quick")
    postgres.run(
        "CREATE VIEW slow AS SELECT id, text, embedding, CASE WHEN pg_sleep(30) IS NULL THEN 1 END AS waited FROM quick"
    )
    started = time.monotonic()
    with pytest.raises(StoreError, match=r"0\.5 s; the call was cancelled"):
        open_pgvector(spec(postgres, "slow", id="id", timeout="0.5"))
    assert time.monotonic() - started < 5
    with opened(postgres, "quick", timeout="0.5") as engine:
        started = time.monotonic()
        with pytest.raises(StoreError, match=r"0\.5 s; the call was cancelled"):
            engine._connections.run(lambda rows: rows.execute("SELECT count(waited) FROM public.slow"))
        assert time.monotonic() - started < 5
        assert engine.count_matching(()) == 60


def test_a_server_that_hangs_ends_the_call_too(postgres):
    connections = Connections(postgres.address, str(postgres.folder), seconds=0.5)
    hung = connections.run(lambda rows: rows.execute("SELECT pg_backend_pid()").fetchone())[0]
    started = time.monotonic()
    os.kill(hung, signal.SIGSTOP)
    try:
        with pytest.raises(StoreError, match="does not answer"):
            connections.run(lambda rows: rows.execute("SELECT 1").fetchone())
        assert time.monotonic() - started < 6
    finally:
        os.kill(hung, signal.SIGCONT)
    assert connections.run(lambda rows: rows.execute("SELECT 1").fetchone()) == (1,)
    connections.close()


def test_a_server_that_stops_is_an_error_in_bounded_time_and_works_again_when_it_is_back(postgres):
    load(postgres, "lasting")
    with opened(postgres, "lasting", timeout="1") as engine:
        assert engine.count_matching(()) == 60
        postgres.stop()
        try:
            started = time.monotonic()
            with pytest.raises(StoreError, match="does not answer"):
                engine.search(QUERIES[:1], 5)
            assert time.monotonic() - started < 10
        finally:
            postgres.start()
        assert len(engine.search(QUERIES[:1], 5)[0].ids) == 5


def test_an_address_that_is_none_or_holds_a_password_is_refused_without_repeating_it():
    for address in ("mysql://a@b/c", "dbname=x password=geheim", "postgresql://a:geheim@h/d", "postgresql://["):
        with pytest.raises(RequestError) as caught:
            Connections(address)
        assert "geheim" not in str(caught.value)


SECRET = "geheim-4711"


@pytest.fixture(scope="module")
def guarded(tables):
    """The tables, and a role that needs a password: stored and checked as SCRAM."""
    tables.run(f"CREATE ROLE guarded LOGIN PASSWORD '{SECRET}'")
    tables.run("GRANT SELECT ON docs TO guarded")
    with tables.connect() as connection:
        stored = connection.execute("SELECT rolpassword FROM pg_authid WHERE rolname = 'guarded'").fetchone()
    assert stored[0].startswith("SCRAM-SHA-256$")
    return tables


def test_a_password_comes_from_the_environment(guarded, monkeypatch):
    monkeypatch.setenv("PGPASSWORD", SECRET)
    with opened(guarded, "docs", user="guarded") as engine:
        assert engine.count_matching(()) == 60


@pytest.mark.parametrize("password", ["falsch-0815", ""])
def test_a_wrong_or_missing_password_is_said_at_once_without_the_secret(guarded, monkeypatch, password):
    monkeypatch.setenv("PGPASSWORD", password)
    monkeypatch.setenv("PGPASSFILE", os.devnull)
    started = time.monotonic()
    with pytest.raises(StoreError, match=r"refuses: .*password.*PGPASSWORD") as caught:
        open_pgvector(spec(guarded, "docs", user="guarded"))
    assert time.monotonic() - started < 10  # nothing is retried: the time limit is 30 s
    chain = f"{caught.value!r} {caught.value.__cause__!r}"
    assert "guarded" in chain and "falsch" not in chain and SECRET not in chain


@pytest.fixture(scope="module")
def pairs(tmp_path_factory):
    if shutil.which("openssl") is None:
        pytest.skip("no openssl here to make a certificate with")
    return tuple(self_signed(tmp_path_factory.mktemp(name)) for name in ("own", "other"))


@pytest.fixture
def front(tables, pairs):
    with tls_front(tables.folder / ".s.PGSQL.5432", pairs[0]) as port:
        yield f"postgresql://postgres@localhost:{port}/postgres"


@pytest.mark.parametrize("checked", [False, True])
def test_a_connection_is_encrypted_and_the_certificate_checked_if_asked(front, pairs, checked):
    tls = Tls("verify-full", str(pairs[0][0])) if checked else Tls("require")
    connections = Connections(front, seconds=5, tls=tls)
    assert connections.run(lambda rows: rows.connection.pgconn.ssl_in_use)
    assert connections.run(lambda rows: rows.execute("SELECT count(*) FROM public.docs").fetchone()) == (60,)
    connections.close()


@pytest.mark.parametrize("authority", ["none", "another"])
def test_a_certificate_that_nobody_vouches_for_is_said_at_once(front, pairs, tmp_path, authority):
    file = tmp_path / "no such" if authority == "none" else pairs[1][0]
    started = time.monotonic()
    with pytest.raises(StoreError, match=r"refuses: .*certificate.*sslrootcert=FILE"):
        open_pgvector(IndexSpec("pgvector", front, (("sslmode", "verify-full"), ("sslrootcert", str(file)))))
    assert time.monotonic() - started < 10


def test_a_server_without_encryption_is_not_asked_again_for_it(tables):
    with tls_front(Path(tables.folder) / ".s.PGSQL.5432", None) as port:
        address = f"postgresql://postgres@localhost:{port}/postgres"
        started = time.monotonic()
        with pytest.raises(StoreError, match=r"does not support SSL.*sslmode"):
            open_pgvector(IndexSpec("pgvector", address, (("table", "docs"), ("sslmode", "require"))))
        assert time.monotonic() - started < 10
        with pytest.raises(RequestError, match=r'no sslmode "on".*verify-full'):
            open_pgvector(IndexSpec("pgvector", address, (("sslmode", "on"),)))
