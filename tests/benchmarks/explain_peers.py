"""Explanations of queries against those of other libraries: fidelity, time and encodes, side by side in one run.

Usage (in an environment made with `pip install -r tests/benchmarks/peers-requirements.txt`):
    python -m tests.benchmarks.explain_peers INDEX --queries queries.jsonl --qrels qrels.tsv [--pairs 100]
        [--timed 20] [--ten 10] [--minutes 6]

Two comparisons, each interleaved, all libraries warmed up:

1. One query, one relevant document. What each library is set to is said in `tests.benchmarks.explain_libraries`.
   Fidelity is that of `tests.benchmarks.explain`, for all the same: held-out subsets are those that our first rounds
   did not see, the others may have seen them. The first `--timed` pairs are timed, and nothing is remembered from call
   to call; for the rest all share what was encoded, as they are measured for fidelity alone.
2. The ten results of a query: fair shares for all in one go, against one run of shap for each of the ten.

Each part ends after `--minutes` and says how many pairs or queries it came to. On a machine that is shared set
OMP_NUM_THREADS=1: thread pools on the same cores wait for each other.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import numpy as np

from inspector.embedders import load_embedder
from inspector.embedders.embedder import Embedder
from inspector.explain.agreement import spearman
from inspector.explain.evaluator import IndexEvaluator
from inspector.explain.game import Game, game_of, values
from inspector.explain.refine import MORE_ROUNDS
from inspector.explain.shapley import EXACT_UNITS, exact_shares, fair_shares
from inspector.explain.vector_cache import VectorCache
from inspector.records.fidelity import Measured
from inspector.stores import open_index
from inspector.stores.collection import Collection
from tests.benchmarks.explain_libraries import (
    AS_IT_COMES,
    BATCH,
    LIBRARIES,
    ORACLE,
    Method,
    Scorer,
    shap_partition,
    shapiq_exact,
)
from tests.benchmarks.explain_metrics import FIRST, Pair, Subject, in_time, interval, judged_pairs, table

PACKAGES = ("shap", "lime", "captum", "txtai", "shapiq")
QUICK, MORE, EXACT = (f"ours: fair shares, {how}" for how in (FIRST, f"{MORE_ROUNDS} rounds", "exact"))
Own = Callable[[Game, IndexEvaluator], np.ndarray]


def _effects(game: Game, evaluator: IndexEvaluator) -> np.ndarray:
    found = values(game, evaluator, [game.full, *(game.without([place]) for place in range(len(game.units)))])
    return found[0, 0] - found[1:, 0]


OWN: dict[str, Own] = {
    QUICK: lambda game, evaluator: fair_shares(game, evaluator, exact_up_to=0).shares[:, 0],
    MORE: lambda game, evaluator: fair_shares(game, evaluator, rounds=MORE_ROUNDS, exact_up_to=0).shares[:, 0],
    EXACT: lambda game, evaluator: exact_shares(game, evaluator).shares[:, 0],
    "ours: removal effects": _effects,
}


@dataclass(frozen=True)
class Tried:
    """One method on one pair."""

    weights: np.ndarray
    seconds: float
    texts: int
    distinct: int
    measured: Measured


def try_own(subject: Subject, act: Own, timed: bool) -> Tried:
    asked = subject.evaluator
    cold = IndexEvaluator(asked.embedder, asked.collection, asked.ids, VectorCache())
    started = time.perf_counter()
    weights = act(subject.game, cold if timed else asked)
    seconds = time.perf_counter() - started
    measured = subject.measured(weights, subject.whole - float(weights.sum()))
    return Tried(weights, seconds, cold.cache.encodes, cold.cache.encodes, measured)


def cold_scorer(collection: Collection, embedder: Embedder, document: str) -> Scorer:
    """One that remembers nothing."""
    prompt, vector = collection.contract.query_prompt, collection.vectors(collection.rows_of([document]))[0]
    return Scorer(lambda texts: embedder.encode(texts, prompt=prompt, batch=BATCH), vector, embedder.name)


def try_library(subject: Subject, method: Method, timed: bool) -> Tried:
    asked = subject.evaluator
    counting = cold_scorer(asked.collection, asked.embedder, subject.pair.document)
    if not timed:
        counting = Scorer(asked.vectors, counting.vector, counting.model)
    started = time.perf_counter()
    weights, base = method(subject.game, counting)
    seconds = time.perf_counter() - started
    measured = subject.measured(weights, base if np.isfinite(base) else subject.whole - float(weights.sum()))
    return Tried(weights, seconds, counting.asked, len(counting.distinct), measured)


def try_all(subject: Subject, turn: int, timed: bool) -> dict[str, Tried]:
    """Every method once; who begins changes from pair to pair."""
    acts: dict[str, Callable[[], Tried]] = {
        name: (lambda act=act: try_own(subject, act, timed))
        for name, act in OWN.items()
        if name != EXACT or len(subject.game.units) <= EXACT_UNITS
    }
    methods = LIBRARIES | ({ORACLE: shapiq_exact} if EXACT in acts else {})
    methods = {name: method for name, method in methods.items() if timed or name != AS_IT_COMES}
    acts |= {name: (lambda method=method: try_library(subject, method, timed)) for name, method in methods.items()}
    names = list(acts)
    shift = turn % len(names)
    return {name: acts[name]() for name in names[shift:] + names[:shift]}


Results = list[dict[str, Tried]]
NAMES = (*OWN, *LIBRARIES, ORACLE)


def cost_rows(results: Results) -> Iterator[list[str]]:
    for name in NAMES:
        tried = [(result[name], result[QUICK]) for result in results if name in result]
        if tried:
            yield [
                name,
                f"{len(tried)}",
                f"{np.median([each.seconds for each, _ in tried]):.3f}",
                interval((each.seconds / ours.seconds for each, ours in tried), np.median, 2),
                f"{np.median([each.texts for each, _ in tried]):.0f}",
                f"{np.median([each.distinct for each, _ in tried]):.0f}",
            ]


def fidelity_rows(results: Results) -> Iterator[list[str]]:
    for name in NAMES:
        tried = [result for result in results if name in result]
        if not tried:
            continue
        found, ours = [each[name] for each in tried], [each[QUICK] for each in tried]
        lost = [
            (each.measured.comprehensiveness, own.measured.comprehensiveness)
            for each, own in zip(found, ours, strict=True)
        ]
        oracle = [spearman(each[name].weights, each[ORACLE].weights) for each in tried if ORACLE in each]
        yield [
            name,
            f"{len(tried)}",
            interval(theirs for theirs, _ in lost),
            interval(own - theirs for theirs, own in lost) if name != QUICK else "-",
            interval((each.measured.r_squared for each in found), np.median),
            interval((each.measured.level_r_squared for each in found), np.median),
            interval(oracle),
        ]


COST = ["method", "pairs", "seconds", f"x {FIRST}", "texts", "distinct"]
FIDELITY = ["method", "pairs", "comprehensiveness", f"{FIRST} less this", "R² one size", "R² all sizes", "Spearman"]


def one_result(timed: Results, results: Results) -> str:
    short = [result for result in results if ORACLE in result]
    gaps = [float(np.abs(each[EXACT].weights - each[ORACLE].weights).max()) for each in short]
    return "\n\n".join(
        [
            f"One result: time and encodes of {len(timed)} pairs, medians",
            table(COST, cost_rows(timed)),
            f"One result: fidelity of {len(results)} pairs; R² are medians, Spearman is with shapiq's exact shares",
            table(FIDELITY, fidelity_rows(results)),
            f"The {len(short)} of them of at most {EXACT_UNITS} words; largest difference of our exact shares from "
            f"shapiq's: {max(gaps, default=float('nan')):.1e}",
            table(FIDELITY, fidelity_rows(short)),
        ]
    )


def ten_results(collection: Collection, embedder: Embedder, queries: Iterator[str]) -> str:
    """Fair shares of all ten in one go, and shap ten times, with our words and as it comes."""
    prompt = collection.contract.query_prompt
    methods = {"with our words": shap_partition, "as it comes": LIBRARIES[AS_IT_COMES]}
    ours: list[float] = []
    theirs: dict[str, list[float]] = {name: [] for name in methods}
    for query in queries:
        ids, game = collection.search(embedder.encode([query], prompt=prompt), 10)[0].ids, game_of(query)
        started = time.perf_counter()
        fair_shares(game, IndexEvaluator(embedder, collection, ids, VectorCache()), exact_up_to=0)
        ours.append(time.perf_counter() - started)
        for name, method in methods.items():
            started = time.perf_counter()
            for each in ids:
                method(game, cold_scorer(collection, embedder, each))
            theirs[name].append(time.perf_counter() - started)
    lines = [
        f"Ten results of {len(ours)} queries: fair shares of {FIRST} for all take {np.median(ours):.2f} s (median)"
    ]
    for name, seconds in theirs.items():
        ratios = interval((other / own for other, own in zip(seconds, ours, strict=True)), np.median, 1)
        lines.append(f"shap Partition 500 {name}, ten times: {ratios} x as long, {np.median(seconds):.2f} s")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("index")
    parser.add_argument("--queries", type=Path, required=True)
    parser.add_argument("--qrels", type=Path, required=True)
    parser.add_argument("--pairs", type=int, default=100)
    parser.add_argument("--timed", type=int, default=20, help="pairs that are timed, the first ones")
    parser.add_argument("--ten", type=int, default=10, help="queries whose ten results are explained")
    parser.add_argument("--minutes", type=float, default=6.0, help="the most that each part may take")
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    collection = open_index(args.index)
    embedder = load_embedder(collection.contract.model)
    print(", ".join(f"{name} {version(name)}" for name in PACKAGES), flush=True)
    pairs = judged_pairs(collection, args.queries, args.qrels, args.pairs, args.seed)
    shortest = min(pairs, key=lambda pair: len(pair.query))
    try_all(Subject(shortest, collection, embedder), 0, True)
    queries = in_time([pair.query for pair in pairs[: args.ten]], args.minutes)
    if args.ten:
        print("\n" + ten_results(collection, embedder, queries), flush=True)

    def tried(some: list[Pair], timed: bool) -> Results:
        return [
            try_all(Subject(pair, collection, embedder), turn, timed)
            for turn, pair in enumerate(in_time(some, args.minutes))
        ]

    timed = tried(pairs[: args.timed], True)
    rest = tried(pairs[len(timed) :], False)
    print("\n" + one_result(timed, timed + rest), flush=True)


if __name__ == "__main__":
    main()
