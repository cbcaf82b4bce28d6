"""What can be asked of each kind of store, in one table; README shows it, and the conformance tests prove it."""

from __future__ import annotations

from dataclasses import dataclass

from inspector.stores import LOADERS


@dataclass(frozen=True, slots=True)
class Capability:
    """What one kind of store can do; each text is a cell of README's table.

    Attributes:
        loader: A row of `LOADERS`.
        documents: Where texts and metadata come from.
        vectors: Which vectors exact search and ranks compare.
        ranks: How far ranks can be trusted.
        structure: Of which ANN structures a trace says why they missed.
        filters: When a filter holds.
        keyword: What keyword search runs over.
        chunks: Whether documents can name a parent and a position.
    """

    loader: str
    documents: str
    vectors: str
    ranks: str
    structure: str
    filters: str
    keyword: str
    chunks: bool


def _engine(loader: str, ranks: str, keyword: str, filters: str = "before the search") -> Capability:
    """Give the row of a database; what differs by size is said for a collection that is not copied whole."""
    return Capability(loader, "its own", "as it keeps them", ranks, "HNSW: candidates it needs", filters, keyword, True)


_FAISS = "IVF, HNSW, PQ, SQ, IVFPQ, transformed, refined"
_HEAD = ("store", "documents", "vectors", "ranks", "ANN reasons", "filters", "keyword search", "chunks")
CAPABILITIES: tuple[Capability, ...] = (
    Capability("folder", "its own", "as given", "exact", "HNSW, IVF, IVFPQ", "before the search", "its own", True),
    Capability(
        "faiss",
        "a file beside it",
        "as kept, or full ones",
        "exact",
        _FAISS,
        "before the search",
        "all documents",
        True,
    ),
    Capability("langchain", "its docstore", "as kept", "exact", _FAISS, "before the search", "all documents", False),
    Capability(
        "parquet",
        "its other columns, or a file",
        "as given",
        "exact",
        "none: exact search",
        "before the search",
        "all documents",
        True,
    ),
    Capability(
        "numpy",
        "a file beside it",
        "as given",
        "exact",
        "none: exact search",
        "before the search",
        "all documents",
        True,
    ),
    _engine("milvus", "exact, or retrieved (*)", "a sample with Milvus's BM25 (*)"),
    _engine(
        "pgvector", "exact, or counted for few (*)", "a sample with Postgres full text (*)", "after the index search"
    ),
    _engine("qdrant", "exact, or retrieved (*)", "a sample (*)"),
)
"""In the order of `LOADERS`; (*) for a collection that is not copied whole."""


def table() -> tuple[str, ...]:
    """Give README's table, a line each; kinds of store come in the order of `LOADERS`."""
    by_name = {each.loader: each for each in CAPABILITIES}
    found = [by_name[loader.name] for loader in LOADERS if loader.name in by_name]
    rows = [_HEAD, ("---",) * len(_HEAD), *map(_cells, found)]
    return tuple(f"| {' | '.join(cells)} |" for cells in rows)


def _cells(row: Capability) -> tuple[str, ...]:
    told = (row.documents, row.vectors, row.ranks, row.structure, row.filters, row.keyword)
    return (f"`{row.loader}:`", *told, "yes" if row.chunks else "no")
