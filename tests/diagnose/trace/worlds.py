"""Small worlds in which a document is lost for one reason that is known, because it was put there by hand.

A text's vector is the sum of its words' vectors. The word "ask" points along the first axis, so the similarity of a
document of one word to the query "ask" is that word's first component: numbers that can be read off.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from inspector import fingerprint
from inspector.build.build import build
from inspector.build.settings import BuildSettings
from inspector.cli.output import finite
from inspector.cli.trace_form import trace_json
from inspector.diagnose.trace import trace
from inspector.diagnose.trace.case import Case
from inspector.embedders.embedder import Embedder
from inspector.embedders.facts import ModelFacts
from inspector.inspection import OpenIndex
from inspector.records.findings import Cause
from inspector.records.trace import Stage, Trace, TraceRequest
from inspector.search.keyword import open_keyword
from inspector.stores import open_index
from tests.toy import ToyEmbedder

DIM = 64
AXES = 40
"""Axes 1 to 39 belong to the words w0, w1, …; those from 40 on to words that have nothing to do with the query."""


class Words(ToyEmbedder):
    """The toy encoder with the vectors of some words laid down by hand; words that are only polite are zero else."""

    def __init__(self, given: Mapping[str, np.ndarray], dim: int = DIM, facts: ModelFacts | None = None, **settings):
        super().__init__(dim, **settings)
        self.facts = facts or ModelFacts()
        zero = np.zeros(dim)
        polite = ("please", "thanks", "hello", "thank", "you", "the", "is", "not")
        self.given = {"ask": axis(0, dim), **dict.fromkeys(polite, zero), **given}
        laid_down = [[word, [float(value) for value in vector]] for word, vector in sorted(self.given.items())]
        self.fingerprint = fingerprint.of_values(self.fingerprint, laid_down)

    def vector_of(self, word: str) -> np.ndarray:
        known = self.given.get(word.lower())
        return super().vector_of(word) if known is None else known


def axis(place: int, dim: int = DIM, length: float = 1.0) -> np.ndarray:
    """Give a vector along one axis."""
    out = np.zeros(dim)
    out[place] = length
    return out


def towards(similarity: float, place: int, dim: int = DIM) -> np.ndarray:
    """Give a unit vector of this similarity to the first axis; the rest of it lies along another."""
    return axis(0, dim, similarity) + axis(place, dim, np.sqrt(1 - similarity**2))


def ladder(count: int = 30, first: float = 0.95, step: float = 0.02) -> dict[str, np.ndarray]:
    """Give words w0, w1, … whose similarity to "ask" is first - step * number, each with an axis of its own."""
    return {f"w{place}": towards(first - step * place, 1 + place) for place in range(count)}


def far_words(count: int, seed: int = 3, dim: int = DIM) -> dict[str, np.ndarray]:
    """Give words far0, far1, … with random directions in which the query has no part."""
    rows = np.random.default_rng(seed).normal(size=(count, dim))
    rows[:, :AXES] = 0
    return {f"far{place}": row / np.linalg.norm(row) for place, row in enumerate(rows)}


def line(each: str, text: str, title: str = "", **more: object) -> dict[str, object]:
    """Give a line of a corpus."""
    return {"id": each, "title": title, "text": text, **more}


def lines_of(words: Mapping[str, np.ndarray]) -> list[dict[str, object]]:
    """Give one document a word: w3 is the text of d3, far3 that of f3."""
    return [line(word.replace("w", "d").replace("far", "f"), word) for word in words]


def opened(
    folder: Path,
    lines: Sequence[Mapping[str, object]],
    embedder: Embedder,
    vectors: np.ndarray | None = None,
    **settings: object,
) -> OpenIndex:
    """Build an index of some lines and open it; vectors are adopted where they are given."""
    folder.mkdir(parents=True, exist_ok=True)
    corpus = folder / "corpus.jsonl"
    corpus.write_text("".join(json.dumps(each) + "\n" for each in lines), encoding="utf-8")
    if vectors is not None:
        np.save(folder / "vectors.npy", np.asarray(vectors, dtype=np.float32))
        settings["vectors"] = folder / "vectors.npy"
    build(corpus, folder / "index", BuildSettings(**settings), embedder=embedder)
    collection = open_index(folder / "index")
    assert collection.keyword_folder is not None
    return OpenIndex(collection, open_keyword(collection.keyword_folder), embedder)


def ladder_world(folder: Path, count: int = 30, **settings: object) -> OpenIndex:
    """Build a healthy index in which document d0 is nearest to "ask", d1 next, and so on."""
    words = ladder(count)
    return opened(folder, lines_of(words), Words(words), **settings)


def embedded(embedder: Embedder, lines: Sequence[Mapping[str, object]]) -> np.ndarray:
    """Give the vectors a build would make of some lines."""
    return embedder.encode([f"{each['title']}\n{each['text']}".strip() for each in lines])


def case(index: OpenIndex, doc: str, query: str = "ask", k: int = 10, **more: object) -> Case:
    """Put a question, ready to be looked at."""
    return Case(index, TraceRequest(query, doc, k, **more), doc)


def asked(index: OpenIndex, doc: str, query: str = "ask", k: int = 10, remedies: bool = False, **more: object) -> Trace:
    """Trace a document, and refuse an answer that contradicts itself."""
    found = trace(index, TraceRequest(query, doc, k, **more), remedies=remedies)
    refuse_contradictions(found)
    return found


def refuse_contradictions(found: Trace) -> None:
    """Hold an answer against what every answer must fulfil, whatever was asked."""
    k = found.request.k
    assert [each.stage for each in found.stages] == list(Stage)
    assert found.cause not in found.also
    assert len(set(found.also)) == len(found.also)
    assert not {Cause.FOUND, Cause.NOT_INDEXED, Cause.MODEL_LIMIT} & set(found.also)
    if found.cause in (Cause.FOUND, Cause.NOT_INDEXED, Cause.MODEL_LIMIT, None):
        assert not found.also
    sentences = [found.summary, *(each.summary for each in found.stages), *(each.change for each in found.remedies)]
    assert all(sentence.strip() and "nan" not in sentence.lower().split() for sentence in sentences)
    for remedy in found.remedies:
        assert remedy.worked is None or remedy.worked == (remedy.rank_after is not None and remedy.rank_after <= k)
        assert remedy.rank_before is None or remedy.rank_before > k
    order = [(remedy.worked is None, not remedy.worked) for remedy in found.remedies]
    assert order == sorted(order)
    assert all(rank is None or rank >= 1 for rank in (found.ranks.exact, found.ranks.ann, found.ranks.keyword))
    json.dumps(finite(trace_json(found)), allow_nan=False)
