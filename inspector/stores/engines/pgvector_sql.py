"""The statements that are sent to PostgreSQL: only SELECTs, names quoted, values bound.

The scores of an exact search are made larger-is-better in SQL. pgvector gives NaN as the cosine distance of a zero
vector; here its similarity is 0, as everywhere in this tool. pgvector sums in 32 bits, so a score can be off by
`rounding`; `border` gives the bounds within which only 64 bits can tell who is closer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from psycopg import sql

from inspector.contract import Metric
from inspector.records.documents import FieldType, MetadataField, Where
from inspector.stores.engines.conditions import wanted_of
from inspector.stores.engines.pgvector_schema import Column, Field, Table
from inspector.stores.engines.pgvector_text import TEXT_SEARCH

_WHOLE = ("int2", "int4", "int8")
_CASTS = {FieldType.TEXT: "text", FieldType.INTEGER: "int8", FieldType.NUMBER: "float8", FieldType.BOOLEAN: "bool"}
_OPERATORS = {Metric.COSINE: "<=>", Metric.INNER_PRODUCT: "<#>", Metric.L2: "<->"}
_EXACT = {
    Metric.COSINE: "(1 - coalesce(nullif({vector} OPERATOR({schema}.<=>) {query}, 'NaN'::float8), 1))",
    Metric.INNER_PRODUCT: "(-({vector} OPERATOR({schema}.<#>) {query}))",
    Metric.L2: "(-{schema}.vector_l2_squared_distance({vector}, {query}))",
}
_NATIVE = {
    Metric.COSINE: "(1 - ({distance}))",
    Metric.INNER_PRODUCT: "(-({distance}))",
    Metric.L2: "(-(({distance}) ^ 2))",
}
_ROUNDING = {
    Metric.COSINE: "%(rounding)s::float8",
    Metric.INNER_PRODUCT: "(%(rounding)s::float8 * %(norm)s::float8 * {schema}.vector_norm(wide))",
    Metric.L2: "(%(rounding)s::float8 * (abs(score) + sqrt(abs(score)) * %(norm)s::float8))",
}
WHOLE_NUMBER = "^-?[0-9]{1,18}$"
"""Which JSON numbers are whole: a pattern of the server's."""

_JSON = {
    FieldType.TEXT: "CASE WHEN jsonb_typeof({kept}) NOT IN ('object', 'array') THEN {kept} #>> '{{}}' END",
    FieldType.BOOLEAN: "CASE WHEN jsonb_typeof({kept}) = 'boolean' THEN ({kept})::text::bool END",
    FieldType.NUMBER: "CASE WHEN jsonb_typeof({kept}) = 'number' THEN ({kept})::text::float8 END",
    FieldType.INTEGER: "CASE WHEN ({kept})::text ~ {whole} THEN ({kept})::text::int8 END",
}

Bound = dict[str, Any]


def identifier(*names: str) -> sql.Composable:
    """Quote a name, or a name in a schema; a per cent sign in it is no placeholder."""
    return sql.Identifier(*(name.replace("%", "%%") for name in names))


