"""Structure, JSON fields and version of a table, against a real server."""

from __future__ import annotations

import json
import re

from inspector.contract import Metric
from inspector.records.documents import Condition, FieldType, MetadataField
from tests.stores.engines.pgvector_tables import load, opened


def test_it_says_what_server_structure_and_session_it_found(tables):
    with opened(tables, "graph", user="grapher") as graph, opened(tables, "cells", user="celler") as cells:
        assert re.fullmatch(r"PostgreSQL \d+\.\d+ with pgvector 0\.[89]\.\d+", graph.facts.engine)
        assert (graph.facts.ef_limit, graph.facts.ef_search) == (1_000, 200)
        assert graph.facts.structure == "HNSW, m 8, ef_construction 64, ef_search 200"
        assert (graph.facts.half, graph.facts.ef_search, graph.facts.metric) == (True, 200, Metric.L2)
        assert (cells.facts.structure, cells.facts.ef_search) == ("IVFFlat, lists 4, probes 4", None)
        assert cells.facts.collection == "public.cells"
        assert cells.facts.text_search == "Postgres full text, english"


def test_a_json_field_is_of_one_type_and_a_misfit_is_missing(postgres):
    postgres.run("CREATE TABLE loose (id int PRIMARY KEY, text text, v vector(2), meta jsonb, note json, lang text)")
    rows = [{"n": 1, "x": 1.5, "m": 1, "lang": "de"}, {"n": 2, "x": 2, "m": "two", "b": True}, {"l": [1]}, None, [1]]
    for number, row in enumerate(rows):
        postgres.run("INSERT INTO loose VALUES (%s, '', '[1,2]', %s, '{\"a\": null}', 'en')", number, json.dumps(row))
    with opened(postgres, "loose") as engine:
        assert set(engine.facts.fields) == {
            MetadataField("lang", FieldType.TEXT),
            MetadataField("meta.lang", FieldType.TEXT),
            MetadataField("n", FieldType.INTEGER),
            MetadataField("x", FieldType.NUMBER),
            MetadataField("m", FieldType.TEXT),
            MetadataField("b", FieldType.BOOLEAN),
        }
        postgres.run('INSERT INTO loose VALUES (9, \'\', \'[1,2]\', \'{"n": "many", "m": {"a": 1}, "x": 0.5}\')')
        assert engine.fetch(["9"]).documents[0].metadata == {"x": 0.5}
        assert engine.fetch(["1"]).documents[0].metadata == {"lang": "en", "n": 2, "x": 2.0, "m": "two", "b": True}
        assert engine.count_matching((Condition("n", ""),)) == 4


def test_a_change_changes_the_version(postgres):
    load(postgres, "moving")
    seen = set()
    for change in (
        "SELECT 1",
        "CREATE INDEX ON moving USING hnsw (embedding vector_l2_ops)",
        "ALTER TABLE moving ADD c int",
    ):
        postgres.run(change)
        with opened(postgres, "moving") as engine:
            seen.add(engine.facts.version)
    assert len(seen) == 3
