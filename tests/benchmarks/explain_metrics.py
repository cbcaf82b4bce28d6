"""What the benchmarks of explanations share: judged pairs, the fidelity of any weights of words, intervals and tables.

Fidelity is measured by `inspector.explain.fidelity`, whoever made the weights: they are put in the place of fair shares
of the first rounds, so that all are asked about the same held-out subsets and the same random orders.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

import numpy as np

from inspector.embedders.embedder import Embedder
from inspector.explain.evaluator import IndexEvaluator
from inspector.explain.fidelity import fidelity
from inspector.explain.game import game_of
from inspector.explain.neutral import noise_floor
from inspector.explain.shapley import ROUNDS, fair_shares
from inspector.explain.vector_cache import VectorCache
from inspector.records.fidelity import Measured
from inspector.stores.collection import Collection

RESAMPLES = 2_000
FIRST = f"{ROUNDS} rounds"
"""Fair shares as the first answer has them."""
Item = TypeVar("Item")


@dataclass(frozen=True)
class Pair:
    """A query, and a document that was judged relevant to it."""

    query: str
    document: str


def read_queries(path: Path) -> dict[str, str]:
    """The texts of queries by their ids."""
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return {each["id"]: each["text"] for each in lines}


def judged_pairs(collection: Collection, queries: Path, qrels: Path, count: int, seed: int = 0) -> list[Pair]:
    """At most `count` pairs, in random order, one per query; queries of one word have nothing to compare."""
    relevant: dict[str, list[str]] = {}
    for line in qrels.read_text(encoding="utf-8").splitlines()[1:]:
        query, document, grade = line.split("\t")
        if float(grade) > 0:
            relevant.setdefault(query, []).append(document)
    texts = read_queries(queries)
    rng = np.random.default_rng(seed)
    found = []
    for query in rng.permutation(sorted(texts)):
        documents = [each for each in relevant.get(query, []) if collection.rows_of([each])[0] >= 0]
        if documents and len(game_of(texts[query]).units) > 1:
            found.append(Pair(texts[query], documents[int(rng.integers(len(documents)))]))
    return found[:count]


def in_time(items: Sequence[Item], minutes: float) -> Iterator[Item]:
    """The first items, until the time is up; one at least."""
    end = time.monotonic() + 60 * minutes
    for place, item in enumerate(items):
        if place and time.monotonic() > end:
            return
        yield item


class Subject:
    """One pair with what any explanation of it is measured against; nothing here is timed.

    Attributes:
        game: The words of the query.
        evaluator: Answers for the document, and remembers every text.
        floor: The document's noise floor.
        first: Fair shares of the first rounds; exact where that takes no more texts.
    """

    def __init__(self, pair: Pair, collection: Collection, embedder: Embedder) -> None:
        self.pair = pair
        self.game = game_of(pair.query)
        self.evaluator = IndexEvaluator(embedder, collection, (pair.document,), VectorCache())
        self.floor = float(noise_floor(pair.query, self.evaluator).floor[0])
        self.first = fair_shares(self.game, self.evaluator, exact_up_to=0)

    @property
    def whole(self) -> float:
        return float(self.first.whole[0])

    @property
    def empty(self) -> float:
        return float(self.first.empty[0])

    def measured(self, weights: np.ndarray, base: float | None = None) -> Measured:
        """The fidelity of weights, shape (units,); `base` is what they predict for a query without words.

        The noise floor does not enter: R squared is always that among sets of one size.
        """
        shares = replace(self.first, shares=weights[:, None])
        found = fidelity(self.game, self.evaluator, shares, self.pair.document, 0.0).measured
        if base is None:
            return found
        moved = replace(shares, empty=np.array([base]))
        own = fidelity(self.game, self.evaluator, moved, self.pair.document, 0.0).measured
        return replace(found, level_r_squared=own.level_r_squared)

    def strongest(self, weights: np.ndarray) -> np.ndarray:
        """The places of the units, the one first that holds the document most."""
        return np.argsort(-weights if self.whole >= self.empty else weights, kind="stable")

    def same_top(self, weights: np.ndarray, exact: np.ndarray, slack: float = 0.0) -> float:
        """1 where the first word is the exact one, or one whose exact share lies within `slack` of it."""
        first, best = self.strongest(weights)[0], self.strongest(exact)[0]
        return float(abs(exact[best] - exact[first]) <= slack)


Statistic = Callable[..., np.ndarray]


def interval(values: Iterable[float], statistic: Statistic = np.mean, digits: int = 3) -> str:
    """A statistic over pairs with its 95 % bootstrap interval (percentiles of 2,000 resamples); NaN is left out."""
    known = np.array([value for value in values if np.isfinite(value)], dtype=np.float64)
    if not len(known):
        return "-"
    rows = np.random.default_rng(0).integers(len(known), size=(RESAMPLES, len(known)))
    low, high = np.percentile(statistic(known[rows], axis=1), [2.5, 97.5])
    return f"{statistic(known):.{digits}f} [{low:.{digits}f}, {high:.{digits}f}]"


def ratio(top: Sequence[float], bottom: Sequence[float]) -> str:
    """The mean of the first over the mean of the second, pair by pair resampled together."""
    both = np.array([each for each in zip(top, bottom, strict=True) if np.isfinite(each).all()], dtype=np.float64)
    if not len(both):
        return "-"
    rows = np.random.default_rng(0).integers(len(both), size=(RESAMPLES, len(both)))
    drawn = both[rows].mean(axis=1)
    low, high = np.percentile(drawn[:, 0] / drawn[:, 1], [2.5, 97.5])
    return f"{both[:, 0].mean() / both[:, 1].mean():.3f} [{low:.3f}, {high:.3f}]"


def share(values: Iterable[float]) -> str:
    """A share in percent with its interval."""
    return interval([100 * value for value in values], digits=1)


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table, its columns aligned."""
    lines = [list(header), *(list(row) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(header))]
    lines.insert(1, ["-" * width for width in widths])
    return "\n".join(
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |" for line in lines
    )
