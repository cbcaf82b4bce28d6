"""Faults of what stands beside a document: copies of those above it, overview pages, pages about the negated thing.

The document itself, its vector and the query stay as they are; documents are added, at random places, embedded by the
collection's own model. Undone means that the added ones are gone.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from inspector.records.documents import Document
from inspector.records.findings import Cause
from inspector.records.trace import TraceRequest
from inspector.stores.recipe import embedded_text
from inspector.text import first_sentence
from inspector.vectors import FloatArray
from tests.benchmarks.faults import oracle
from tests.benchmarks.faults.cases import Batch, Candidate
from tests.benchmarks.faults.faults_of_texts import spoken, within
from tests.benchmarks.faults.faults_of_vectors import HUNDREDTH, ONE
from tests.benchmarks.faults.lab import Lab, Target
from tests.benchmarks.faults.parts import Parts, with_documents

NEIGHBORHOOD = 10
PAGES = 240
HUBS = 32
LITTLE = 0.05
"""The chance that the definition of crowding allows to random documents."""
NOTES = ("Checked again in spring.", "Moved from the old site.", "Same as before.", "Kept for reference.", "Draft.")
"""What somebody writes under a copy of a page."""


def fresh_id(rng: np.random.Generator) -> str:
    """Make an id that says nothing."""
    return rng.bytes(6).hex()


def added(lab: Lab, documents: Sequence[Document], rng: np.random.Generator) -> Parts:
    """Give the healthy parts with documents added."""
    vectors = lab.embedder.encode([embedded_text(lab.parts.recipe, each) for each in documents])
    return with_documents(lab.parts, documents, vectors, rng)


def left_out(parts: Parts, ids: set[str]) -> Parts:
    """Give parts without some documents."""
    rows = [row for row, each in enumerate(parts.documents) if each.id not in ids]
    return replace(parts, documents=tuple(parts.documents[row] for row in rows), vectors=parts.vectors[rows])


def crowded(lab: Lab, parts: Parts, query: str, asked: FloatArray, document_id: str, own: set[str]) -> Candidate:
    """Make the question for a document that others were put beside; undone means that `own` alone are gone.

    Leaving anything out above a document helps it; it is a case only where as many random documents seldom would.
    """
    request = TraceRequest(query, document_id)
    before, after = within(lab.parts, asked, document_id), within(parts, asked, document_id)
    mended = within(left_out(parts, own), asked, document_id)
    rank, others = oracle.rank(parts, asked, document_id), len(parts.documents) - 1

    def undone(k: int) -> bool:
        return mended(k) and rank is not None and chance(others, rank - 1, len(own), rank - k) < LITTLE

    return Candidate(request, before, after, undone, (10, 5))


def chance(others: int, above: int, drawn: int, needed: int) -> float:
    """Give the chance that of `drawn` documents out of `others` at least `needed` are among the `above`."""
    ways = sum(
        math.comb(above, hits) * math.comb(others - above, drawn - hits)
        for hits in range(max(0, needed), min(above, drawn) + 1)
    )
    return ways / math.comb(others, drawn)


def copied(lab: Lab, rng: np.random.Generator, count: int, *, exact: bool) -> Iterator[Batch]:
    """Add copies of the two documents at the top, as many as push the target out of ten places."""
    name = "copies added" if exact else "near copies added"
    for strength, wanted, times in ((ONE, 1, 2), (HUNDREDTH, 2 * count, 1)):
        for _ in range(times):
            targets = lab.targets(rng, wanted, lambda target: 4 <= target.rank <= 10 and bool(lab.short[target.row]))
            new: dict[int, list[Document]] = {
                number: _copies(lab, rng, target, exact) for number, target in enumerate(targets)
            }
            parts = added(lab, [each for documents in new.values() for each in documents], rng)
            candidates = []
            for number, target in enumerate(targets):
                own = {each.id for each in new[number]}
                query, asked = lab.queries[target.query], lab.asked[target.query]
                candidates.append(crowded(lab, parts, query, asked, lab.id_of(target), own))
            yield Batch(name, Cause.DUPLICATES_CROWD, strength, parts, tuple(candidates))


def _copies(lab: Lab, rng: np.random.Generator, target: Target, exact: bool) -> list[Document]:
    best = np.argsort(-lab.similarities[target.query], kind="stable")[:2]
    found = []
    for number in range(11 - target.rank + int(rng.integers(3))):
        document = lab.parts.documents[int(best[number % 2])]
        text = document.text if exact else _touched_up(document.text, number // 2)
        found.append(replace(document, id=fresh_id(rng), text=text))
    return found


def _touched_up(text: str, number: int) -> str:
    """Put a note under a text; a short one, which that would make another text, gets other marks at its end."""
    if len(text.split()) < 8 * max(len(note.split()) for note in NOTES):
        return text.rstrip(". ") + "." * (2 + number)
    return f"{text}\n{NOTES[number % len(NOTES)]}"


def hubs(lab: Lab, rng: np.random.Generator, count: int) -> Iterator[Batch]:
    """Add overview pages, lists of what many documents say: those that are most often among ten neighbors.

    A page counts as a hub if it is among the ten nearest of more documents than the mean of the healthy collection and
    three standard deviations.
    """
    pages = [_overview(lab, rng, number) for number in range(PAGES)]
    vectors = oracle.unit(lab.embedder.encode([embedded_text(lab.parts.recipe, each) for each in pages]))
    own = oracle.unit(lab.parts.vectors)
    similar = own @ own.T
    np.fill_diagonal(similar, -np.inf)
    tenth = np.sort(similar, axis=1)[:, -NEIGHBORHOOD]
    occurrences = np.sum(own @ vectors.T > tenth[:, None], axis=0)
    usual = np.sum(similar >= tenth[:, None], axis=0)
    chosen = [int(page) for page in np.argsort(-occurrences)[:HUBS]]
    chosen = [page for page in chosen if occurrences[page] > usual.mean() + 3 * usual.std()]
    if not chosen:
        return
    documents = [pages[page] for page in chosen]
    parts = added(lab, documents, rng)
    ids = {each.id for each in documents}
    targets = [each for each in _all_targets(lab, rng) if _pushed(lab, vectors[chosen], each)]
    candidates = tuple(
        crowded(lab, parts, lab.queries[each.query], lab.asked[each.query], lab.id_of(each), ids) for each in targets
    )
    yield Batch("overview pages added", Cause.HUB_CROWD, f"{len(chosen)} pages", parts, candidates)


def _all_targets(lab: Lab, rng: np.random.Generator) -> list[Target]:
    return lab.targets(rng, len(lab.parts.documents), lambda each: each.rank <= 10 and bool(lab.short[each.row]))


def _pushed(lab: Lab, pages: FloatArray, target: Target) -> bool:
    """Whether pages push a target out of five or ten places."""
    above = int(np.sum(pages @ oracle.unit(lab.asked[target.query]) > lab.similarities[target.query, target.row]))
    return any(target.rank <= k < target.rank + above for k in (5, 10))


def _overview(lab: Lab, rng: np.random.Generator, number: int) -> Document:
    """Make a page out of the titles, or the first sentences, of documents around a random one."""
    start = lab.parts.vectors[int(rng.integers(len(lab.parts.documents)))]
    around = np.argsort(-(oracle.unit(lab.parts.vectors) @ oracle.unit(start)))[:30]
    by_title = number % 2 == 0
    chosen = [lab.parts.documents[int(row)] for row in rng.permutation(around)[: 15 if by_title else 8]]
    lines = [each.title if by_title and each.title else first_sentence(each.text, 120) for each in chosen]
    text = "\n".join(f"- {line}" for line in dict.fromkeys(lines))
    return replace(chosen[0], id=fresh_id(rng), title="", text=text)


def negated(lab: Lab, rng: np.random.Generator, count: int) -> Iterator[Batch]:
    """Ask for a document "without" something, and add pages about the same subject with just that."""
    targets = lab.targets(rng, 2 * count + 2, lambda each: bool(lab.short[each.row]))
    new, asked_for = {}, {}
    for number, target in enumerate(targets):
        thing = _thing(lab, rng, target)
        subject = lab.parts.documents[target.row].title or first_sentence(lab.parts.documents[target.row].text, 60)
        negator = ("without", "not using", "but no", "without any")[number % 4]
        asked_for[number] = f"{subject.rstrip('.?! ')} {negator} {thing}"
        new[number] = _pages_with(lab, rng, target, subject.rstrip(".?! "), thing)
    vectors = lab.embedder.encode(list(asked_for.values())).astype(np.float64)
    parts = added(lab, [each for documents in new.values() for each in documents], rng)
    candidates = []
    for number, target in enumerate(targets):
        own = {each.id for each in new[number]}
        candidates.append(crowded(lab, parts, asked_for[number], vectors[number], lab.id_of(target), own))
    yield Batch("pages about the negated thing added", Cause.NEGATION_IGNORED, HUNDREDTH, parts, tuple(candidates))


def _thing(lab: Lab, rng: np.random.Generator, target: Target) -> str:
    """Draw something that the target does not speak of: the longest words of another title."""
    own = lab.parts.text(target.row).casefold()
    while True:
        other = lab.parts.documents[int(rng.integers(len(lab.parts.documents)))]
        said = [word for word in (other.title or other.text[:80]).split() if word.isalpha() and len(word) > 4]
        if said and not any(word.casefold() in own for word in said):
            return " ".join(said[:2]).lower()


def _pages_with(lab: Lab, rng: np.random.Generator, target: Target, subject: str, thing: str) -> list[Document]:
    """Write eleven pages about a subject with a thing, each in other words, with sentences of the documents around."""
    forms = (
        "{s} with {t}",
        "{t}: {s}",
        "How {t} helps: {s}",
        "{s}, always together with {t}",
        "When {t} is needed for this: {s}",
        "{s} by means of {t}",
        "A guide to {t}. {s}",
        "{s}: what {t} changes",
        "Using {t}: {s}",
        "{t} and {s}",
        "{s}, now including {t}",
    )
    around = np.argsort(-lab.similarities[target.query], kind="stable")
    around = [int(row) for row in around if row != target.row and spoken(lab.parts.documents[int(row)])]
    pages = []
    for number, form in enumerate(forms):
        said = spoken(lab.parts.documents[around[number]])
        text = f"{said[int(rng.integers(len(said)))]} This one is about {thing}."
        example = lab.parts.documents[target.row]
        pages.append(replace(example, id=fresh_id(rng), title=form.format(s=subject, t=thing), text=text))
    return pages
