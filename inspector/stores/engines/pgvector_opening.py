"""Looks at a table of a PostgreSQL server before it is opened: what it holds, how it is searched, what it is like.

Cost: the documents are counted, and a table without a unique index on its ids is gone through once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from inspector.errors import StoreError
from inspector.stores.engines.engine import EngineFacts
from inspector.stores.engines.pgvector_connection import Rows
from inspector.stores.engines.pgvector_index import Ann, json_fields, load_extension, read_ann, read_version
from inspector.stores.engines.pgvector_schema import checked_language, plain_fields, read_extension, read_table
from inspector.stores.engines.pgvector_sql import Statements
from inspector.stores.spec import IndexSpec
from inspector.stores.stated import stated_metric

MOST_SEARCHED = 5_000
"""Texts that are searched without a prepared column; with more, reading them all takes over a second."""

EF_LIMIT = 1_000
"""The longest candidate list that pgvector lets a search keep (hnsw.ef_search)."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A table that was looked at.

    Attributes:
        statements: What can be asked of it.
        facts: What was said of it.
        ann: Its ANN index; None where every search compares with all vectors.
        language: The text search configuration.
    """

    statements: Statements
    facts: EngineFacts
    ann: Ann | None
    language: str


def read_opened(rows: Rows, spec: IndexSpec) -> Opened:
    """Find a table and read what there is to know about it.

    Raises:
        StoreError: there is no such table, or it is none of documents; the message lists what there is.
        RequestError: a setting cannot be read.
    """
    extension = read_extension(rows)
    table = read_table(rows, spec)
    plain = plain_fields(table)
    fields = (*plain, *json_fields(rows, table, [each.field.name for each in plain]))
    load_extension(rows, extension)
    metric, ann = read_ann(rows, table, stated_metric(spec))
    statements = Statements(table, extension.schema, fields, metric, max(table.vector.dim, 0))
    count = int(_one(rows, statements.count(statements.where(())[0])))
    dim = table.vector.dim if table.vector.dim > 0 else int(_one(rows, statements.some_dim()) or 0)
    if not dim:
        raise StoreError(f'No row of "{table.schema}.{table.name}" has a vector.', "Fill it, or name another table.")
    statements = Statements(table, extension.schema, fields, metric, dim, ann.cast if ann else "")
    if not table.is_unique and (repeated := rows.execute(statements.repeated_id()).fetchone()) is not None:
        raise StoreError(
            f'In "{table.schema}.{table.name}" the {table.id.name} "{repeated[0]}" is not there exactly once.',
            "Name a column of unique ids with id=NAME.",
        )
    language = checked_language(rows, spec.get("language", "english"))
    searched = bool(table.searchable) or count <= MOST_SEARCHED
    facts = EngineFacts(
        engine=f"PostgreSQL {extension.server} with pgvector {extension.version}",
        collection=f"{table.schema}.{table.name}",
        count=count,
        dim=dim,
        metric=metric,
        fields=tuple(each.field for each in fields),
        version=read_version(rows, table),
        structure=ann.structure if ann else "",
        exact_search=True,
        exact_ranks=True,
        text_search=f"Postgres full text, {language}" if searched else "",
        half=statements.half,
        ef_search=ann.width if ann and ann.method == "hnsw" else None,
        ef_limit=EF_LIMIT,
        filters_after=ann is not None,
    )
    return Opened(statements, facts, ann, language)


def _one(rows: Rows, statement: Any) -> Any:
    found = rows.execute(statement, {}).fetchone()
    return found[0] if found else None
