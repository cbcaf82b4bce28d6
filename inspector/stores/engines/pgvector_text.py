"""The statement of Postgres's text search: documents with any word of a query, the rare words counting most.

A question of many words stands whole in no document, so any of its words will do; and since the documents found here
are weighed again by BM25, they are ranked much like it: each word by how rare it is, its rank in a document by
`ts_rank` over the document's length. Rare words find the documents, all words rank them; only where every word is
common must all of them be there. Invariant: what was typed is bound, and its words reach the query quoted.
Cost: one look into the index for each word, and the ranks of about `MOST` documents.
"""

from __future__ import annotations

MOST = 20_000
"""Documents that are ranked, about; a word that as many have is a common one."""

_QUOTED = "'''' || replace(replace(lexeme, chr(92), chr(92) || chr(92)), '''', '''''') || ''''"

TEXT_SEARCH = (
    "WITH texts AS {kept} (SELECT {id}::text AS id, {key} AS key, {searchable} AS words FROM {table} WHERE {where}),"
    f" parts AS MATERIALIZED (SELECT ({_QUOTED})::tsquery AS part"
    " FROM unnest(to_tsvector(%(language)s::regconfig, %(words)s))),"
    " counted AS MATERIALIZED (SELECT part, (SELECT count(*) FROM (SELECT FROM texts WHERE words @@ part"
    " LIMIT %(most)s) AS s) AS number FROM parts),"
    " weighed AS MATERIALIZED (SELECT part, sum(number) OVER (ORDER BY number, part::text) AS so_far,"
    " ln(1 + %(count)s::float8 / (1 + CASE WHEN number < %(most)s THEN number"
    " ELSE greatest(number, %(count)s / 4) END)) AS weight FROM counted WHERE number > 0),"
    " sought AS MATERIALIZED (SELECT coalesce("
    "(SELECT string_agg(part::text, ' | ')::tsquery FROM weighed WHERE so_far < %(most)s),"
    " (SELECT string_agg(part::text, ' & ')::tsquery FROM weighed)) AS query)"
    " SELECT id, (SELECT sum(weight * ts_rank(words, part, 1)) FROM weighed) AS score FROM texts, sought"
    " WHERE words @@ query ORDER BY score DESC, key LIMIT %(k)s"
)
"""Wants words, language, most, count (of all documents) and k; gives id, score."""
