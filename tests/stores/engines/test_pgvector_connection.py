"""Nothing can be written, and every call ends: against a real server that is slow, hangs, or stops."""

from __future__ import annotations

import os
import signal
import time

import pytest

from inspector.errors import RequestError, StoreError
from inspector.stores.engines.pgvector import open_pgvector
from inspector.stores.engines.pgvector_connection import Connections
from tests.stores.engines.pgvector_tables import load, opened, spec
from tests.stores.engines.same_documents import QUERIES


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
