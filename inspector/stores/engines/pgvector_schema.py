"""Which table of a database is meant, and what its columns are for: read off the catalog.

Invariant: every name that reaches a query comes from the catalog, never from a spec.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from inspector.errors import RequestError, StoreError
from inspector.records.documents import FieldType, MetadataField
from inspector.stores.engines.pgvector_connection import Rows
from inspector.stores.spec import IndexSpec

VECTORS = ("vector", "halfvec")
TEXTS = ("text", "content", "body", "document", "chunk", "page_content", "chunk_text", "passage")
TITLES = ("title", "heading", "headline", "subject")
PARENTS = ("parent", "parent_id")
POSITIONS = ("position", "chunk_index")

_WHOLE = ("int2", "int4", "int8")
_WRITTEN = ("text", "varchar", "bpchar", "citext", "name")
_TYPES = {
    "bool": FieldType.BOOLEAN,
    **dict.fromkeys(_WHOLE, FieldType.INTEGER),
    **dict.fromkeys(("float4", "float8", "numeric"), FieldType.NUMBER),
    **dict.fromkeys((*_WRITTEN, "uuid", "date", "timestamp", "timestamptz", "time", "inet"), FieldType.TEXT),
}
JSON = ("json", "jsonb")

_EXTENSION = (
    "SELECT n.nspname, e.extversion, split_part(current_setting('server_version'), ' ', 1)"
    " FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'vector'"
)
_TABLES = (
    "SELECT c.oid, n.nspname, c.relname, c.relkind::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
    " WHERE c.relkind IN ('r', 'm', 'v', 'p', 'f') AND NOT c.relispartition"
    " AND has_any_column_privilege(c.oid, 'SELECT')"
    " AND EXISTS (SELECT FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid WHERE a.attrelid = c.oid"
    " AND NOT a.attisdropped AND t.typname = ANY(%(vectors)s)) ORDER BY 2, 3"
)
_COLUMNS = (
    "SELECT a.attname, t.typname, t.typtype::text, a.atttypmod, a.attnum FROM pg_attribute a"
    " JOIN pg_type t ON t.oid = a.atttypid WHERE a.attrelid = %(table)s AND a.attnum > 0 AND NOT a.attisdropped"
    " AND has_column_privilege(a.attrelid, a.attnum, 'SELECT') ORDER BY a.attnum"
)
_PRIMARY = (
    "SELECT a.attname FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]"
    " WHERE i.indrelid = %(table)s AND i.indisprimary AND i.indnkeyatts = 1"
)
_UNIQUE = (
    "SELECT a.attname FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]"
    " WHERE i.indrelid = %(table)s AND i.indisunique AND i.indisvalid AND i.indpred IS NULL AND i.indnkeyatts = 1"
    " AND a.attnotnull"
)


@dataclass(frozen=True, slots=True)
class Extension:
    """The pgvector extension: its schema, its version, and the server's version."""

    schema: str
    version: str
    server: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column as the catalog has it.

    Attributes:
        name: Its name.
        type: Name of its type, such as "int8".
        is_enum: Whether the type is an enumeration.
        dim: Of a vector: its declared length; -1 where none is declared.
        number: Its number in the table, from 1.
    """

    name: str
    type: str
    is_enum: bool
    dim: int
    number: int


@dataclass(frozen=True, slots=True)
class Field:
    """A metadata field and where it is kept.

    Attributes:
        field: Name and type.
        column: The column.
        key: The key in a JSON column; empty for a column of its own.
        single: Whether the column holds 32-bit numbers, which are read as they are written.
    """

    field: MetadataField
    column: str
    key: str = ""
    single: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table of documents, and what its columns are for.

    Attributes:
        oid: Its number in the catalog.
        schema: Its schema.
        name: Its name.
        kind: "r" table, "m" materialized view, "v" view, "p" partitioned table, "f" foreign table.
        id: Column of the ids.
        is_unique: Whether an index makes sure that no two ids are alike.
        vector: Column of the vectors.
        text: Column of the texts.
        title: Column of the titles; None without.
        parent: Column of the parents; None without.
        position: Column of the positions; None without.
        searchable: A column with prepared texts for the text search; empty without.
        rest: The other columns.
    """

    oid: int
    schema: str
    name: str
    kind: str
    id: Column
    is_unique: bool
    vector: Column
    text: Column
    title: Column | None
    parent: Column | None
    position: Column | None
    searchable: str
    rest: tuple[Column, ...]


def read_extension(rows: Rows) -> Extension:
    """Find the extension.

    Raises:
        StoreError: the database has none.
    """
    found = rows.execute(_EXTENSION).fetchone()
    if found is None:
        raise StoreError("The database has no pgvector extension, so it holds no vectors.", "Name another database.")
    return Extension(*found)


