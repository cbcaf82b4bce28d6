"""What each cause claims about a story, proven by undoing that one thing with plain matrix products in float64.

Every proof takes the healthy index and the story, and is true only where the claim holds. The ranking is a brute force
over all vectors; nothing of the inspection is used but the model and the keyword scores.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import numpy as np

from inspector.embedders.embedder import Embedder
from inspector.explain.neutral import neutral_variants
from inspector.records.findings import Cause
from inspector.records.stories import Story
from inspector.sample import location
from inspector.search.keyword import open_keyword
from inspector.stores import open_index
from inspector.stores.recipe import embedded_text
from inspector.text import without, words
from inspector.vectors import FloatArray

K = 10
WINDOW, STRIDE = 60, 30
NEGATIONS = re.compile(
    r"\b(?:not|no|never|without|neither|nor|don't|dont|doesn't|doesnt|isn't|won't|wont|stop|except|ohne|nicht|kein\w*)\b",
    re.IGNORECASE,
)


class Bench:
    """The sample's vectors, texts and keyword index, ready for brute force."""

    def __init__(self, embedder: Embedder) -> None:
        collection = open_index(location.INDEX)
        assert collection.keyword_folder is not None
        self.embedder = embedder
        self.documents = [each for batch in collection.iterate() for each in batch]
        self.ids = [each.id for each in self.documents]
        self.recipe = collection.contract.recipe
        vectors = collection.vectors(np.arange(collection.count)).astype(np.float64)
        self.vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        self.keyword = open_keyword(collection.keyword_folder)
        self._asked: dict[str, FloatArray] = {}

    def similarities(self, query: str) -> FloatArray:
        """Similarity of every document, shape (documents,)."""
        if query not in self._asked:
            vector = self.embedder.encode([query])[0].astype(np.float64)
            self._asked[query] = self.vectors @ (vector / np.linalg.norm(vector))
        return self._asked[query]

    def above(self, story: Story) -> list[str]:
        """Ids of the documents closer to the query than the expected one."""
        found = self.similarities(story.query)
        return [self.ids[row] for row in np.flatnonzero(found > found[self.ids.index(story.expected)])]

    def above_in_order(self, story: Story) -> list[str]:
        """The same, the closest first."""
        found = dict(zip(self.ids, self.similarities(story.query), strict=True))
        return sorted(self.above(story), key=lambda each: -found[each])

    def runs(self, each: str) -> set[tuple[str, ...]]:
        """All runs of five words of an article's text."""
        words = self.documents[self.ids.index(each)].text.lower().split()
        return {tuple(words[start : start + 5]) for start in range(len(words) - 4)}

    def top(self, query: str) -> set[str]:
        """Ids of the k nearest."""
        return {self.ids[row] for row in np.argsort(-self.similarities(query), kind="stable")[:K]}

    def rank(self, story: Story) -> int:
        """Place of the expected document by the embedding."""
        return len(self.above(story)) + 1

    def keyword_rank(self, story: Story, query: str = "") -> int:
        """Place of the expected document by keyword, for another query if one is given; 0 = no word stands in it."""
        return int(self.keyword.score(query or story.query).ranks(np.array([self.ids.index(story.expected)]))[0])

    def noise_floor(self, story: Story) -> float:
        """The largest change of the expected document's similarity by a meaning-neutral edit of the query."""
        row = self.ids.index(story.expected)
        found = self.similarities(story.query)[row]
        return max(abs(float(self.similarities(text)[row] - found)) for text in neutral_variants(story.query))

    def rank_of_text(self, story: Story, text: str) -> int:
        """Place that the expected document would have with a text of its own for a vector."""
        vector = self.embedder.encode([text])[0].astype(np.float64)
        asked = self.embedder.encode([story.query])[0].astype(np.float64)
        own = float(vector @ asked / np.linalg.norm(vector) / np.linalg.norm(asked))
        others = np.delete(self.similarities(story.query), self.ids.index(story.expected))
        return int((others > own).sum()) + 1

    def unread(self, story: Story) -> str:
        """The part of the expected document that the model never reads."""
        text = embedded_text(self.recipe, self.documents[self.ids.index(story.expected)])
        return text[self.embedder.read_end(text) :]


