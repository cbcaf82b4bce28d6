"""Where the similarity of a query and a document lies: an exact split over pairs of tokens, summed up to words.

For a text whose vector is the sum of parts t_i, and another of parts u_j, with sums T and U, the cosine similarity is
the sum of all A_ij = t_i·u_j / (|T| |U|). Under mean pooling t_i is a token's vector divided by the number of tokens.
Exact, but location and not cause; texts whose vectors are no sums are refused with the reason. Cost: one forward pass
for each text.
"""

from __future__ import annotations

import numpy as np

from inspector.embedders.embedder import Embedder
from inspector.embedders.token_embedder import ReadTokens, TokenEmbedder, TokenKind, TokenParts, token_refusal
from inspector.records.location import Located, LocationMatrix, UnitKind
from inspector.text import words
from inspector.vectors import FloatArray, IntArray, read_only

TOLERANCE = 1e-5
"""How far the cells' sum may lie from the cosine similarity of the whole vectors."""
_BEYOND = 200  # code points behind the last token within which its word ends

_KINDS = {TokenKind.SPECIAL: UnitKind.SPECIAL, TokenKind.PROMPT: UnitKind.PROMPT, TokenKind.BIAS: UnitKind.BIAS}


def matrix_refusal(embedder: Embedder) -> str:
    """Say why there is no location matrix for a model, as a sentence; empty where there is."""
    return embedder.split_refusal if isinstance(embedder, TokenEmbedder) else token_refusal(embedder)


def token_matrix(query: TokenParts, document: TokenParts) -> FloatArray:
    """Split a cosine similarity over pairs of tokens.

    Returns:
        Shape (query tokens, document tokens), in float64; the sum is the cosine similarity. Zeros where either text's
        vector is zero.
    """
    lengths = np.linalg.norm(query.parts.sum(axis=0)) * np.linalg.norm(document.parts.sum(axis=0))
    cells: FloatArray = query.parts @ document.parts.T
    return cells / lengths if lengths else np.zeros_like(cells)


def location_matrix(query: str, document: str, parts: tuple[TokenParts, TokenParts]) -> LocationMatrix:
    """Split a cosine similarity over pairs of words.

    Args:
        query: The query without its prompt.
        document: The embedded text without its prompt.
        parts: What the tokens of the two add to their vectors.
    """
    cells = token_matrix(*parts)
    rows, row_units = _units(query, parts[0].tokens)
    columns, column_units = _units(document, parts[1].tokens)
    summed = np.zeros((len(row_units), len(column_units)))
    np.add.at(summed, (rows[:, None], columns[None, :]), cells)
    return LocationMatrix(row_units, column_units, read_only(summed), float(cells.sum()))


def sum_refusal(found: LocationMatrix, similarity: float) -> str:
    """Say that a matrix does not sum to the similarity of the whole vectors, as a sentence; empty where it does."""
    if abs(found.similarity - similarity) <= TOLERANCE:
        return ""
    return (
        f"The parts of the tokens sum to {found.similarity:.6f}, but the similarity is {similarity:.6f}, so the model "
        "does more with its tokens than its modules say."
    )


def _units(text: str, tokens: ReadTokens) -> tuple[IntArray, tuple[Located, ...]]:
    """Say to which word or other unit each token belongs: its place among the units, shape (tokens,).

    A token that runs over several words, as tokens of Chinese may, belongs to the first.
    """
    end = int(tokens.spans[:, 1].max(initial=0))
    found = words(text[: end + _BEYOND])
    ends = np.array([word.end for word in found], dtype=np.int64)
    places: dict[Located, int] = {}
    rows = np.empty(len(tokens.kinds), dtype=np.int64)
    for row, (name, kind) in enumerate(zip(tokens.names, tokens.kinds, strict=True)):
        start, stop = (int(edge) for edge in tokens.spans[row])
        unit = Located("prompt" if kind is TokenKind.PROMPT else name, 0, 0, _KINDS.get(kind, UnitKind.MARK))
        if kind is TokenKind.TEXT:
            unit = Located(text[start:stop], start, stop, UnitKind.MARK)
            place = int(np.searchsorted(ends, start, side="right"))
            if place < len(found) and found[place].start < stop:
                word = found[place]
                unit = Located(word.text, word.start, word.end, UnitKind.WORD)
        rows[row] = places.setdefault(unit, len(places))
    return rows, tuple(places)
