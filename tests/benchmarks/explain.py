"""How far the explanations of queries can be trusted, measured on judged pairs of a query and a relevant document.

Usage:
    python -m tests.benchmarks.explain INDEX --queries queries.jsonl --qrels qrels.tsv [--pairs 100]
        [--minutes 60] [--seed 0] [--gate]

One pair per query, drawn at random; queries of one word are left out. All figures are means over pairs with their 95 %
bootstrap intervals, medians where it says so. Comprehensiveness is what is lost when the strongest 1, 2, … n words are
left out, as a share of what the whole query gives; "hidden" means that the words stay in place and the model is not let
to look at them. R squared among sets of one size, and over all sizes, is measured on up to 64 subsets that the
first rounds did not ask about; on all subsets where that is exact anyway (up to five words). Exact shares are made for
queries of at most ten words, and figures that need them are of those pairs alone.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy as np

from inspector.embedders import load_embedder
from inspector.explain.agreement import spearman
from inspector.explain.game import values
from inspector.explain.pairs import predicted
from inspector.explain.refine import refine
from inspector.explain.shapley import fair_shares
from inspector.records.fidelity import Rating
from inspector.records.interactions import Interactions
from inspector.records.query_explanation import QueryExplanation
from inspector.stores import open_index
from inspector.vectors import cosine_similarity
from tests.benchmarks.explain_gates import missed
from tests.benchmarks.explain_metrics import FIRST, Pair, Subject, in_time, interval, judged_pairs, ratio, share, table

WITHIN = 1.7  # Student's t of 20 to 35 degrees of freedom: nine of ten lie within
REMOVED = 50  # sets of two words, and of three
Numbers = dict[str, dict[str, float]]
"""Of one pair: method, then measure."""


def explained(subject: Subject) -> tuple[QueryExplanation, dict[str, np.ndarray]]:
    """The finished explanation, and the weights of the words by method."""
    *_, found = refine(subject.pair.query, subject.evaluator, 10)
    assert found.pairs is not None and found.shares is not None
    one = fair_shares(subject.game, subject.evaluator, rounds=1, exact_up_to=0)
    weights = {
        "removal effects": found.pairs.removal[:, 0],
        "1 round": one.shares[:, 0],
        FIRST: subject.first.shares[:, 0],
    }
    return found, weights | ({"exact": found.shares.shares[:, 0]} if found.shares.exact else {})


def hidden_losses(subject: Subject, orders: dict[str, list[np.ndarray]]) -> dict[str, float]:
    """Comprehensiveness of orders of the words, mean over those of one name, where words are hidden and not cut out."""
    game, evaluator = subject.game, subject.evaluator
    removed = {frozenset(one[:size].tolist()) for some in orders.values() for one in some for size in _sizes(one)}
    sets = sorted(removed, key=sorted)
    spans = [[span for place in sorted(each) for span in game.units[place].spans] for each in sets]
    vectors = evaluator.embedder.encode_without(game.query, spans, prompt=evaluator.collection.contract.query_prompt)
    rows = evaluator.collection.rows_of(evaluator.ids)
    found = cosine_similarity(vectors, evaluator.collection.vectors(rows))[:, 0]
    lost = {each: subject.whole - float(value) for each, value in zip(sets, found, strict=True)}
    span = lost[frozenset(range(len(game.units)))]

    def comprehensiveness(one: np.ndarray) -> float:
        return float(np.mean([lost[frozenset(one[:size].tolist())] for size in _sizes(one)])) / span

    return {name: float(np.mean([comprehensiveness(one) for one in some])) for name, some in orders.items()}


def _sizes(one: np.ndarray) -> range:
    return range(1, len(one) + 1)


def by_method(subject: Subject, weights: dict[str, np.ndarray]) -> Numbers:
    """The measures of every method, and of random orders."""
    count = len(subject.game.units)
    random = np.random.default_rng(count)
    walks = [walk for one in (random.permutation(count) for _ in range(4)) for walk in (one, one[::-1])]
    hidden = hidden_losses(
        subject, {"random order": walks} | {name: [subject.strongest(own)] for name, own in weights.items()}
    )
    found: Numbers = {"random order": {"comprehensiveness": subject.measured(weights[FIRST]).random}}
    for name, own in weights.items():
        base = subject.whole - float(own.sum())
        measured = subject.measured(own, base)
        found[name] = {
            "comprehensiveness": measured.comprehensiveness,
            "R² one size": measured.r_squared,
            "R² all sizes": measured.level_r_squared,
        }
        if "exact" in weights:
            exact = weights["exact"]
            found[name] |= {
                "Spearman": spearman(own, exact),
                "top-1": subject.same_top(own, exact),
                "top-1 within noise": subject.same_top(own, exact, subject.floor),
            }
    for name, lost in hidden.items():
        found[name]["hidden"] = lost
    return found


def removal_sets(count: int, size: int, seed: int) -> list[tuple[int, ...]]:
    """At most 50 sets of so many words, drawn at random."""
    sets = [each for each in combinations(range(count), size) if size < count]
    rng = np.random.default_rng([seed, count, size])
    return [sets[place] for place in sorted(rng.permutation(len(sets))[:REMOVED])]


def pair_model(subject: Subject, found: Interactions) -> dict[str, float]:
    """R squared of similarities without two or three words: by effects and interactions, and by effects alone."""
    out = {}
    for label, sizes in (("2–3 words", (2, 3)), ("3 words", (3,))):
        sets = [each for size in sizes for each in removal_sets(len(found.units), size, 0)]
        if len(sets) < 4:
            continue
        true = values(subject.game, subject.evaluator, [subject.game.without(each) for each in sets])[:, 0]
        total = float(((true - true.mean()) ** 2).sum())
        effects = np.array([found.whole[0] - found.removal[list(each), 0].sum() for each in sets])
        for name, guessed in (("pairs", predicted(found, sets)[:, 0]), ("effects alone", effects)):
            out[f"{name}, {label}"] = 1 - float(((true - guessed) ** 2).sum()) / total if total else float("nan")
    return out


def inserted(pair: Pair, subject: Subject) -> dict[str, float]:
    """1 where "please", put before or behind a query that does not have it, is marked above the noise floor."""
    if "please" in pair.query.lower():
        return {}
    out = {}
    for name, query, place in (("before", f"please {pair.query}", 0), ("behind", f"{pair.query} please", -1)):
        other = Subject(Pair(query, pair.document), subject.evaluator.collection, subject.evaluator.embedder)
        unit = place % len(other.game.units)
        removal = other.whole - values(other.game, other.evaluator, [other.game.without([unit])])[0, 0]
        out[f"removal effect, {name}"] = float(abs(removal) > other.floor)
        out[f"fair share, {name}"] = float(abs(other.first.shares[unit, 0]) > other.floor)
    return out


@dataclass(frozen=True)
class Result:
    """All that was measured of one pair."""

    words: int
    methods: Numbers
    rating: Rating
    agreement: float
    covered: tuple[bool, ...]
    pair_model: dict[str, float]
    inserted: dict[str, float]


def measure(pair: Pair, subject: Subject) -> Result:
    found, weights = explained(subject)
    assert found.pairs is not None
    fidelity = found.fidelity[0]
    covered: tuple[bool, ...] = ()
    if "exact" in weights and not subject.first.exact:
        off = np.abs(weights[FIRST] - weights["exact"])
        covered = tuple((off <= WITHIN * subject.first.standard_error[:, 0]).tolist())
    return Result(
        words=len(subject.game.units),
        methods=by_method(subject, weights),
        rating=fidelity.rating,
        agreement=float("nan") if fidelity.measured.agreement is None else fidelity.measured.agreement,
        covered=covered,
        pair_model=pair_model(subject, found.pairs),
        inserted=inserted(pair, subject),
    )


def column(results: list[Result], method: str, name: str) -> list[float]:
    """One measure of a method over all pairs that have it."""
    return [each.methods[method][name] for each in results if name in each.methods.get(method, {})]


def fidelity_rows(results: list[Result]) -> Iterator[list[str]]:
    for method in ("random order", "removal effects", "1 round", FIRST, "exact"):
        if not all(method in each.methods for each in results):
            continue
        cells = [interval(column(results, method, name)) for name in ("comprehensiveness", "hidden")]
        cells += [interval(column(results, method, name), np.median) for name in ("R² one size", "R² all sizes")]
        yield [method, *cells]


def exact_rows(results: list[Result]) -> Iterator[list[str]]:
    for method in ("removal effects", "1 round", FIRST):
        cells = [share(column(results, method, name)) for name in ("top-1", "top-1 within noise")]
        yield [method, interval(column(results, method, "Spearman")), *cells]


RATIOS = (
    ("comprehensiveness", "exact", ">= 0.97"),
    ("comprehensiveness", "random order", ">= 1.5"),
    ("comprehensiveness", "removal effects", ""),
    ("hidden", "exact", ""),
    ("hidden", "random order", ""),
    ("hidden", "removal effects", ""),
    ("R² one size", "exact", ">= 0.98"),
)


def ratio_rows(results: list[Result]) -> Iterator[list[str]]:
    for name, other, reach in RATIOS:
        known = [each for each in results if name in each.methods.get(other, {})]
        found = ratio(column(known, FIRST, name), column(known, other, name))
        yield [f"{name}, {FIRST} / {other}", found, f"{len(known)} pairs", reach]


def other_rows(results: list[Result]) -> Iterator[list[str]]:
    covered = [float(np.mean(each.covered)) for each in results if each.covered]
    yield [f"exact share within the shown error ({WITHIN} standard errors), %", share(covered), ">= 90"]
    yield ["two ways to remove a word agree, Spearman", interval(each.agreement for each in results), ">= 0.9"]
    for name in ("pairs, 2–3 words", "effects alone, 2–3 words", "pairs, 3 words", "effects alone, 3 words"):
        known = [each.pair_model[name] for each in results if name in each.pair_model]
        yield [f"R² of removals: {name}, mean", interval(known), ">= 0.95" if name == "pairs, 2–3 words" else ""]
        yield [f"R² of removals: {name}, median", interval(known, np.median), ""]
    for name in ("removal effect, before", "removal effect, behind", "fair share, before", "fair share, behind"):
        known = [each.inserted[name] for each in results if name in each.inserted]
        yield [f'inserted "please" above the noise floor: {name}, %', share(known), "<= 10"]
    ratings = Counter(each.rating for each in results)
    for rating in Rating:
        yield [
            f"rated {rating}, %",
            share(float(each.rating == rating) for each in results),
            f"{ratings[rating]} pairs",
        ]


def report(results: list[Result]) -> str:
    short = [each for each in results if "exact" in each.methods]
    header = ["weights", "comprehensiveness", "the same, hidden", "R² one size, median", "R² all sizes, median"]
    return "\n\n".join(
        [
            f"{len(results)} pairs of 2 to {max(each.words for each in results)} words",
            table(header, fidelity_rows(results)),
            f"{len(short)} of them of at most 10 words",
            table(header, fidelity_rows(short)),
            table(["against exact shares", "Spearman", "top-1, %", "top-1 within noise, %"], exact_rows(short)),
            table(["ratio of means", "[95 %]", "over", "reach"], ratio_rows(results)),
            table(["over all pairs", "mean [95 %]", "reach"], other_rows(results)),
        ]
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("index")
    parser.add_argument("--queries", type=Path, required=True)
    parser.add_argument("--qrels", type=Path, required=True)
    parser.add_argument("--pairs", type=int, default=100)
    parser.add_argument(
        "--minutes", type=float, default=60.0, help="stop after so many, and say how many pairs it were"
    )
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--gate", action="store_true", help="end with exit code 1 where a frozen threshold is missed")
    args = parser.parse_args()
    collection = open_index(args.index)
    embedder = load_embedder(collection.contract.model)
    pairs = judged_pairs(collection, args.queries, args.qrels, args.pairs, args.seed)
    results = [measure(pair, Subject(pair, collection, embedder)) for pair in in_time(pairs, args.minutes)]
    print(report(results))
    print("\nFrozen thresholds")
    if missed(results) and args.gate:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
