"""Queries by which the consequence of drift is measured: those given, else questions made from documents of then."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from inspector.embedders.embedder import Embedder
from inspector.errors import RequestError
from inspector.monitor.groups import Group, draw, usable_rows
from inspector.progress import Progress
from inspector.search.pseudo_queries import pseudo_query
from inspector.text import join_spaces, shortened
from inspector.vectors import Float32Array

MADE = 100
_SEED = 1
_BATCH = 32
_JSON_FORM = 'Each line is {"id": "…", "text": "…"}, or all lines are plain queries.'


@dataclass(frozen=True, slots=True)
class Asked:
    """Queries with their vectors.

    Attributes:
        texts: The queries.
        vectors: Shape (len(texts), dim).
        made: Whether they were made from documents.
        note: What to bear in mind, a sentence; or empty.
    """

    texts: tuple[str, ...]
    vectors: Float32Array
    made: bool
    note: str = ""


def asked(
    then: Group, embedder: Embedder | None, queries: Sequence[str], no_model: str, progress: Progress
) -> Asked | None:
    """Give the queries to measure with.

    Without a model, the stored vectors of documents of then are asked instead of questions.

    Args:
        then: The documents that were there then.
        embedder: The model of its vectors; None where it could not be loaded.
        queries: Real queries; empty = some are made.
        no_model: Why there is no model, as the end of a sentence.
        progress: Told how many are embedded.

    Returns:
        None where there is nothing to ask, or real queries and no model.

    Raises:
        EmbedderError: the model failed.
        CancelledError: progress asked to stop.
    """
    if queries:
        return None if embedder is None else _embedded(then, embedder, tuple(queries), False, progress)
    drawn = draw(then, MADE, _SEED)
    if embedder is None:
        names = tuple(pseudo_query(each) or each.id for each in drawn.documents)
        note = f"Documents of then were asked in place of queries, because {no_model or 'there is no model'}."
        return Asked(names, drawn.vectors, True, note) if names else None
    texts = tuple(text for each in drawn.documents if (text := pseudo_query(each)))
    return _embedded(then, embedder, texts, True, progress) if texts else None


def _embedded(then: Group, embedder: Embedder, texts: tuple[str, ...], made: bool, progress: Progress) -> Asked:
    vectors = embedded(embedder, texts, then.collection.contract.query_prompt, progress)
    usable = usable_rows(vectors)
    return Asked(tuple(texts[row] for row in usable), vectors[usable], made)


def embedded(embedder: Embedder, texts: Sequence[str], prompt: str, progress: Progress) -> Float32Array:
    """Embed queries, shape (len(texts), dim).

    Raises:
        EmbedderError: the model failed.
        CancelledError: progress asked to stop.
    """
    vectors = np.zeros((len(texts), embedder.dim), dtype=np.float32)
    for start in range(0, len(texts), _BATCH):
        progress(start, len(texts), "Embedding queries")
        part = slice(start, start + _BATCH)
        vectors[part] = embedder.encode(texts[part], prompt=prompt)
    return vectors


def read_list(text: str) -> tuple[str, ...]:
    """Read a list of queries: one a line, or one JSON object a line with "text"; empty lines are passed over.

    Halves of surrogate pairs, which JSON can name and no file can hold, become question marks.

    Args:
        text: What was pasted or uploaded.

    Raises:
        RequestError: lines look like JSON, and one of them is none or has no "text".
    """
    lines = [line for line in text.removeprefix("\ufeff").split("\n") if line.strip()]
    if not lines or not lines[0].lstrip().startswith("{"):
        return tuple(each for line in lines if (each := join_spaces(line)))
    found: list[str] = []
    for number, line in enumerate(lines, start=1):
        try:
            value = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise RequestError(f"Query {number} is not JSON: {error}.", _JSON_FORM) from error
        if not isinstance(value, dict) or not isinstance(value.get("text"), str):
            raise RequestError(f'Query {number} has no "text".', _JSON_FORM)
        found.append(join_spaces(value["text"]))
    return tuple(each.encode("utf-8", errors="replace").decode("utf-8") for each in found if each)


def shown(text: str) -> str:
    """Give a text as a list of queries shows it, on one line."""
    return shortened(text, 120)
