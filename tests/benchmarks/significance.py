"""How often the paired test calls equal retrievers different, by simulation, and how often it sees a true difference.

    python -m tests.benchmarks.significance [--experiments 2000] [--queries 50]

Every experiment draws two runs that are equally good: values as nDCG has them (many 0 and 1, skewed between), shared
difficulty, and noise of its own for each. The share of p-values up to .05 must be .05, give or take 1.96 standard
errors. With a true difference as large as `smallest_detectable` says, the share must be near .80. Holm's correction is
tried on ten comparisons at once: the share of experiments with any false difference.
"""

from __future__ import annotations

import argparse
import math

import numpy as np

from inspector.evaluate.significance import LEVEL, holm, randomization_p, smallest_detectable

DRAWS = 1999
MANY = 10


def runs(rng: np.random.Generator, count: int, runs_: int) -> np.ndarray:
    """Values of equally good runs, shape (runs, queries): what a query is worth, and what each run makes of it."""
    difficulty = rng.normal(0.4, 0.8, size=count)
    return np.clip(difficulty + rng.normal(0, 0.35, size=(runs_, count)), 0, 1)


def share(p_values: list[float]) -> tuple[float, float]:
    found = float(np.mean(np.array(p_values) <= LEVEL))
    return found, 1.96 * math.sqrt(LEVEL * (1 - LEVEL) / len(p_values))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--experiments", type=int, default=2000)
    parser.add_argument("--queries", type=int, default=50)
    given = parser.parse_args()
    null, seen, family = [], [], []
    for seed in range(given.experiments):
        rng = np.random.default_rng(seed)
        first, second = runs(rng, given.queries, 2)
        null.append(float(randomization_p((first - second)[None], seed, DRAWS)[0]))
        noise = rng.normal(0, 0.3, size=(1, given.queries))
        seen.append(float(randomization_p(noise + smallest_detectable(noise), seed, DRAWS)[0]))
        many = runs(rng, given.queries, MANY + 1)
        family.append(min(holm(randomization_p(many[1:] - many[0], seed, DRAWS).tolist())))
    found, error = share(null)
    print(f"{given.experiments} experiments of {given.queries} queries, level {LEVEL}")
    print(f"equal runs called different    {found:.4f} (between {LEVEL - error:.4f} and {LEVEL + error:.4f} by chance)")
    print(f"any of {MANY} called different, Holm {share(family)[0]:.4f} (at most {LEVEL} + {error:.4f})")
    print(f"smallest detectable seen       {share(seen)[0]:.4f} (0.80 was promised)")


if __name__ == "__main__":
    main()
