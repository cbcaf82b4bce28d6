"""How long a comparison takes, against the bare batched encode and search of the same queries, in both indexes.

Usage:
    python -m tests.benchmarks.compare BEFORE AFTER --queries queries.jsonl [--qrels qrels.tsv] [--rounds 3]

Models are loaded before. The bare work is, for each of the two indexes, `encode` of all queries by the index's own
model, and a search with them, through the index's own structure where it has one. Prints the seconds of each round, by
turns, their ratio, and the time of a comparison with documents in place of queries.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from inspector.cli.inspect import open_whole
from inspector.cli.queries import read_query_file, read_text
from inspector.compare.comparing import compare
from inspector.compare.sentence import summary
from inspector.evaluate.judgements import parse_judgements
from inspector.evaluate.query_sets import query_set
from inspector.explain.vector_cache import VectorCache
from inspector.inspection import OpenIndex
from inspector.records.runs import Query

K = 10


def bare(indexes: Sequence[OpenIndex], queries: Sequence[Query]) -> float:
    """Encode and search in each index, and give the seconds."""
    import faiss
    import numpy as np

    flats = []
    for each in indexes:
        flat = faiss.IndexFlatIP(each.collection.contract.dim)
        flat.add(np.ascontiguousarray(each.collection.vectors(np.arange(each.collection.count))))
        flats.append(flat)
    started = time.perf_counter()
    for each, flat in zip(indexes, flats, strict=True):
        assert each.embedder is not None
        texts = [query.text for query in queries]
        vectors = each.embedder.encode(texts, prompt=each.collection.contract.query_prompt)
        if each.collection.has_ann:
            each.collection.search(vectors, K)
        else:
            flat.search(vectors, K)
    return time.perf_counter() - started


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("before")
    parser.add_argument("after")
    parser.add_argument("--queries", type=Path, required=True)
    parser.add_argument("--qrels", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    indexes = [open_whole(each, tested=False, background=False) for each in (args.before, args.after)]
    queries = query_set(read_query_file(args.queries))
    judged = parse_judgements(read_text(args.qrels), str(args.qrels)) if args.qrels else None
    ratios = []
    bare(indexes, queries[:64])  # warm
    for _ in range(args.rounds):
        before, after = (replace(each, cache=VectorCache()) for each in indexes)
        plain = bare(indexes, queries)
        started = time.perf_counter()
        found = compare(before, after, queries, judged, k=K)
        taken = time.perf_counter() - started
        ratios.append(taken / plain)
        print(f"bare {plain:.2f} s, comparison {taken:.2f} s, ratio {ratios[-1]:.2f}")
    started = time.perf_counter()
    compare(*indexes, k=K)
    print(f"median ratio {statistics.median(ratios):.2f}; with documents {time.perf_counter() - started:.2f} s")
    print(summary(found))
    for each in found.reasons:
        print(f"  {each.reason.value}: {each.count}")


if __name__ == "__main__":
    main()
