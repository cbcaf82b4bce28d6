"""How long exact search takes, against a bare faiss.IndexFlatIP on the same random unit vectors, in one run.

    python -m tests.benchmarks.scan 10000 100000 [1000000] [--dim 384] [--repeats 9]

Interleaved, medians. `search` is one query, k = 10; `ranks` is 20 variants of a query with 10 targets; `shared` is both
in one sweep. Each is given as a ratio to one bare search and to the bare matrix product of the same 20 queries. At
1,000,000 x 384 it needs about 3.5 GB, as FAISS copies the vectors.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import time

import faiss
import numpy as np

from inspector.contract import Metric
from inspector.stores.exact import ExactScan


def milliseconds(act) -> float:
    started = time.perf_counter()
    act()
    return (time.perf_counter() - started) * 1000


def unit_vectors(count: int, dim: int) -> np.ndarray:
    rng = np.random.default_rng(0)
    rows = np.empty((count, dim), dtype=np.float32)
    for start in range(0, count, 65_536):
        part = rng.standard_normal((min(65_536, count - start), dim), dtype=np.float32)
        rows[start : start + len(part)] = part / np.linalg.norm(part, axis=1, keepdims=True)
    return rows


def products(vectors: np.ndarray, queries: np.ndarray) -> None:
    for start in range(0, len(vectors), 16_384):
        queries @ vectors[start : start + 16_384].T


def shared(scan: ExactScan, queries: np.ndarray, targets: np.ndarray) -> None:
    sweep = scan.sweep(queries)
    scan.top(queries[:1], 10, None, sweep)
    scan.ranks(queries, targets, None, sweep)


def compare(count: int, dim: int, repeats: int) -> None:
    vectors = unit_vectors(count, dim)
    rng = np.random.default_rng(1)
    query = vectors[:1] + rng.normal(size=(1, dim)).astype(np.float32) * 0.05
    variants = query + rng.normal(size=(20, dim)).astype(np.float32) * 0.02
    bare = faiss.IndexFlatIP(dim)
    bare.add(vectors)
    ours = ExactScan(vectors, Metric.COSINE)
    first = milliseconds(lambda: ours.top(query, 10))
    near = ours.top(query, 10)[0].rows
    far = rng.choice(count, 10, replace=False)
    acts = {
        "faiss search": lambda: bare.search(query, 10),
        "search": lambda: ours.top(query, 10),
        "20 products": lambda: products(vectors, variants),
        "ranks, near targets": lambda: ours.ranks(variants, near),
        "ranks, random targets": lambda: ours.ranks(variants, far),
        "shared, random targets": lambda: shared(ours, variants, far),
    }
    for act in acts.values():
        act()
    times: dict[str, list[float]] = {name: [] for name in acts}
    for _ in range(repeats):
        for name, act in acts.items():
            times[name].append(milliseconds(act))
    medians = {name: statistics.median(values) for name, values in times.items()}
    print(f"{count:,} x {dim}; first search with the lengths measured {first:.0f} ms")
    for name, value in medians.items():
        over_search, over_products = value / medians["faiss search"], value / medians["20 products"]
        print(f"  {name:22} {value:9.2f} ms  {over_search:6.2f} x bare search  {over_products:6.2f} x bare products")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="+", type=int)
    parser.add_argument("--dim", type=int, default=384)
    parser.add_argument("--repeats", type=int, default=9)
    arguments = parser.parse_args()
    for size in arguments.sizes:
        compare(size, arguments.dim, arguments.repeats)
    print(f"largest memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2f} GB")


if __name__ == "__main__":
    main()