def windows(text: str) -> list[str]:
    """Overlapping windows of a text, 60 words each."""
    words = text.split()
    return [" ".join(words[start : start + WINDOW]) for start in range(0, max(1, len(words) - STRIDE), STRIDE)]


def truncated(bench: Bench, story: Story) -> bool:
    """A passage of the part that is never read comes within k on its own."""
    unread = bench.unread(story)
    return bool(unread.strip()) and any(bench.rank_of_text(story, window) <= K for window in windows(unread))


def exact_term_missed(bench: Bench, story: Story) -> bool:
    """Keyword search has it within k by one word, whose removal moves its similarity no more than a neutral edit."""
    row = bench.ids.index(story.expected)
    return any(
        1 <= bench.keyword_rank(story) <= K
        and not 1 <= bench.keyword_rank(story, without_word) <= K
        and abs(float(bench.similarities(story.query)[row] - bench.similarities(without_word)[row]))
        < bench.noise_floor(story)
        for without_word in (without(story.query, word.start, word.end) for word in words(story.query))
        if without_word
    )


def duplicates_crowd(bench: Bench, story: Story) -> bool:
    """Without the articles above it that repeat another one there, or itself, it comes within k."""
    seen, left = [bench.runs(story.expected)], 0
    for each in bench.above_in_order(story):
        own = bench.runs(each)
        if all(len(own & other) / len(own | other) < 0.8 for other in seen):
            seen.append(own)
            left += 1
    return left < K


def hub_crowd(bench: Bench, story: Story) -> bool:
    """Without the articles that are among the ten nearest of unusually many others it comes within k."""
    among = bench.vectors @ bench.vectors.T
    np.fill_diagonal(among, -np.inf)
    counts = np.bincount(np.argsort(-among, axis=1)[:, :10].ravel(), minlength=len(among))
    hubs = {bench.ids[row] for row in np.flatnonzero(counts > counts.mean() + 2 * counts.std())}
    return sum(each not in hubs for each in bench.above(story)) < K


def negation_ignored(bench: Bench, story: Story) -> bool:
    """The negation changes the list no more than meaning-neutral edits do."""
    bare = NEGATIONS.sub(" ", story.query)
    if bare == story.query:
        return False
    whole = bench.top(story.query)
    neutral = [len(whole & bench.top(text)) for text in neutral_variants(story.query)]
    return len(whole & bench.top(" ".join(bare.split()))) >= min(neutral)


def below_cut(bench: Bench, story: Story) -> bool:
    """The distance to the k-th is no more than what meaning-neutral edits do to it."""
    found = bench.similarities(story.query)
    return float(np.sort(found)[-K] - found[bench.ids.index(story.expected)]) <= bench.noise_floor(story)


def model_limit(bench: Bench, story: Story) -> bool:
    """Nothing else explains it: read to its end, no keyword hit, not crowded out, not near the cut."""
    others = (truncated, exact_term_missed, duplicates_crowd, hub_crowd, below_cut)
    found_by_keyword = 1 <= bench.keyword_rank(story) <= K
    return not found_by_keyword and not any(proof(bench, story) for proof in others)


PROOFS: Mapping[Cause, Callable[[Bench, Story], bool]] = {
    Cause.TRUNCATED: truncated,
    Cause.EXACT_TERM_MISSED: exact_term_missed,
    Cause.DUPLICATES_CROWD: duplicates_crowd,
    Cause.HUB_CROWD: hub_crowd,
    Cause.NEGATION_IGNORED: negation_ignored,
    Cause.BELOW_CUT: below_cut,
    Cause.MODEL_LIMIT: model_limit,
}
