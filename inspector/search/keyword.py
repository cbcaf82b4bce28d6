"""Keyword search: BM25 over words and identifiers, with the exact share of every query word in every score.

It needs no model and no numba: the index is a few memory-mapped arrays and a search is a sum over inverted lists.
Invariants: a document's score is the sum of its terms' shares; a filter takes documents out of the list and changes no
score, because document frequencies and lengths stay those of the whole collection.
Cost of a search: one float64 per document, plus the lists of the query's tokens.

References:
    Lu 2024, "BM25S: Orders of magnitude faster lexical search via eager sparse scoring" (method "lucene").
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from inspector.errors import StoreError
from inspector.files import read_json, reason, write_json
from inspector.progress import Progress, silent
from inspector.search.keyword_query import KeywordQuery, read_query
from inspector.search.keyword_scores import KeywordScores
from inspector.search.postings import K1, METHOD, REBUILD, B, Postings, PostingsWriter, open_postings
from inspector.search.tokens import RULES, STEMMER, WORD_PATTERN, Tokenizer
from inspector.vectors import BoolArray

__all__ = ["KeywordIndex", "KeywordQuery", "KeywordScores", "build_keyword", "open_keyword"]

SETTINGS = "keyword.json"
_MADE_BY = {"rules": RULES, "pattern": WORD_PATTERN, "stemmer": STEMMER, "method": METHOD, "k1": K1, "b": B}
_REPORT_EVERY = 500


def build_keyword(folder: Path, texts: Iterable[str], *, count: int, progress: Progress = silent) -> None:
    """Write the keyword index of a corpus into a folder.

    The texts are read once and never held; see `inspector.search.postings` for memory and disk.

    Args:
        folder: Made if missing. A build that fails leaves it unusable: give a temporary folder and rename it.
        texts: The text of every document, in the order of the index.
        count: Number of texts.
        progress: Called with finished documents, then with written postings.

    Raises:
        StoreError: the folder cannot be written to, the disk is full, or there are not `count` texts.
        CancelledError: progress asked to stop.
    """
    from bm25s.stopwords import STOPWORDS_EN

    with _writable(folder):
        folder.mkdir(parents=True, exist_ok=True)
    tokenizer, writer = Tokenizer(STOPWORDS_EN), PostingsWriter(folder)
    for text in texts:
        with _writable(folder):
            writer.add(tokenizer.tokens(text))
        if writer.documents % _REPORT_EVERY == 0 or writer.documents == count:
            progress(writer.documents, max(count, writer.documents), "Indexing words")
    if writer.documents != count:
        raise StoreError(
            f"The keyword index was to hold {count} documents, but {writer.documents} texts came.",
            "The corpus changed while it was read; build again.",
        )
    with _writable(folder):
        tokens, postings = writer.finish(progress)
    sizes = {"documents": count, "tokens": tokens, "postings": postings, "average_length": writer.average_length}
    write_json(folder / SETTINGS, {**_MADE_BY, **sizes, "stop_words": list(STOPWORDS_EN)})


@contextmanager
def _writable(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreError(
            f"The keyword index in {folder} could not be written: {reason(error)}.",
            "Free some space, or choose another folder.",
        ) from error


def open_keyword(folder: Path) -> KeywordIndex:
    """Open the keyword index in a folder for searching, without reading its lists.

    Raises:
        StoreError: files are missing or damaged, or the index was made under other rules than this version's.
    """
    settings = read_json(folder / SETTINGS)
    try:
        made_by = {name: settings[name] for name in _MADE_BY}
        sizes = [int(settings[name]) for name in ("documents", "tokens", "postings")]
        stop_words = frozenset(map(str, settings["stop_words"]))
    except (KeyError, TypeError, ValueError) as error:
        raise StoreError(f"{folder / SETTINGS} does not describe a keyword index.", REBUILD) from error
    if made_by != _MADE_BY:
        other = ", ".join(f"{name} {made_by[name]!r} instead of {_MADE_BY[name]!r}" for name in _differing(made_by))
        raise StoreError(f"The keyword index in {folder} was made with {other}.", "Rebuild it with this version.")
    documents, tokens, postings = sizes
    opened = open_postings(folder, count=documents, tokens=tokens, postings=postings)
    return KeywordIndex(opened, stop_words, float(settings.get("average_length", 0.0)))


def _differing(made_by: dict[str, object]) -> list[str]:
    return [name for name, value in _MADE_BY.items() if made_by[name] != value]


class KeywordIndex:
    """A keyword index opened for searching. Immutable, and safe to use from several threads."""

    def __init__(self, postings: Postings, stop_words: frozenset[str], average_length: float = 0.0) -> None:
        """Take opened lists; an index made before average lengths were noted has 0."""
        self._postings = postings
        self._stop_words = stop_words
        self.average_length = average_length

    @property
    def count(self) -> int:
        """Number of documents."""
        return self._postings.count

    def analyze(self, query: str) -> KeywordQuery:
        """Say what keyword search makes of a query: its terms, and the words it ignores or does not know."""
        return self._read(query)[0]

    def _read(self, query: str) -> tuple[KeywordQuery, dict[str, int]]:
        """Take a query apart, and give the lists of those of its tokens that have one."""
        lists: dict[str, int] = {}

        def occurs(token: str) -> bool:
            number = lists[token] if token in lists else self._postings.list_of(token)
            if number is not None:
                lists[token] = number
            return number is not None

        return read_query(query, self._stop_words, occurs), lists

    def score(self, query: str, mask: BoolArray | None = None) -> KeywordScores:
        """Score all documents that pass a filter.

        Args:
            query: As typed; a query without searchable words scores nothing.
            mask: Shape (count,) or longer: which documents pass; None = all. Scores do not depend on it.

        Raises:
            StoreError: the index is damaged.
        """
        analyzed, lists = self._read(query)
        scores = np.zeros(self.count, dtype=np.float64)
        for term in analyzed.terms:
            for token in term.tokens:
                if token in lists:
                    self._add(scores, lists[token], term.occurrences)
        if mask is not None:
            scores[~mask[: self.count]] = 0.0
        return KeywordScores(analyzed, scores, self._postings, lists)

    def _add(self, scores: np.ndarray, number: int, times: int) -> None:
        rows, shares = self._postings.posting(number)
        try:
            scores[rows] += times * shares.astype(np.float64)
        except IndexError as error:
            raise StoreError(
                "The keyword index is damaged: a list names a document beyond the last.", REBUILD
            ) from error
