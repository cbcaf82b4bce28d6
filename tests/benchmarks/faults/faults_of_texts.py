"""Faults between a text and its vector: an edited text, another recipe, a lost text, a part that is not read any more.

Stale vectors are made by embedding an earlier text that never existed: some sentences of the document replaced by
sentences of others. The stored text stays. Lost and grown texts change the document and its vector together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from inspector.records.documents import Document
from inspector.records.findings import Cause
from inspector.records.trace import TraceRequest
from inspector.stores.recipe import embedded_text
from inspector.text import sentences
from inspector.vectors import Float32Array
from tests.benchmarks.faults import oracle
from tests.benchmarks.faults.cases import Batch, Candidate, Within
from tests.benchmarks.faults.faults_of_vectors import HUNDREDTH, ONE, Change
from tests.benchmarks.faults.lab import Lab, Target
from tests.benchmarks.faults.parts import Parts


def spoken(document: Document) -> list[str]:
    """Give the sentences of a document's text."""
    return [document.text[start:end] for start, end in sentences(document.text)]


def foreign_sentences(lab: Lab, rng: np.random.Generator, row: int, count: int) -> list[str]:
    """Draw sentences of other documents."""
    found: list[str] = []
    while len(found) < count:
        other = int(rng.integers(len(lab.parts.documents)))
        said = spoken(lab.parts.documents[other]) if other != row else []
        if said:
            found.append(said[int(rng.integers(len(said)))])
    return found


def edited(share: float) -> Change:
    """Embed an earlier text, in which a share of the sentences was another, at least one."""

    def change(lab: Lab, rows: Sequence[int], rng: np.random.Generator) -> Float32Array:
        texts = []
        for row in rows:
            said = spoken(lab.parts.documents[row])
            places = rng.permutation(len(said))[: max(1, round(share * len(said)))]
            for place, other in zip(places, foreign_sentences(lab, rng, row, len(places)), strict=True):
                said[place] = other
            earlier = replace(lab.parts.documents[row], text=" ".join(said))
            texts.append(embedded_text(lab.parts.recipe, earlier))
        return lab.embedder.encode(texts)

    return change


def by_recipe(recipe: str) -> Change:
    """Embed the same documents by another text recipe."""

    def change(lab: Lab, rows: Sequence[int], rng: np.random.Generator) -> Float32Array:
        return lab.embedder.encode([embedded_text(recipe, lab.parts.documents[row]) for row in rows])

    return change


def has_sentences(least: int) -> Callable[[Lab, Target], bool]:
    """Accept documents of at least so many sentences."""
    return lambda lab, target: len(spoken(lab.parts.documents[target.row])) >= least


def has_both(lab: Lab, target: Target) -> bool:
    """Accept documents with a title and a text."""
    document = lab.parts.documents[target.row]
    return bool(document.title.strip() and document.text.strip())


def lost(lab: Lab, rng: np.random.Generator, count: int, *, text: str, title_kept: bool) -> Iterator[Batch]:
    """Replace texts by nothing, or by white space; what is embedded is what is left."""
    for strength, wanted, times in ((ONE, 1, 2), (HUNDREDTH, 3 * count, 1)):
        for _ in range(times):
            targets = lab.targets(rng, wanted, lambda target: has_both(lab, target))
            emptied = {
                target.row: replace(each, text=text, title=each.title if title_kept else "")
                for target in targets
                for each in (lab.parts.documents[target.row],)
            }
            parts = with_texts(lab, emptied)
            candidates = tuple(changed_document(lab, parts, target) for target in targets)
            name = "text lost, title kept" if title_kept else "text and title lost"
            yield Batch(name, Cause.EMPTY_TEXT, strength, parts, candidates)


def with_texts(lab: Lab, changed: dict[int, Document]) -> Parts:
    """Give healthy parts with some documents changed and embedded as they are now."""
    documents = tuple(changed.get(row, each) for row, each in enumerate(lab.parts.documents))
    vectors = lab.parts.vectors.copy()
    rows = sorted(changed)
    vectors[rows] = lab.embedder.encode([embedded_text(lab.parts.recipe, documents[row]) for row in rows])
    return replace(lab.parts, documents=documents, vectors=vectors)


def within(parts: Parts, asked: np.ndarray, document_id: str) -> Within:
    """Say by brute force whether a document is among the first k."""
    place = oracle.rank(parts, asked, document_id)
    return lambda k: place is not None and place <= k


def changed_document(lab: Lab, parts: Parts, target: Target, undone: Parts | None = None) -> Candidate:
    """Make the question for a document that was changed together with its vector; undone means that both are back."""
    asked, document_id = lab.asked[target.query], lab.id_of(target)
    if undone is None:
        documents, vectors = list(parts.documents), parts.vectors.copy()
        documents[target.row], vectors[target.row] = lab.parts.documents[target.row], lab.parts.vectors[target.row]
        undone = replace(parts, documents=tuple(documents), vectors=vectors)
    request = TraceRequest(lab.queries[target.query], document_id)
    before, after = within(lab.parts, asked, document_id), within(parts, asked, document_id)
    return Candidate(request, before, after, within(undone, asked, document_id))


def grown(lab: Lab, rng: np.random.Generator, count: int) -> Iterator[Batch]:
    """Let texts grow at their front, until what they said before is no longer read.

    Undone means that the earlier text, which nobody reads now, has a vector of its own.
    """
    for strength, wanted, times in ((ONE, 1, 2), (HUNDREDTH, 3 * count, 1)):
        for _ in range(times):
            targets = lab.targets(rng, wanted, lambda target: bool(lab.short[target.row]) and has_both(lab, target))
            changed = {target.row: _grown(lab, rng, target.row) for target in targets}
            parts = with_texts(lab, changed)
            candidates = []
            for target in targets:
                vectors = parts.vectors.copy()
                vectors[target.row] = lab.embedder.encode([lab.parts.documents[target.row].text])[0]
                candidates.append(changed_document(lab, parts, target, replace(parts, vectors=vectors)))
            yield Batch("text grew at its front", Cause.TRUNCATED, strength, parts, tuple(candidates))


def _grown(lab: Lab, rng: np.random.Generator, row: int) -> Document:
    """Put sentences of other documents before a text, as many as fill what the model reads."""
    document, front = lab.parts.documents[row], list[str]()
    while True:
        front += foreign_sentences(lab, rng, row, 4)
        read = embedded_text(lab.parts.recipe, replace(document, text=" ".join(front)))
        if lab.embedder.token_counts([read])[0] >= lab.embedder.max_tokens:
            return replace(document, text=" ".join([*front, document.text]))
