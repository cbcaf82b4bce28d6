"""Which table and which columns are meant, against a real server."""

from __future__ import annotations

import numpy as np
import psycopg
import pytest

from inspector.errors import RequestError, StoreError
from inspector.stores.engines.pgvector import open_pgvector
from inspector.stores.spec import IndexSpec
from tests.stores.engines.pgvector_tables import opened, spec


def test_an_unknown_table_or_column_is_refused_with_those_there_are(tables):
    with pytest.raises(StoreError, match=r'no table "dox".*"public\.docs"'):
        open_pgvector(spec(tables, "dox"))
    with pytest.raises(StoreError, match=r'no column "body".*"lang"'):
        open_pgvector(spec(tables, "docs", text="body"))
    with pytest.raises(StoreError, match=r"tables have vectors.*public\.docs"):
        open_pgvector(spec(tables))
    with pytest.raises(RequestError, match=r"klingon.*english"):
        open_pgvector(spec(tables, "docs", language="klingon"))
    with pytest.raises(StoreError, match='database "nowhere" does not exist'):
        open_pgvector(IndexSpec("pgvector", "postgresql://postgres@/nowhere", (("host", str(tables.folder)),)))


def test_what_cannot_be_told_is_asked_for(postgres):
    postgres.run("CREATE TABLE twins (id int PRIMARY KEY, text text, a vector(2), b vector(2))")
    with pytest.raises(StoreError, match=r'2 columns of vectors.*vector=NAME.*"a", "b"'):
        open_pgvector(spec(postgres, "twins"))
    postgres.run("CREATE TABLE bare (text text, v vector(2))")
    with pytest.raises(StoreError, match=r"no primary key.*id=NAME"):
        open_pgvector(spec(postgres, "bare"))
    postgres.run("INSERT INTO bare VALUES ('a', '[1,2]'), ('b', '[1,2]'), ('a', '[1,2]')")
    with pytest.raises(StoreError, match='text "a" is not there exactly once'):
        open_pgvector(spec(postgres, "bare", id="text"))
    postgres.run("CREATE INDEX ON twins USING hnsw (a vector_l2_ops)")
    postgres.run("CREATE INDEX ON twins USING hnsw (a vector_ip_ops)")
    with pytest.raises(RequestError, match=r"several metrics: l2, ip.*metric=NAME"):
        open_pgvector(spec(postgres, "twins", vector="a"))
    with opened(postgres, "twins", vector="a", metric="ip") as engine:
        assert (engine.facts.count, engine.search(np.ones((1, 2)), 3)[0].ids) == (0, ())
    postgres.run("CREATE TABLE endless (id int PRIMARY KEY, text text, v vector)")
    with pytest.raises(StoreError, match="No row"):
        open_pgvector(spec(postgres, "endless"))


@pytest.mark.parametrize("type_", ["int", "bigint", "uuid", "numeric", "varchar(40)"])
def test_ids_of_any_type_are_text(postgres, type_):
    name = f"ids_{type_[:4]}"
    written = [f"00000000-0000-0000-0000-{n:012d}" if type_ == "uuid" else str(n) for n in (1, 2, 30)]
    postgres.run(f"CREATE TABLE {name} (id {type_} PRIMARY KEY, text text, v vector(2))")
    for each in written:
        postgres.run(f"INSERT INTO {name} VALUES (%s, 'some', '[1,2]')", each)
    with opened(postgres, name) as engine:
        asked = ["no", "01", "9" * 30, "+1", " 1", *reversed(written)]
        assert [one.id for one in engine.fetch(asked).documents] == list(reversed(written))
        parts = [one.id for part in engine.iterate(2) for one in part.documents]
        assert sorted(parts) == sorted(written)


def test_the_extension_may_lie_in_a_schema_of_its_own(postgres):
    postgres.run("CREATE DATABASE apart")
    address = {"conninfo": "postgresql://postgres@/apart", "host": str(postgres.folder), "autocommit": True}
    with psycopg.connect(**address) as connection:
        connection.execute("CREATE SCHEMA tools")
        connection.execute("CREATE EXTENSION vector SCHEMA tools")
        connection.execute("CREATE TABLE a (id int PRIMARY KEY, text text, v tools.halfvec(2))")
        connection.execute("INSERT INTO a VALUES (1, 'x', '[1,0]'), (2, 'y', '[0,1]')")
        connection.execute("CREATE INDEX ON a USING hnsw (v tools.halfvec_cosine_ops)")
    engine = open_pgvector(IndexSpec("pgvector", "postgresql://postgres@/apart", (("host", str(postgres.folder)),)))
    try:
        query = np.array([[1.0, 0.1]], dtype=np.float32)
        assert engine.search(query, 2)[0].ids == ("1", "2") == engine.search(query, 2, exact=True)[0].ids
        assert engine.closer(query, 0.5) == 1
    finally:
        engine.close()