@dataclass(frozen=True, slots=True)
class Statements:
    """The statements over one table.

    Attributes:
        table: The table.
        schema: Schema of the pgvector extension.
        fields: The metadata fields and where they are kept.
        metric: What searches rank by.
        dim: Length of each vector.
        cast: The type that the ANN index casts vectors to, such as "halfvec(384)"; empty where it does not.
    """

    table: Table
    schema: str
    fields: tuple[Field, ...]
    metric: Metric
    dim: int
    cast: str = ""

    @property
    def bound(self) -> Bound:
        """Values that every statement may use: the keys of JSON fields, and the length of vectors."""
        return {**{f"key{place}": field.key for place, field in enumerate(self.fields)}, "dim": self.dim}

    @property
    def half(self) -> bool:
        """Whether vectors are kept in 16 bits."""
        return self.table.vector.type == "halfvec"

    @property
    def key_type(self) -> str:
        """Type as which ids are compared; an id of another type is compared as text."""
        kind = self.table.id.type
        return "int8" if kind in _WHOLE else kind if kind == "uuid" else "text"

    @property
    def key(self) -> sql.Composable:
        """What ids are compared and sorted by: the column itself where that can use an index."""
        plain = self.table.id.type in (*_WHOLE, "uuid", "text", "varchar")
        return self._column(self.table.id) if plain else sql.SQL("{}::text").format(self._column(self.table.id))

    def search(self, where: sql.Composable) -> sql.Composed:
        """Compare with all vectors: id, score; wants query, k."""
        return self._sql(
            "SELECT id, score FROM (SELECT {id}::text AS id, {key} AS key, {score} AS score FROM {table}"
            " WHERE {usable} AND {where}) AS s ORDER BY score DESC, key LIMIT %(k)s",
            where=where,
        )

    def ann(self, where: sql.Composable) -> sql.Composed:
        """Search as an application does, through the index where the server uses it: id, score; wants query, k."""
        operator = f" OPERATOR({{schema}}.{_OPERATORS[self.metric]}) %(query)s::{{schema}}."
        indexed = "{vector}::{schema}." + self.cast if self.cast else "{vector}"
        return self._sql(
            "SELECT {id}::text, {nearness} FROM {table} WHERE {usable} AND {where}"
            f" ORDER BY ({indexed})" + operator + "{native} LIMIT %(k)s",
            where=where,
            nearness=sql.SQL(_NATIVE[self.metric]).format(distance=self._sql("{wide}" + operator + "vector")),
            native=identifier(self.cast.partition("(")[0] or self.table.vector.type),
        )

    def loaded(self) -> sql.Composed:
        """Make the server load pgvector, so that its settings are known."""
        return self._sql("SELECT '[1]'::{schema}.vector")

    def border(self, where: sql.Composable) -> sql.Composed:
        """Count what is surely better (vector NULL), and give the vectors that may be with their counts.

        Wants query, score, rounding and norm, the length of the query.
        """
        rounding = self._sql(_ROUNDING[self.metric])
        return self._sql(
            "SELECT CASE WHEN score <= %(score)s + {rounding} THEN {schema}.vector_send(wide) END, count(*)"
            " FROM (SELECT {wide} AS wide, {score} AS score FROM {table} WHERE {usable} AND {where}) AS s"
            " WHERE score > %(score)s - {rounding} GROUP BY 1",
            where=where,
            rounding=rounding,
        )

    def text_search(self, where: sql.Composable) -> sql.Composed:
        """Search texts: id, score; see `TEXT_SEARCH` for what it wants. Without a prepared column all are read once."""
        return self._sql(
            TEXT_SEARCH,
            where=where,
            searchable=self._searchable(),
            kept=sql.SQL("NOT MATERIALIZED" if self.table.searchable else "MATERIALIZED"),
        )

    def count(self, where: sql.Composable) -> sql.Composed:
        """Count documents."""
        return self._sql("SELECT count(*) FROM {table} WHERE {where}", where=where)

    def fetch(self) -> sql.Composed:
        """Give documents by id; wants ids."""
        return self._sql("SELECT {document} FROM {table} WHERE {key} = ANY(%(ids)s::{key_type}[])")

    def page(self, *, first: bool) -> sql.Composed:
        """Give the next documents by id; wants batch and, but for the first page, last."""
        after = "" if first else " WHERE {key} > %(last)s::{key_type}"
        return self._sql("SELECT {document} FROM {table}" + after + " ORDER BY {key} LIMIT %(batch)s")

    def ids(self) -> sql.Composed:
        """Give all ids in order."""
        return self._sql("SELECT {id}::text FROM {table} ORDER BY {key}")

    def sample(self, *, thinned: bool) -> sql.Composed:
        """Draw ids by the MD5 of id and seed; wants size, seed and, if rows are thinned out before, percent."""
        drawn = " TABLESAMPLE BERNOULLI (%(percent)s) REPEATABLE (%(seed)s)" if thinned else ""
        return self._sql(
            "SELECT {id}::text FROM {table}" + drawn + " ORDER BY md5({id}::text || ' ' || %(seed)s::text), {key}"
            " LIMIT %(size)s"
        )

    def some_dim(self) -> sql.Composed:
        """Give the length of some vector, where none is declared."""
        return self._sql("SELECT {schema}.vector_dims({vector}) FROM {table} WHERE {vector} IS NOT NULL LIMIT 1")

    def repeated_id(self) -> sql.Composed:
        """Give an id that two documents have, or that is NULL."""
        return self._sql("SELECT {id}::text FROM {table} GROUP BY {id} HAVING count(*) > 1 OR {id} IS NULL LIMIT 1")

    def where(self, where: Where) -> tuple[sql.Composable, Bound]:
        """Give a filter as SQL with its bound values.

        Raises:
            RequestError: a field is unknown, or a value cannot be read as its type.
        """
        parts: list[sql.Composable] = [sql.SQL("TRUE")]
        bound: Bound = {}
        for place, wanted in enumerate(wanted_of([each.field for each in self.fields], where)):
            name, value = f"wanted{place}", self._compared(wanted.field)
            bound[name] = [each for each in wanted.values if not (isinstance(each, str) and "\0" in each)]
            cast = sql.SQL(_CASTS[wanted.field.type])
            part: sql.Composable = sql.SQL("{} = ANY({}::{}[])").format(value, sql.Placeholder(name), cast)
            if wanted.missing:
                part = sql.SQL("({} OR {} IS NULL)").format(part, value)
            parts.append(part)
        return sql.SQL(" AND ").join(parts), bound

    def _compared(self, field: MetadataField) -> sql.Composable:
        """Give what a filter looks at; whole numbers uncast, so that the planner knows how rare they are."""
        place = next((place for place, each in enumerate(self.fields) if each.field == field), None)
        if place is None:
            return self._text(self.table.parent, missing="NULL")
        kept = next((each for each in self.table.rest if each.name == self.fields[place].column), None)
        plain = kept is not None and kept.type in _WHOLE and not self.fields[place].key
        return self._column(kept) if kept is not None and plain else self._field(place)

    def _field(self, place: int) -> sql.Composable:
        field = self.fields[place]
        column = sql.SQL("t.{}").format(identifier(field.column))
        if field.key:
            kept = sql.SQL("({}::jsonb -> {}::text)").format(column, sql.Placeholder(f"key{place}"))
            return sql.SQL("(" + _JSON[field.field.type] + ")").format(kept=kept, whole=sql.Literal(WHOLE_NUMBER))
        through = "::text" if field.single else ""
        return sql.SQL("({}" + through + "::" + _CASTS[field.field.type] + ")").format(column)

    def _document(self) -> sql.Composable:
        table = self.table
        position = sql.SQL("NULL") if table.position is None else self._column(table.position)
        return sql.SQL(", ").join(
            [
                self._text(table.id),
                sql.SQL("coalesce({}, '')").format(self._text(table.title, missing="NULL")),
                sql.SQL("coalesce({}, '')").format(self._text(table.text)),
                self._text(table.parent, missing="NULL"),
                position,
                self._sql("{schema}.{send}({vector})", send=identifier(f"{table.vector.type}_send")),
                *(self._field(place) for place in range(len(self.fields))),
            ]
        )

    def _searchable(self) -> sql.Composable:
        table = self.table
        if table.searchable:
            return sql.SQL("t.{}").format(identifier(table.searchable))
        return sql.SQL("to_tsvector({}::regconfig, coalesce({}, '') || ' ' || coalesce({}, ''))").format(
            sql.Placeholder("language"), self._text(table.title, missing="''"), self._text(table.text)
        )

    def _column(self, column: Column) -> sql.Composable:
        return sql.SQL("t.{}").format(identifier(column.name))

    def _text(self, column: Column | None, missing: str = "") -> sql.Composable:
        return sql.SQL(missing + "::text") if column is None else sql.SQL("{}::text").format(self._column(column))

    def _sql(self, text: str, **parts: sql.Composable) -> sql.Composed:
        """Fill in a statement; the parts that many share are made when they stand in it."""
        vector, schema = self._column(self.table.vector), identifier(self.schema)
        wide = sql.SQL("{}::{}.vector").format(vector, schema) if self.half else vector
        query = sql.SQL("%(query)s::{}.vector").format(schema)
        same = sql.SQL(" AND {}.vector_dims({}) = %(dim)s").format(schema, vector)
        shared = {
            "schema": schema,
            "vector": vector,
            "wide": wide,
            "table": sql.SQL("{} AS t").format(identifier(self.table.schema, self.table.name)),
            "id": self._column(self.table.id),
            "key": self.key,
            "key_type": sql.SQL(self.key_type),
            "usable": sql.SQL("{} IS NOT NULL{}").format(vector, same if self.table.vector.dim < 0 else sql.SQL("")),
            "score": sql.SQL(_EXACT[self.metric]).format(vector=wide, schema=schema, query=query),
        }
        if "{document}" in text:
            shared["document"] = self._document()
        return sql.SQL(text).format(**shared, **parts)
