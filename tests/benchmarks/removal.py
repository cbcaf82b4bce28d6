"""Removal effects with ranks for all ten results, against a bare `encode` of the query and `IndexFlatIP.search`.

    python -m tests.benchmarks.removal INDEX --queries queries.jsonl [--limit 100] [--documents 10000]

A smaller index is made larger as in `tests.benchmarks.inspect`. Three calls a query, one after the other: the bare
pair; the query and the query without each word, encoded in one batch and ranked over all documents; and the same with
what is encoded beside them, three edits for the noise floor and the empty text. Ratios are per query, with a bootstrap
interval of their median. Nothing is remembered from call to call.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from inspector.embedders import load_embedder
from inspector.embedders.embedder import Embedder
from inspector.explain.removal import removal_effects
from inspector.explain.variants import Variants, variants
from inspector.stores import open_index
from inspector.stores.collection import Collection
from tests.benchmarks.explain_metrics import interval, read_queries
from tests.benchmarks.inspect import grown

WARM = 5


def words_alone(collection: Collection, embedder: Embedder, plan: Variants) -> np.ndarray:
    """Give the effects of all words on the ten results, shape (words, 10), with their ranks worked out too."""
    rows = list(dict.fromkeys((0, *plan.word_rows)))
    vectors = embedder.encode([plan.texts[row] for row in rows], prompt=collection.contract.query_prompt)
    found = collection.ranks(vectors, collection.search(vectors[:1], 10)[0].ids)
    return np.asarray(found.similarities[0] - found.similarities[1:])


def with_the_rest(collection: Collection, embedder: Embedder, plan: Variants) -> np.ndarray:
    """Give the same as the app works it out, with noise floor and empty text."""
    vectors = embedder.encode(plan.texts, prompt=collection.contract.query_prompt)
    ids = collection.search(vectors[:1], 10)[0].ids
    found = collection.ranks(vectors, ids)
    effects = removal_effects(plan, ids, found.similarities, found.ranks)
    return np.asarray(effects.removal)


def measure(collection: Collection, embedder: Embedder, queries: Sequence[str]) -> dict[str, np.ndarray]:
    """Give the seconds of each call for each query."""
    import faiss

    flat = faiss.IndexFlatIP(collection.contract.dim)
    flat.add(np.ascontiguousarray(collection.vectors(np.arange(collection.count))))
    prompt = collection.contract.query_prompt
    times: dict[str, list[float]] = {"bare": [], "words": [], "with the rest": []}
    for query in [*queries[:WARM], *queries]:
        started = time.perf_counter()
        flat.search(embedder.encode([query], prompt=prompt), 10)
        bare = time.perf_counter()
        words_alone(collection, embedder, variants(query))
        words = time.perf_counter()
        with_the_rest(collection, embedder, variants(query))
        end = time.perf_counter()
        for name, seconds in zip(times, (bare - started, words - bare, end - words), strict=True):
            times[name].append(seconds)
    return {name: np.array(seconds[WARM:]) for name, seconds in times.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("index")
    parser.add_argument("--queries", type=Path, required=True)
    parser.add_argument("--limit", type=int, default=100)
    parser.add_argument("--documents", type=int, default=10_000)
    args = parser.parse_args()
    queries = list(read_queries(args.queries).values())[: args.limit]
    collection = open_index(args.index)
    embedder = load_embedder(collection.contract.model)
    with tempfile.TemporaryDirectory() as folder:
        if collection.count < args.documents:
            collection = open_index(grown(args.index, args.documents, Path(folder)))
        times = measure(collection, embedder, queries)
    print(f"{collection.count:,} documents, {len(queries)} queries, times bare encode and search (median):")
    for name in ("words", "with the rest"):
        ratios = interval(times[name] / times["bare"], np.median, 2)
        print(f"  {name:14} {ratios} x, {1000 * np.median(times[name]):.1f} ms")
    print(f"  {'bare':14} {1000 * np.median(times['bare']):.1f} ms")


if __name__ == "__main__":
    main()
