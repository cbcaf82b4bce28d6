"""The options that give queries as vectors: --like DOC, --vector FILE.npy, and --vectors FILE.npy for many queries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from inspector.errors import RequestError

if TYPE_CHECKING:
    from inspector.inspection import OpenIndex

LikeOption = Annotated[
    str | None,
    typer.Option(metavar="DOC", help="Search with the stored vector of this document; no model is used."),
]
VectorOption = Annotated[
    Path | None, typer.Option(metavar="FILE.npy", help="Search with this vector; no model is used.")
]
VectorsOption = Annotated[
    Path | None,
    typer.Option(metavar="FILE.npy", help="With --queries: search with these vectors, one row for each query."),
]


@dataclass(frozen=True, slots=True)
class Given:
    """How the queries are given beside their texts.

    Attributes:
        like: Id of the document whose stored vector is the query.
        file: File with one vector for each query.
    """

    like: str | None = None
    file: Path | None = None

    def __bool__(self) -> bool:
        return self.like is not None or self.file is not None


def read_given(like: str | None, vector: Path | None, vectors: Path | None, *, many: bool) -> Given:
    """Put the options together.

    Args:
        like: The value of --like.
        vector: The value of --vector.
        vectors: The value of --vectors.
        many: Whether there is a file of queries.

    Raises:
        RequestError: two of them are given, or one that does not go with the queries.
    """
    if sum(value is not None for value in (like, vector, vectors)) > 1:
        raise RequestError("Give one of --like, --vector and --vectors: a query has one vector.")
    if many and (like is not None or vector is not None):
        raise RequestError("--like and --vector are for a single query.", "Give --vectors with --queries.")
    if not many and vectors is not None:
        raise RequestError("--vectors needs --queries.", "Give --vector for a single query.")
    return Given(like, vector or vectors)


def asked_indexes(opened: OpenIndex, given: Given, queries: Sequence[str]) -> Iterator[tuple[OpenIndex, str]]:
    """Give for each query the index to ask, with the query's vector where one was given, and the query's text.

    Args:
        opened: The index.
        given: How the queries are given.
        queries: Their texts; one without a text takes a name for what it is.

    Raises:
        RequestError: there is no such document, or the file does not fit; before the first is given.
        EmbedderError: a vector has no direction.
    """
    from inspector.embedders.given import GivenVector
    from inspector.search.given import from_file, like

    if given.like is not None:
        found = like(opened.collection, given.like, queries[0])
        yield opened.asked_with(found), found.query
    elif given.file is not None:
        rows = from_file(given.file, len(queries), opened.collection.contract.dim)
        for place, (text, row) in enumerate(zip(queries, rows, strict=True), start=1):
            which = given.file.name if len(queries) == 1 else f"row {place} of {given.file.name}"
            yield opened.asked_with(GivenVector(text, row, f"the vector in {which}")), text
    else:
        for text in queries:
            yield opened, text