def read_table(rows: Rows, spec: IndexSpec) -> Table:
    """Find the table that a spec means, and what its columns are for.

    Raises:
        StoreError: there is no such table or column, or it cannot be told which is meant; the message lists them.
    """
    oid, schema, name, kind = _chosen(rows, spec.get("table"))
    columns = [
        Column(column, type_, typtype == "e", modifier, number)
        for column, type_, typtype, modifier, number in rows.execute(_COLUMNS, {"table": oid}).fetchall()
    ]
    pick = _Picking(f'The table "{schema}.{name}"', columns, spec)
    vector = pick.vector()
    primary = rows.execute(_PRIMARY, {"table": oid}).fetchone()
    identity = pick.identity(primary[0] if primary else "")
    unique = [row[0] for row in rows.execute(_UNIQUE, {"table": oid}).fetchall()]
    text = pick.required("text", TEXTS)
    special = (pick.optional("title", TITLES), pick.optional("parent", PARENTS), pick.position())
    used = {column.name for column in (vector, identity, text, *special) if column is not None}
    rest = tuple(column for column in columns if column.name not in used)
    searchable = next((column.name for column in rest if column.type == "tsvector"), "")
    return Table(oid, schema, name, kind, identity, identity.name in unique, vector, text, *special, searchable, rest)


def plain_fields(table: Table) -> tuple[Field, ...]:
    """Give the metadata fields that have a column of their own: those of simple types."""
    return tuple(
        Field(
            MetadataField(column.name, FieldType.TEXT if column.is_enum else _TYPES[column.type]),
            column.name,
            single=column.type == "float4",
        )
        for column in table.rest
        if column.is_enum or column.type in _TYPES
    )


@dataclass(frozen=True, slots=True)
class _Picking:
    what: str
    columns: Sequence[Column]
    spec: IndexSpec

    def vector(self) -> Column:
        there = [column for column in self.columns if column.type in VECTORS]
        named = self.named("vector")
        if named is not None and named not in there:
            raise StoreError(f'"{named.name}" is a column of type {named.type}, no vectors.', _listed("vector", there))
        if named is None and len(there) != 1:
            raise StoreError(f"{self.what} has {len(there)} columns of vectors.", _listed("vector", there))
        return named or there[0]

    def identity(self, primary: str) -> Column:
        named = self.named("id") or next((column for column in self.columns if column.name == primary), None)
        if named is None:
            raise StoreError(f"{self.what} has no primary key of one column.", _listed("id", self.columns))
        return named

    def required(self, setting: str, names: Sequence[str]) -> Column:
        found = self.optional(setting, names)
        if found is None:
            written = [column for column in self.columns if column.type in _WRITTEN]
            raise StoreError(f"{self.what} has no column named like a {setting}.", _listed(setting, written))
        return found

    def optional(self, setting: str, names: Sequence[str]) -> Column | None:
        by_name = {
            column.name.lower(): column for column in self.columns if column.type in (*_WRITTEN, "uuid", *_WHOLE)
        }
        return self.named(setting) or next((by_name[name] for name in names if name in by_name), None)

    def position(self) -> Column | None:
        found = self.optional("position", POSITIONS)
        if found is None or found.type in _WHOLE:
            return found
        if self.spec.get("position"):
            raise StoreError(f'"{found.name}" holds no whole numbers, so it is no position.', "Name another column.")
        return None

    def named(self, setting: str) -> Column | None:
        said = self.spec.get(setting)
        if not said or (setting == "text" and "{" in said):
            return None
        found = next((column for column in self.columns if column.name == said), None)
        if found is None:
            raise StoreError(f'{self.what} has no column "{said}".', _listed(setting, self.columns))
        return found


def _chosen(rows: Rows, wanted: str) -> tuple[int, str, str, str]:
    there = rows.execute(_TABLES, {"vectors": list(VECTORS)}).fetchall()
    found = [row for row in there if wanted in ("", row[2], f"{row[1]}.{row[2]}")]
    if len(found) == 1:
        oid, schema, name, kind = found[0]
        return int(oid), str(schema), str(name), str(kind)
    names = ", ".join(f'"{row[1]}.{row[2]}"' for row in found or there)
    if not there:
        raise StoreError("The database has no table with vectors that you may read.", "Name another database or user.")
    if found:
        raise StoreError(f"{len(found)} tables have vectors: {names}.", "Say which with table=SCHEMA.NAME.")
    raise StoreError(f'The database has no table "{wanted}" with vectors.', f"There are: {names}.")


def _listed(setting: str, columns: Sequence[Column]) -> str:
    names = ", ".join(f'"{column.name}"' for column in columns)
    return f"Say which with {setting}=NAME; there are: {names}." if names else "Name another table."


def checked_language(rows: Rows, language: str) -> str:
    """Give the text search configuration that a name means, as the server writes it.

    Raises:
        RequestError: there is none of that name; the message lists those there are.
    """
    there = rows.execute(
        "SELECT c.oid::regconfig::text, c.cfgname FROM pg_ts_config c ORDER BY c.oid >= 16384 DESC, c.cfgname"
    ).fetchall()
    found = next((row[0] for row in there if language in row), None)
    if found is None:
        raise RequestError(
            f'The server has no text search configuration "{language}".',
            f"Give one of: {', '.join(row[1] for row in there)}.",
        )
    return str(found)
