"""The evidence of a case: documents with their vectors, and what is taken out before a case is shared.

Invariant: vectors are float32, little-endian, as stored; what was left out is named in the case. A text can be guessed
from its vector, so vectors go with the texts.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Sequence

import numpy as np

from inspector.cases.errors import CaseError
from inspector.embedders.given import given_of
from inspector.explain.vector_cache import Encoding, encode_at_once
from inspector.inspection import OpenIndex
from inspector.records.cases import Case, Kept, KeptDocument
from inspector.records.documents import Document
from inspector.vectors import Float32Array, Vectors

TEXT_LIMIT = 8_000
"""Code points of a text that are kept."""
_LITTLE = np.dtype("<f4")


def kept_of(index: OpenIndex, query: str, documents: Sequence[Document]) -> Kept:
    """Give the evidence on some documents.

    Args:
        index: Where they are; the query's vector is its cache's, or is encoded again.
        query: What was asked.
        documents: Each once; one that the index does not have keeps no vector.

    Raises:
        EmbedderError: the model failed on the query.
    """
    collection = index.collection
    rows = collection.rows_of([each.id for each in documents])
    vectors = collection.vectors(rows[rows >= 0]) if (rows >= 0).any() else np.empty((0, collection.contract.dim))
    stored = iter(vectors)
    return Kept(
        dim=collection.contract.dim,
        query_vector=encoded(query_vector(index, query)),
        documents=tuple(
            _document(each, encoded(next(stored)) if row >= 0 else "")
            for each, row in zip(documents, rows, strict=True)
        ),
    )


def query_vector(index: OpenIndex, query: str) -> Float32Array:
    """Give the vector that a query is searched with, shape (dim,); empty where there is no model.

    Raises:
        EmbedderError: the model failed.
    """
    if index.embedder is None or not (query.strip() or given_of(index.embedder)):
        return np.empty(0, dtype=np.float32)
    encoding = Encoding(index.embedder, index.collection.contract.query_prompt, index.cache)
    found: Float32Array = encode_at_once(encoding, (query,))[0][0]
    return found


def encoded(vector: Vectors) -> str:
    """Write a vector, shape (dim,), as a case keeps it."""
    return base64.b64encode(np.asarray(vector, dtype=_LITTLE).tobytes()).decode("ascii")


def decoded(text: str, dim: int, path: str = "A kept vector") -> Float32Array | None:
    """Read a kept vector, shape (dim,); None where none is kept.

    Args:
        text: As it is kept.
        dim: How many values it should have.
        path: Where it stands, for messages.

    Raises:
        CaseError: it is no base64, or has another length.
    """
    if not text:
        return None
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise CaseError(f"{path} is no base64: {error}.") from error
    if len(data) != dim * _LITTLE.itemsize:
        raise CaseError(f"{path} has {len(data):,} bytes, expected {dim * _LITTLE.itemsize:,} for {dim:,} values.")
    return np.frombuffer(data, dtype=_LITTLE).astype(np.float32)


def check_vectors(case: Case) -> None:
    """Refuse a case whose vectors are not what it says.

    Raises:
        CaseError: as in `decoded`.
    """
    decoded(case.kept.query_vector, case.kept.dim, "kept.query_vector")
    for place, each in enumerate(case.kept.documents):
        decoded(each.vector, case.kept.dim, f"kept.documents[{place}].vector")


def text_sha256(text: str) -> str:
    """Give the SHA-256 of a text's UTF-8 bytes, 64 hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8", errors="surrogatepass")).hexdigest()


def _document(document: Document, vector: str) -> KeptDocument:
    return KeptDocument(
        id=document.id,
        title=document.title,
        text=document.text[:TEXT_LIMIT],
        text_sha256=text_sha256(document.text),
        cut=len(document.text) > TEXT_LIMIT,
        metadata=dict(document.metadata),
        parent=document.parent,
        position=document.position,
        vector=vector,
    )
