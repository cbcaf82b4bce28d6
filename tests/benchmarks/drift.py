"""How often drift is seen where there is none, and how small a drift is seen, on real vectors.

    python -m tests.benchmarks.drift VECTORS.npy OTHER.npy [--side 200] [--draws 1000] [--seconds]

No drift: two disjoint random sets of VECTORS, so that p <= 0.05 is an error. Drift: a share of now is drawn from OTHER,
another subject by the same model. The classifier's interval is judged by how often it holds 0.5 where there is none.
`--seconds` times up to 1,000 a side as a ratio to one float64 product of the pooled vectors with themselves.
"""

from __future__ import annotations

import argparse
import statistics
import time
from pathlib import Path

import numpy as np

from inspector.monitor.classifier import separate
from inspector.monitor.kernel_test import shift_test
from inspector.monitor.shift import ALPHA

PLANTED = (0.02, 0.05, 0.10, 0.20)


def draw(vectors: np.ndarray, other: np.ndarray, side: int, share: float, rng: np.random.Generator):
    """Two sets of `side` vectors each; `share` of the second comes from elsewhere."""
    rows = rng.choice(len(vectors), 2 * side, replace=False)
    now = vectors[rows[side:]].copy()
    strangers = round(share * side)
    now[:strangers] = other[rng.choice(len(other), strangers, replace=False)]
    return vectors[rows[:side]], now


def errors(vectors: np.ndarray, other: np.ndarray, side: int, draws: int) -> None:
    """Print how often the test errs and the classifier's interval misses 0.5 where nothing changed."""
    rng = np.random.default_rng(0)
    values, held, areas = [], 0, []
    for draw_number in range(draws):
        then, now = draw(vectors, other, side, 0.0, rng)
        values.append(shift_test(then, now, permutations=199, seed=draw_number).p_value)
        if draw_number < draws // 5:
            found, _ = separate(then, now, seed=draw_number)
            held += found.low <= 0.5 <= found.high
            areas.append(found.auc)
    share = float(np.mean(np.array(values) <= ALPHA))
    error = 1.96 * (share * (1 - share) / draws) ** 0.5
    print(f"type-I error at {ALPHA:.0%}: {share:.1%} +- {error:.1%} of {draws} draws, {side} a side")
    print(
        f"classifier: mean AUC {np.mean(areas):.3f}; its interval holds 0.5 in {held / len(areas):.1%} of {len(areas)}"
    )


def power(vectors: np.ndarray, other: np.ndarray, side: int, draws: int) -> None:
    """Print how often a planted drift is seen."""
    for share in PLANTED:
        rng = np.random.default_rng(1)
        pairs = [draw(vectors, other, side, share, rng) for _ in range(draws)]
        seen = np.mean([shift_test(then, now, permutations=199).p_value <= ALPHA for then, now in pairs])
        areas = [separate(then, now)[0].auc for then, now in pairs[:20]]
        print(f"{share:.0%} of now from elsewhere: seen in {seen:.0%} of {draws} draws, AUC {np.mean(areas):.2f}")


def seconds(vectors: np.ndarray) -> None:
    """Print how long the test and the classifier take for up to 1,000 a side, as ratios to one product."""
    side = min(1_000, len(vectors) // 2)
    rows = np.random.default_rng(2).choice(len(vectors), 2 * side, replace=False)
    then, now = vectors[rows[:side]], vectors[rows[side:]]
    pooled = np.concatenate([then, now]).astype(np.float64)
    bare = statistics.median(_timed(lambda: pooled @ pooled.T) for _ in range(5))
    for name, act in (("test", lambda: shift_test(then, now)), ("classifier", lambda: separate(then, now))):
        taken = _timed(act)
        print(f"{name}, {side:,} a side: {taken:.2f} s, {taken / bare:.1f} x the product of {bare:.3f} s")


def _timed(act) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("vectors", type=Path)
    parser.add_argument("other", type=Path)
    parser.add_argument("--side", type=int, default=200)
    parser.add_argument("--draws", type=int, default=1_000)
    parser.add_argument("--seconds", action="store_true")
    given = parser.parse_args()
    vectors, other = (np.load(path, mmap_mode="r") for path in (given.vectors, given.other))
    errors(vectors, other, given.side, given.draws)
    power(vectors, other, given.side, given.draws // 5)
    if given.seconds:
        seconds(vectors)


if __name__ == "__main__":
    main()
