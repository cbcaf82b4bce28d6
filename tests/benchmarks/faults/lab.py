"""A healthy collection on the table: its parts, its queries, and where every document stands for each of them.

Large collections are cut to a seeded subset that keeps the judged documents. The ranking of the healthy index is a
brute force over its vectors; what the trace says is never looked at here.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from inspector.embedders.embedder import Embedder
from inspector.explain.vector_cache import VectorCache
from inspector.records.documents import Document
from inspector.text import first_sentence, words
from inspector.vectors import BoolArray, FloatArray, IntArray
from tests.benchmarks.faults import oracle
from tests.benchmarks.faults.parts import Parts, Written, read_parts, some, write

QUERIES = 240
DEEP = 20
"""A target stands at most so deep in the healthy index; the largest k of a case."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a collection comes from.

    Attributes:
        index: The folder of a healthy index.
        queries: A .jsonl file with id and text; "-" makes queries out of documents' first sentences.
        qrels: A TSV with the header query, doc, grade; "-" for none.
    """

    index: str
    queries: str = "-"
    qrels: str = "-"


@dataclass(frozen=True, slots=True)
class Target:
    """A document that the healthy index returns for a query.

    Attributes:
        query: Number of the query.
        row: Row of the document in the healthy parts.
        rank: Its place there, 1-based.
    """

    query: int
    row: int
    rank: int


@dataclass(frozen=True, slots=True, eq=False)
class Lab:
    """A healthy collection.

    Attributes:
        name: Of the collection.
        parts: The healthy parts.
        embedder: The model that made its vectors.
        scratch: Where indexes are written.
        queries: Texts.
        asked: Shape (queries, dim), as the model gives them.
        similarities: Shape (queries, documents), float64 cosine similarities.
        judged: Shape (queries, documents): pairs of positive grade.
        tokens: Shape (documents,): tokens of each embedded text.
        cache: Of the traces.
    """

    name: str
    parts: Parts
    embedder: Embedder
    scratch: Path
    queries: tuple[str, ...]
    asked: FloatArray
    similarities: FloatArray
    judged: BoolArray
    tokens: IntArray
    cache: VectorCache = field(default_factory=VectorCache)

    @property
    def short(self) -> BoolArray:
        """Which documents the model reads to the end, shape (documents,)."""
        return self.tokens <= self.embedder.max_tokens

    def id_of(self, target: Target) -> str:
        """The id of a target."""
        return self.parts.documents[target.row].id

    def write(self, parts: Parts) -> Written:
        """Write an index and open it with the model of the collection."""
        return write(parts, self.scratch, self.embedder, self.cache)

    def targets(
        self, rng: np.random.Generator, count: int, fits: Callable[[Target], bool] = lambda target: True
    ) -> list[Target]:
        """Draw targets, judged ones first, each document at most once and queries in turn.

        Args:
            rng: Decides the order.
            count: At most so many.
            fits: Which are wanted.
        """
        found: list[Target] = []
        rows: set[int] = set()
        orders = np.argsort(-self.similarities, axis=1, kind="stable")[:, :DEEP]
        drawn = [(int(query), at) for query in range(len(self.queries)) for at in range(orders.shape[1])]
        drawn = [drawn[place] for place in rng.permutation(len(drawn))]
        drawn.sort(key=lambda each: not self.judged[each[0], orders[each]])
        uses: dict[int, int] = {}
        for most in (1, 2, 4, DEEP):
            for query, at in drawn:
                target = Target(query, int(orders[query, at]), at + 1)
                if target.row in rows or uses.get(query, 0) >= most or not fits(target):
                    continue
                found.append(target)
                rows.add(target.row)
                uses[query] = uses.get(query, 0) + 1
                if len(found) == count:
                    return found
        return found


def open_lab(source: Source, embedder: Embedder, scratch: Path, seed: int, documents: int) -> Lab:
    """Open a collection, cut to at most so many documents.

    Args:
        source: Where it comes from.
        embedder: Its own model; another one embeds the documents anew.
        scratch: Where indexes are written.
        seed: Of every draw.
        documents: How many to keep, judged ones first.
    """
    rng = np.random.default_rng(seed)
    whole = read_parts(source.index)
    texts, judged = _judged(source, whole, rng)
    order = rng.permutation(len(texts))[:QUERIES]
    texts, judged = [texts[at] for at in order], [judged[at] for at in order]
    kept = _kept(whole, judged, rng, documents)
    parts = some(whole, kept)
    if embedder.dim != whole.vectors.shape[1]:
        parts = replace(parts, vectors=embedder.encode(parts.texts(range(len(kept)))))
    return lab_of(Path(source.index).name, parts, embedder, scratch, texts, judged)


def lab_of(name: str, parts: Parts, embedder: Embedder, scratch: Path, texts: list[str], judged: list[set[str]]) -> Lab:
    """Put healthy parts on the table with queries and the ids of the documents that are judged to answer them."""
    asked = embedder.encode(texts, prompt=parts.query_prompt).astype(np.float64)
    relevant = np.array([[each.id in ids for each in parts.documents] for ids in judged], dtype=np.bool_)
    tokens = embedder.token_counts(parts.texts(range(len(parts.documents))), prompt=parts.document_prompt)
    similarities = oracle.unit(asked) @ oracle.unit(parts.vectors).T
    return Lab(name, parts, embedder, scratch, tuple(texts), asked, similarities, relevant, tokens)


def _judged(source: Source, whole: Parts, rng: np.random.Generator) -> tuple[list[str], list[set[str]]]:
    if source.queries == "-":
        return _made(whole, rng)
    lines = Path(source.queries).read_text(encoding="utf-8").splitlines()
    texts = {str(line["id"]): str(line["text"]) for line in map(json.loads, lines)}
    found: dict[str, set[str]] = {each: set() for each in texts}
    if source.qrels != "-":
        with Path(source.qrels).open(encoding="utf-8", newline="") as file:
            for line in csv.DictReader(file, delimiter="\t"):
                if line["query"] in found and float(line["grade"]) > 0:
                    found[line["query"]].add(line["doc"])
    return list(texts.values()), list(found.values())


def _made(whole: Parts, rng: np.random.Generator) -> tuple[list[str], list[set[str]]]:
    """Ask for documents in the later words of their first sentences, one word in three forgotten."""
    texts, judged = [], []
    for row in rng.permutation(len(whole.documents)):
        document: Document = whole.documents[row]
        said = [word.text for word in words(first_sentence(document.text))]
        kept = [word for word in said[len(said) // 4 :] if rng.random() > 1 / 3]
        if 3 <= len(kept) <= 20:
            texts.append(" ".join(kept))
            judged.append({document.id})
        if len(texts) == QUERIES:
            break
    return texts, judged


def _kept(whole: Parts, judged: list[set[str]], rng: np.random.Generator, documents: int) -> list[int]:
    wanted = set().union(*judged)
    order = rng.permutation(len(whole.documents))
    first = [int(row) for row in order if whole.documents[row].id in wanted]
    rest = [int(row) for row in order if whole.documents[row].id not in wanted]
    return sorted([*first, *rest][:documents])
