"""Tables of the documents that every engine is tried with, and how the tests open them."""

from __future__ import annotations

import contextlib
import json

from psycopg import sql

from inspector.stores.engines.pgvector import open_pgvector
from inspector.stores.spec import IndexSpec
from tests.stores.engines.same_documents import DOCUMENTS, VECTORS


def text_of(vector):
    return "[" + ",".join(map(repr, vector.tolist())) + "]"


def load(server, name, type_="vector(16)", documents=DOCUMENTS, vectors=VECTORS):
    """A table with a column for each field; the id is its primary key."""
    with server.connect() as connection:
        connection.execute(
            sql.SQL(
                'CREATE TABLE {} (id text COLLATE "C" PRIMARY KEY, title text, text text, parent text, position int,'
                f" embedding {type_}, lang text, year bigint, price real, draft boolean)"
            ).format(sql.Identifier(name))
        )
        with connection.cursor() as rows:
            rows.executemany(
                sql.SQL("INSERT INTO {} VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)").format(sql.Identifier(name)),
                [
                    (
                        *(one.id, one.title or None, one.text, one.parent, one.position, text_of(vector)),
                        *(one.metadata.get(key) for key in ("lang", "year", "price", "draft")),
                    )
                    for one, vector in zip(documents, vectors, strict=True)
                ],
            )


def load_json(server, name):
    """A table as LangChain makes it: metadata in JSON, vectors of no declared length, ids in a column of its own."""
    with server.connect() as connection:
        connection.execute(
            f"CREATE TABLE {name} (own text UNIQUE NOT NULL, document text, heading text,"
            " part_of text, place int, embedding vector, cmetadata jsonb, tags text[])"
        )
        with connection.cursor() as rows:
            rows.executemany(
                f"INSERT INTO {name} (own, document, heading, part_of, place, embedding, cmetadata)"
                " VALUES (%s, %s, %s, %s, %s, %s, %s)",
                [
                    (
                        *(one.id, one.text, one.title, one.parent, one.position, text_of(vector)),
                        json.dumps({**one.metadata, "nested": {"a": 1}}),
                    )
                    for one, vector in zip(DOCUMENTS, VECTORS, strict=True)
                ],
            )


def spec(server, table="", user="postgres", **settings):
    values = {"host": str(server.folder), **({"table": table} if table else {}), **settings}
    return IndexSpec("pgvector", f"postgresql://{user}@/postgres", tuple(values.items()))


@contextlib.contextmanager
def opened(server, table, **settings):
    engine = open_pgvector(spec(server, table, **settings))
    try:
        yield engine
    finally:
        engine.close()
