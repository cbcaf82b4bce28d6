"""The ANN structure of a table, its JSON fields, and what tells that something changed: read off the server.

Invariant: only an index that an ordinary search by the metric can use is called the table's structure: one over the
column of the vectors, or over its cast to a type of pgvector, which an application then writes too. A partial index is
none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from psycopg import sql

from inspector.contract import Metric
from inspector.errors import RequestError
from inspector.records.documents import FieldType, MetadataField
from inspector.stores.engines.pgvector_connection import Rows
from inspector.stores.engines.pgvector_schema import JSON, Extension, Field, Table
from inspector.stores.engines.pgvector_sql import WHOLE_NUMBER, identifier

JSON_ROWS = 1_000
"""Rows whose JSON keys are looked at."""

JSON_KEYS = 100

_INDEXES = (
    "SELECT m.amname, o.opcname, coalesce(array_to_string(c.reloptions, ','), ''), i.indkey[0] = %(column)s,"
    " pg_get_indexdef(i.indexrelid, 1, false) FROM pg_index i"
    " JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am m ON m.oid = c.relam"
    " JOIN pg_opclass o ON o.oid = i.indclass[0]"
    " WHERE i.indrelid = %(table)s AND i.indkey[0] IN (0, %(column)s) AND i.indisvalid AND i.indisready"
    " AND i.indpred IS NULL AND m.amname IN ('hnsw', 'ivfflat') ORDER BY c.oid"
)
_GOES_ON = "SELECT current_setting(%(name)s, true)"
_OPERATOR_CLASSES = {"cosine": Metric.COSINE, "ip": Metric.INNER_PRODUCT, "l2": Metric.L2}
_CAST = re.compile(r'\(*("(?:[^"]|"")+"|\w+)\)*::(?:(?:"(?:[^"]|"")+"|\w+)\.)?((?:half)?vec(?:tor)?\(\d+\))\)*')
_KEYS = (
    "SELECT key, array_agg(DISTINCT jsonb_typeof(value)),"
    " bool_and(jsonb_typeof(value) <> 'number' OR value::text ~ {whole})"
    " FROM (SELECT {column}::jsonb AS kept FROM {table} WHERE {column} IS NOT NULL LIMIT {rows}) AS s,"
    " jsonb_each(CASE jsonb_typeof(kept) WHEN 'object' THEN kept ELSE '{{}}' END)"
    " GROUP BY key ORDER BY key LIMIT {keys}"
)
_CHANGES = (
    "WITH parts AS (SELECT %(table)s::oid AS part UNION SELECT relid FROM pg_partition_tree(%(table)s::oid::regclass))"
    " SELECT coalesce(string_agg(concat_ws(' ', c.relfilenode, s.n_tup_ins, s.n_tup_upd, s.n_tup_del), ';'"
    " ORDER BY c.oid), ''), (SELECT coalesce(string_agg(pg_get_indexdef(i.indexrelid), ';' ORDER BY i.indexrelid), '')"
    " FROM pg_index i JOIN parts ON i.indrelid = part),"
    " (SELECT coalesce(pg_get_viewdef(%(table)s::oid), '') FROM pg_class"
    " WHERE oid = %(table)s AND relkind IN ('v', 'm'))"
    " FROM parts JOIN pg_class c ON c.oid = part LEFT JOIN pg_stat_all_tables s ON s.relid = part"
)


@dataclass(frozen=True, slots=True)
class Ann:
    """An ANN index.

    Attributes:
        method: "hnsw" or "ivfflat".
        metric: What it ranks by.
        structure: As a person writes it: "HNSW, m 16, ef_construction 64, ef_search 40".
        cast: The type it casts the vectors to, such as "halfvec(384)"; empty where it does not.
        width: Its hnsw.ef_search or ivfflat.probes in this session.
    """

    method: str
    metric: Metric
    structure: str
    cast: str
    width: int


def load_extension(rows: Rows, extension: Extension) -> None:
    """Make the server load pgvector, so that its settings can be asked for."""
    rows.execute(sql.SQL("SELECT '[1]'::{}.vector").format(identifier(extension.schema)))


def read_ann(rows: Rows, table: Table, stated: Metric | None) -> tuple[Metric, Ann | None]:
    """Give the metric that searches rank by, and the index they use; None where they compare with all vectors.

    Raises:
        RequestError: there are indexes for several metrics and none was stated.
    """
    found = []
    rows.execute(_INDEXES, {"table": table.oid, "column": table.vector.number})
    for method, operators, options, is_plain, expression in rows.fetchall():
        metric = next((each for name, each in _OPERATOR_CLASSES.items() if f"_{name}_" in operators), None)
        cast = "" if is_plain else _cast(expression, table.vector.name)
        if metric is not None and cast is not None:
            found.append((method, metric, dict(each.split("=") for each in options.split(",") if each), cast))
    metrics = list(dict.fromkeys(each[1] for each in found))
    if stated is None and len(metrics) > 1:
        names = ", ".join(metric.value for metric in metrics)
        raise RequestError(f'"{table.name}" has indexes for several metrics: {names}.', "Say which with metric=NAME.")
    chosen = stated or (metrics[0] if metrics else Metric.COSINE)
    fitting = next((each for each in found if each[1] is chosen), None)
    if fitting is None:
        return chosen, None
    method, _, options, cast = fitting
    setting = "hnsw.ef_search" if method == "hnsw" else "ivfflat.probes"
    said = rows.execute("SELECT current_setting(%(name)s)", {"name": setting}).fetchone()
    width = int(said[0]) if said else 0
    if method == "hnsw":
        made = f"HNSW, m {options.get('m', '16')}, ef_construction {options.get('ef_construction', '64')}"
        structure = f"{made}, ef_search {width}"
    else:
        structure = f"IVFFlat, lists {options.get('lists', '100')}, probes {width}"
    goes_on = rows.execute(_GOES_ON, {"name": f"{method}.iterative_scan"}).fetchone()
    if goes_on and goes_on[0] not in (None, "", "off"):
        structure += f", iterative_scan {goes_on[0]}"
    kept = f", quantized to {cast}" if cast.startswith("halfvec") and table.vector.type != "halfvec" else ""
    return chosen, Ann(method, chosen, structure + kept, cast, width)


def _cast(expression: str, column: str) -> str | None:
    """Give the type that an index casts a column to; None where it indexes another expression."""
    found = _CAST.fullmatch(expression)
    if found is None or found[1].removeprefix('"').removesuffix('"').replace('""', '"') != column:
        return None
    return found[2] if found[2].startswith(("halfvec(", "vector(")) else None


def json_fields(rows: Rows, table: Table, taken: Sequence[str]) -> tuple[Field, ...]:
    """Give the fields that JSON columns hold, as far as the first 1,000 rows show; objects and lists are left out.

    A field is a number or a truth value only if it is one in all these rows. A field is named as its key; as
    "column.key" where that name is taken.
    """
    names, fields = {*taken, "parent"}, []
    for column in (column for column in table.rest if column.type in JSON):
        query = sql.SQL(_KEYS).format(
            column=identifier(column.name),
            table=identifier(table.schema, table.name),
            whole=sql.Literal(WHOLE_NUMBER),
            rows=sql.Literal(JSON_ROWS),
            keys=sql.Literal(JSON_KEYS),
        )
        for key, types, whole in rows.execute(query).fetchall():
            kind = _kind({*types} - {"null"}, whole)
            if kind is None:
                continue
            name = key if key not in names else f"{column.name}.{key}"
            names.add(name)
            fields.append(Field(MetadataField(name, kind), column.name, key))
    return tuple(fields)


def _kind(types: set[str], whole: bool) -> FieldType | None:
    if types <= {"object", "array"}:
        return None
    if types == {"boolean"}:
        return FieldType.BOOLEAN
    if types == {"number"}:
        return FieldType.INTEGER if whole else FieldType.NUMBER
    return FieldType.TEXT


def read_version(rows: Rows, table: Table) -> str:
    """Give a short text that changes when rows, schema or indexes change, soon after: the counters lag by a second."""
    changes = rows.execute(_CHANGES, {"table": table.oid}).fetchone()
    return sha256(repr((changes, table)).encode()).hexdigest()[:16]
