"""Which stored documents a pasted text comes from, measured by the runs of words that they share.

A text is in a document as far as its runs of five words stand there word for word: its containment (Broder 1997, "On
the resemblance and containment of documents"). Case, punctuation and white space do not count; a text of fewer words
is compared word by word. Invariant: nothing is chosen for anybody. All that could be meant are given with their shares,
and where no document holds a single run that is said, beside the nearest documents.
Cost: one keyword search, one encoding where there is a model, and reading the `KEYWORD_DEPTH` + `EMBEDDING_DEPTH`
documents that they find.
"""

from __future__ import annotations

import re

from inspector.explain.vector_cache import Encoding, encode_at_once
from inspector.inspection import OpenIndex
from inspector.records.pasted import PastedCandidate, PastedMatch
from inspector.search.copies import SHINGLE, WORDS_READ

GIVEN = 5
KEYWORD_DEPTH = 50
EMBEDDING_DEPTH = 20

_SIGN = "\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
_WORD = re.compile(rf"[{_SIGN}]|[^\W{_SIGN}]+")
"""A word; scripts without spaces between words count by the sign."""

Run = tuple[str, ...]


def match(index: OpenIndex, text: str) -> PastedMatch:
    """Give the documents that hold most of a pasted text.

    They are looked for by keyword search, which weighs rare words most, and by the embedding where there is a model;
    the searches read the first `WORDS_READ` words, the comparison reads all.

    Args:
        index: The index; its filter plays no part.
        text: Any text; one without a word matches nothing.

    Returns:
        At most `GIVEN` documents.

    Raises:
        EmbedderError: the model failed.
    """
    words = _words(text)
    run = SHINGLE if len(words) >= SHINGLE else 1
    wanted = _runs(words, run)
    if not wanted:
        return PastedMatch((), (), ambiguous=False, runs=0, run=0)
    documents = index.collection.documents(_found(index, text))
    shares = [
        PastedCandidate(document, len(wanted & _runs(_words(f"{document.title}\n{document.text}"), run)) / len(wanted))
        for document in documents
    ]
    holding = sorted((each for each in shares if each.share > 0), key=lambda each: -each.share)[:GIVEN]
    nearest = () if holding else tuple(shares[:GIVEN])
    return PastedMatch(tuple(holding), nearest, _ambiguous(holding, len(wanted)), len(wanted), run)


def _ambiguous(best: list[PastedCandidate], runs: int) -> bool:
    """Whether the two best shares are at most one run apart; counted in whole runs, so that no rounding decides."""
    return len(best) > 1 and round((best[0].share - best[1].share) * runs) <= 1


def _found(index: OpenIndex, text: str) -> tuple[str, ...]:
    """Give the ids of documents that resemble a text, by its words first, each once."""
    asked = _first_words(text)
    rows, _ = index.keyword.score(asked).top(KEYWORD_DEPTH)
    ids = [*index.collection.ids_at(rows)]
    contract, embedder = index.collection.contract, index.embedder
    if embedder is not None and embedder.dim == contract.dim:
        vectors, _ = encode_at_once(Encoding(embedder, contract.document_prompt, index.cache), [asked])
        ids += index.collection.search(vectors, EMBEDDING_DEPTH, exact=True)[0].ids
    return tuple(dict.fromkeys(ids))


def _first_words(text: str) -> str:
    """Give the text up to its `WORDS_READ`-th word."""
    pieces = text.split(maxsplit=WORDS_READ)
    return " ".join(pieces[:WORDS_READ])


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _runs(words: list[str], length: int) -> frozenset[Run]:
    """Give the different runs of so many words, in order of the text."""
    return frozenset(tuple(words[start : start + length]) for start in range(len(words) - length + 1))
