"""Hostile names and values stay names and values, and each search uses the index it should."""

from __future__ import annotations

import pytest
from psycopg import sql

from inspector.errors import InspectorError
from inspector.records.documents import Condition
from inspector.stores.engines.pgvector import open_pgvector
from tests.stores.engines.pgvector_tables import load, opened, spec, text_of
from tests.stores.engines.same_documents import DOCUMENTS, QUERIES


def test_names_that_would_end_a_statement_are_only_names(postgres):
    hostile = "x\"; DROP TABLE docs2; -- %s %(k)s {vector} '"
    load(postgres, "docs2")
    load(postgres, "plain")
    for old, new in (("lang", 'a"b; DROP TABLE docs2'), ("year", "100%s"), ("text", "%(ids)s"), ("id", "i'd")):
        postgres.run(sql.SQL("ALTER TABLE plain RENAME {} TO {}").format(sql.Identifier(old), sql.Identifier(new)))
    postgres.run(sql.SQL("ALTER TABLE plain RENAME TO {}").format(sql.Identifier(hostile)))
    with opened(postgres, f"public.{hostile}", text="%(ids)s") as engine:
        fields = [field.name for field in engine.facts.fields]
        assert fields == ['a"b; DROP TABLE docs2', "100%s", "price", "draft"]
        assert engine.fetch(["d40"]).documents[0].text == DOCUMENTS[40].text
        assert engine.count_matching((Condition("100%s", "2001"),)) > 0
        assert engine.count_matching((Condition(fields[0], "'; DROP TABLE docs2; --"),)) >= 0
        assert engine.text_search("zebra17'); DROP TABLE docs2; --", 3).ids in ((), ("d17",))
        assert next(iter(engine.iterate(5))).documents and len(engine.sample_ids(5, 1)) == 5
        assert len(engine.search(QUERIES[:1], 3)[0].ids) == 3 and engine.closer(QUERIES[:1], 0.5) >= 0
    with opened(postgres, "docs2") as engine:
        assert engine.facts.count == 60


@pytest.mark.parametrize(
    "settings",
    [
        {"table": 'docs"; DROP TABLE docs; --'},
        {"table": "docs", "text": "text; DROP TABLE docs"},
        {"table": "docs", "vector": "embedding <=> '[1]'"},
        {"table": "docs", "id": "id\0"},
        {"table": "docs\0"},
        {"table": "docs", "language": "english'); DROP TABLE docs; --"},
        {"table": "docs", "timeout": "soon"},
        {"table": "docs", "metric": "cosine; DROP TABLE docs"},
    ],
)
def test_a_setting_that_is_no_name_is_refused(tables, settings):
    with pytest.raises(InspectorError):
        open_pgvector(spec(tables, **settings))
    with opened(tables, "docs") as engine:
        assert engine.facts.count == 60


def test_a_nul_or_half_a_character_matches_nothing(tables):
    with opened(tables, "docs") as engine:
        for strange in ("\0", "d20\0", "\ud800"):
            assert engine.fetch([strange, "d20"]).documents == (DOCUMENTS[20],)
            assert engine.count_matching((Condition("lang", strange),)) == 0
            assert engine.text_search(strange, 5).ids == ()


def plan(engine, where=(), exact=True):
    """The plan of a search, from the server."""
    passing, bound = engine._statements.where(where)
    statement = engine._statements.search(passing) if exact else engine._statements.ann(passing)
    asked = {**engine._statements.bound, **bound, "query": text_of(QUERIES[0]), "k": 5}
    return "\n".join(
        row[0]
        for row in engine._connections.run(lambda rows: rows.execute(sql.SQL("EXPLAIN ") + statement, asked).fetchall())
    )


@pytest.mark.parametrize(("table", "user"), [("graph", "grapher"), ("cells", "celler")])
def test_an_exact_search_never_uses_the_ann_index_and_an_ordinary_one_can(tables, table, user):
    with opened(tables, table, user=user) as engine:
        index = f"{table}_embedding_idx"
        assert f"Index Scan using {index}" in plan(engine, exact=False)
        assert index not in plan(engine) and index not in plan(engine, (Condition("lang", "en"),))


def test_a_prepared_column_is_what_the_text_search_uses(postgres):
    load(postgres, "prepared")
    postgres.run(
        "ALTER TABLE prepared ADD words tsvector GENERATED ALWAYS AS (to_tsvector('simple', 'only ' || lang)) STORED"
    )
    with opened(postgres, "prepared", language="simple") as engine:
        assert engine.facts.text_search == "Postgres full text, simple"
        assert engine.text_search("zebra17", 5).ids == ()
        assert len(engine.text_search("de", 60).ids) == engine.count_matching((Condition("lang", "de"),))


@pytest.mark.parametrize(("type_", "cast"), [("vector(16)", "halfvec(16)"), ("vector", "vector(16)")])
def test_an_index_over_a_cast_is_used_as_an_application_must_write_it(tables, type_, cast):
    name = f"cast {cast}"
    load(tables, name, type_)
    tables.run(
        sql.SQL("CREATE INDEX casted_{} ON {} USING hnsw ((embedding::{}) {})").format(
            sql.SQL(cast[:4]), sql.Identifier(name), sql.SQL(cast), sql.SQL(cast.split("(")[0] + "_cosine_ops")
        )
    )
    tables.run("GRANT SELECT ON ALL TABLES IN SCHEMA public TO grapher")
    with opened(tables, name, user="grapher") as engine:
        assert engine.facts.structure.startswith("HNSW, m 16")
        assert engine.facts.structure.endswith(", quantized to halfvec(16)") == (cast == "halfvec(16)")
        assert f"Index Scan using casted_{cast[:4]}" in plan(engine, exact=False)
        assert "casted" not in plan(engine)
        found, exact = engine.search(QUERIES[:1], 10)[0], engine.search(QUERIES[:1], 10, exact=True)[0]
        assert len(set(found.ids) & set(exact.ids)) >= 9
        assert found.scores == pytest.approx(exact.scores, abs=0.01)
