"""Faults of what is asked: another hybrid weight, a renamed term, a small edit at the border, a forgotten prompt."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from inspector.records.documents import Document
from inspector.records.findings import Cause
from inspector.records.results import Retriever
from inspector.records.trace import TraceRequest
from inspector.search.keyword import KeywordIndex
from inspector.stores.recipe import embedded_text
from inspector.vectors import FloatArray
from tests.benchmarks.faults import oracle
from tests.benchmarks.faults.cases import LENGTHS, Batch, Candidate, Within
from tests.benchmarks.faults.faults_of_texts import within
from tests.benchmarks.faults.faults_of_vectors import ALL, HUNDREDTH, ONE, SHARES, THIRD, candidate
from tests.benchmarks.faults.lab import DEEP, Lab, Target
from tests.benchmarks.faults.parts import Parts

USUAL = 0.5
TOUCHES: tuple[Callable[[str], str], ...] = (
    lambda query: f"{query} ",
    lambda query: f"{query} !",
    lambda query: query.upper() if query.islower() else query.lower(),
    lambda query: f"ok, {query}",
    lambda query: f"{query} pls",
    lambda query: f"so {query}",
    lambda query: f"({query})",
)
"""Edits that change nothing of what is asked."""


def reweighted(lab: Lab, rng: np.random.Generator, count: int) -> Iterator[Batch]:
    """Ask for the fused list with another weight; undone means the usual weight."""
    written = lab.write(lab.parts)
    targets = lab.targets(rng, 40 * count)
    for weight in (0.05, 0.2, 0.8, 0.95):
        candidates = tuple(_fused(lab, written.index.keyword, each, weight) for each in targets)
        yield Batch(f"hybrid weight {weight}", Cause.FUSION_DROPPED, ALL, lab.parts, candidates, written)


def _fused(lab: Lab, keyword: KeywordIndex, target: Target, weight: float) -> Candidate:
    query = lab.queries[target.query]
    first = oracle.order(oracle.scores(lab.parts.vectors, lab.asked[target.query]))
    second = [int(row) for row in keyword.score(query).top(oracle.CANDIDATES)[0]]

    def inside(share: float) -> Within:
        place = oracle.place(oracle.fused_order(first, second, share), target.row)
        return lambda k: place is not None and place <= k

    request = TraceRequest(query, lab.id_of(target), retriever=Retriever.HYBRID, weight=weight)
    return Candidate(request, inside(USUAL), inside(weight), inside(USUAL), (10, 5, 3))


def touched(lab: Lab, rng: np.random.Generator, count: int) -> Iterator[Batch]:
    """Edit queries without changing what they ask; undone means the query as it was."""
    written = lab.write(lab.parts)
    targets = lab.targets(rng, 12 * count, lambda each: bool(lab.short[each.row]))
    made: list[Candidate] = []
    for target in targets:
        if len(made) < 2 * count:
            made += _over_the_border(lab, target)
    yield Batch("query edited at the border", Cause.BELOW_CUT, ONE, lab.parts, tuple(made), written)


def _over_the_border(lab: Lab, target: Target) -> Iterator[Candidate]:
    """Give the first edit that pushes a document over the border of a list that ends with it."""
    query, document_id = lab.queries[target.query], lab.id_of(target)
    for text in dict.fromkeys(touch(query) for touch in TOUCHES):
        vector = lab.embedder.encode([text])[0].astype(np.float64)
        after = within(lab.parts, vector, document_id)
        if not after(target.rank):
            before = _up_to(target.rank)
            yield Candidate(TraceRequest(text, document_id), before, after, before, (target.rank,))
            return


def _up_to(rank: int) -> Within:
    return lambda k: rank <= k


def renamed(lab: Lab, rng: np.random.Generator, count: int) -> Iterator[Batch]:
    """Rename a word that query and document share to a code that says nothing; undone means the word is back.

    A case only where the definition holds: keyword search finds the document by the code and not without it, and the
    code pulls the document no closer than an edit that changes nothing moves it.
    """
    targets = lab.targets(rng, 10 * count, lambda each: bool(lab.short[each.row]) and bool(_shared(lab, each)))
    changed: dict[int, Document] = {}
    asked_for: dict[int, tuple[str, str]] = {}
    for target in targets:
        word, code = str(rng.choice(_shared(lab, target))), _code(rng)
        document = lab.parts.documents[target.row]
        title, text = _replaced(document.title, word, code), _replaced(document.text, word, code)
        changed[target.row] = replace(document, title=title, text=text)
        asked_for[target.row] = (_replaced(lab.queries[target.query], word, code), code)
    documents = tuple(changed.get(row, each) for row, each in enumerate(lab.parts.documents))
    rows = sorted(changed)
    vectors = lab.parts.vectors.copy()
    vectors[rows] = lab.embedder.encode([embedded_text(lab.parts.recipe, documents[row]) for row in rows])
    parts = replace(lab.parts, documents=documents, vectors=vectors)
    written = lab.write(parts)
    found = [_renamed(lab, parts, written.index.keyword, each, *asked_for[each.row]) for each in targets]
    yield Batch("key term renamed to a code", Cause.EXACT_TERM_MISSED, HUNDREDTH, parts, tuple(found), written)


def _renamed(lab: Lab, parts: Parts, keyword: KeywordIndex, target: Target, query: str, code: str) -> Candidate:
    without = " ".join(query.replace(code, " ").split())
    edits = [f"{query} !", f"ok, {query}", f"{query} pls"]
    vectors = oracle.unit(lab.embedder.encode([query, without, *edits]))
    similar = vectors @ oracle.unit(parts.vectors[target.row])
    does_nothing = similar[0] - similar[1] <= np.max(np.abs(similar[2:] - similar[0]))
    ranks = [
        oracle.place([int(row) for row in keyword.score(each).top(DEEP)[0]], target.row) for each in (query, without)
    ]

    def undone(k: int) -> bool:
        by_word = [rank is not None and rank <= k for rank in ranks]
        return bool(does_nothing) and by_word == [True, False] and target.rank <= k

    after = within(parts, vectors[0], lab.id_of(target))
    return Candidate(TraceRequest(query, lab.id_of(target)), lambda k: target.rank <= k, after, undone, LENGTHS)


def _shared(lab: Lab, target: Target) -> list[str]:
    """Give the longer words that the query and the document share."""
    said = set(re.findall(r"[a-z]{5,}", lab.parts.text(target.row).lower()))
    return sorted(said & set(re.findall(r"[a-z]{5,}", lab.queries[target.query].lower())))


def _replaced(text: str, word: str, code: str) -> str:
    return re.sub(rf"\b{re.escape(word)}\b", code, text, flags=re.IGNORECASE)


def _code(rng: np.random.Generator) -> str:
    letters = "".join(rng.choice(list("BDFGJKQVWXZ"), 2))
    return f"{letters}-{int(rng.integers(1000, 9999))}"


def forgotten(lab: Lab, rng: np.random.Generator, count: int) -> Iterator[Batch]:
    """Forget the prompt that the model's configuration names: of some documents, of all, of the queries.

    The lab must be one whose model names prompts and whose vectors and contract use them.
    """
    bare = lab.embedder.encode(lab.parts.texts(range(len(lab.parts.documents))))
    for strength in (ONE, THIRD, ALL):
        targets = lab.targets(rng, 1 if strength == ONE else 20 * count)
        rows = [each.row for each in targets]
        if strength != ONE:
            size = round(SHARES[strength] * len(bare))
            rows = [int(row) for row in rng.permutation(len(bare))[:size]]
            targets = [each for each in targets if each.row in set(rows)]
        vectors = lab.parts.vectors.copy()
        vectors[rows] = bare[rows]
        candidates = tuple(candidate(lab, vectors, each) for each in targets)
        parts = replace(lab.parts, vectors=vectors)
        yield Batch("documents embedded without prompt", Cause.MISSING_PROMPT, strength, parts, candidates)
    parts = replace(lab.parts, query_prompt="")
    targets = lab.targets(rng, 40 * count)
    plain = lab.embedder.encode(lab.queries).astype(np.float64)
    candidates = tuple(_unprompted(lab, plain[each.query], each) for each in targets)
    yield Batch("queries embedded without prompt", Cause.MISSING_PROMPT, ALL, parts, candidates)


def _unprompted(lab: Lab, plain: FloatArray, target: Target) -> Candidate:
    request = TraceRequest(lab.queries[target.query], lab.id_of(target))
    before = _up_to(target.rank)
    return Candidate(request, before, within(lab.parts, plain, request.doc), before, LENGTHS)
