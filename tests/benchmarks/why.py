"""How long a verdict takes, and the trying of all remedies, against the bare model call and FAISS scan of the query.

Usage:
    python -m tests.benchmarks.why INDEX --queries queries.jsonl --qrels qrels.tsv [--limit 40]

Takes each query with one of its relevant documents, half of them those that the embedding has outside the first ten.
Prints medians of per-pair ratios over `encode(query)` + `IndexFlatIP.search(k=10)`, and milliseconds of the remedies.
Warm, the collection's re-embedded sample and hubs are cached, the vector cache is empty for every pair.
"""

from __future__ import annotations

import argparse
import csv
import json
import statistics
import time
from dataclasses import replace
from pathlib import Path

import numpy as np

from inspector.diagnose.freshness.sample import load_reembedded
from inspector.diagnose.hubs import load_hubness
from inspector.diagnose.trace import trace_steps
from inspector.embedders import load_embedder
from inspector.explain.vector_cache import VectorCache
from inspector.inspection import OpenIndex
from inspector.records.trace import TraceRequest
from inspector.search.keyword import open_keyword
from inspector.stores import open_index


def pairs(index: OpenIndex, queries: Path, qrels: Path, limit: int) -> list[tuple[str, str]]:
    """Give query texts with a relevant document each, those outside the first ten and those within by turns."""
    assert index.embedder is not None
    texts = {row["id"]: row["text"] for row in map(json.loads, queries.read_text(encoding="utf-8").splitlines())}
    with qrels.open(encoding="utf-8") as file:
        rows = [row[:2] for row in csv.reader(file, delimiter="\t")][1:]
    wanted = {query: doc for query, doc in rows if query in texts and index.collection.rows_of([doc])[0] >= 0}
    asked = list(wanted)[: 10 * limit]
    vectors = index.embedder.encode([texts[each] for each in asked])
    ranks = [
        int(index.collection.ranks(vectors[place : place + 1], [wanted[each]]).ranks[0, 0])
        for place, each in enumerate(asked)
    ]
    outside = [each for each, rank in zip(asked, ranks, strict=True) if rank > 10][: limit // 2]
    within = [each for each, rank in zip(asked, ranks, strict=True) if rank <= 10][: limit - len(outside)]
    return [(texts[each], wanted[each]) for each in [*outside, *within]]


def main() -> None:
    import faiss

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("index")
    parser.add_argument("--queries", type=Path, required=True)
    parser.add_argument("--qrels", type=Path, required=True)
    parser.add_argument("--limit", type=int, default=40)
    args = parser.parse_args()
    collection = open_index(args.index)
    embedder = load_embedder(collection.contract.model)
    assert collection.keyword_folder is not None
    index = OpenIndex(collection, open_keyword(collection.keyword_folder), embedder)
    load_hubness(collection)
    load_reembedded(collection, embedder)
    flat = faiss.IndexFlatIP(collection.contract.dim)
    flat.add(np.ascontiguousarray(collection.vectors(np.arange(collection.count))))
    asked = pairs(index, args.queries, args.qrels, args.limit)
    ratios, bare, verdicts, remedies = [], [], [], []
    for number, (query, doc) in enumerate([*asked[:3], *asked]):
        started = time.perf_counter()
        flat.search(embedder.encode([query]), 10)
        middle = time.perf_counter()
        steps = trace_steps(replace(index, cache=VectorCache()), TraceRequest(query, doc))
        next(steps)
        answered = time.perf_counter()
        for _ in steps:
            pass
        ended = time.perf_counter()
        if number >= 3:
            bare.append((middle - started) * 1000)
            verdicts.append((answered - middle) * 1000)
            remedies.append((ended - answered) * 1000)
            ratios.append(verdicts[-1] / bare[-1])
    spread = statistics.quantiles(ratios, n=20)
    print(
        f"{collection.count:,} documents, {len(asked)} pairs: verdict ratio median {statistics.median(ratios):.1f} "
        f"(5 % {spread[0]:.1f}, 95 % {spread[-1]:.1f}); bare {statistics.median(bare):.0f} ms, verdict "
        f"{statistics.median(verdicts):.0f} ms, remedies median {statistics.median(remedies):.0f} ms, most "
        f"{max(remedies):.0f} ms"
    )


if __name__ == "__main__":
    main()
