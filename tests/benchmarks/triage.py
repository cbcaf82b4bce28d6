"""How fast many queries are triaged, against the bare batched encode and FAISS scan of the same queries.

Usage:
    python -m tests.benchmarks.triage INDEX --queries queries.jsonl --qrels qrels.tsv [--times 1] [--traced 40]

Prints queries a second and the ratio of triage without traces to `encode(queries)` + `IndexFlatIP.search(k=100)`, in
one run, by processor time, which a busy machine changes less; then the time of a trace. `--times 4` asks each query
four times over, a running number behind it, which makes 1,200 queries of 300. Warm; nothing of an earlier triage is
used, and each round encodes anew.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import numpy as np

from inspector.embedders import load_embedder
from inspector.evaluate.judgements import parse_judgements
from inspector.evaluate.query_sets import parse_queries
from inspector.explain.vector_cache import VectorCache
from inspector.inspection import OpenIndex
from inspector.records.runs import Query
from inspector.records.triage import TriageCase, TriageSettings
from inspector.search.keyword_cache import keyword_of
from inspector.settings import HOME
from inspector.stores import open_index
from inspector.triage import triage
from inspector.triage.cases import cases_of

ROUNDS = 3


def main() -> None:
    import os

    import faiss

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("index")
    parser.add_argument("--queries", type=Path, required=True)
    parser.add_argument("--qrels", type=Path, required=True)
    parser.add_argument("--times", type=int, default=1)
    parser.add_argument("--traced", type=int, default=40)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    args = parser.parse_args()
    collection = open_index(args.index)
    embedder = load_embedder(collection.contract.model)
    index = OpenIndex(collection, keyword_of(collection), embedder)
    judged = parse_judgements(args.qrels.read_text(encoding="utf-8"), args.qrels.name)
    cases = cases_of(parse_queries(args.queries.read_text(encoding="utf-8"), args.queries.name), judged).cases
    cases = tuple(
        TriageCase(Query(f"{each.query.id}/{turn}", f"{each.query.text} {turn or ''}".strip()), each.expected)
        for turn in range(args.times)
        for each in cases
    )
    texts = [case.query.text for case in cases]
    flat = faiss.IndexFlatIP(collection.contract.dim)
    flat.add(np.ascontiguousarray(collection.vectors(np.arange(collection.count))))
    embedder.encode(texts[:32])
    bare, ours, traces, traced, ratios = [], [], [], 0, []
    for _ in range(args.rounds):
        with tempfile.TemporaryDirectory() as home:
            os.environ[HOME.name] = home
            started, worked = time.perf_counter(), time.process_time()
            flat.search(embedder.encode(texts), 100)
            middle, half = time.perf_counter(), time.process_time()
            triage(replace(index, cache=VectorCache()), cases, TriageSettings(limit=0))
            bare.append(middle - started)
            ours.append(time.perf_counter() - middle)
            ratios.append((time.process_time() - half) / (half - worked))
    with tempfile.TemporaryDirectory() as home:
        os.environ[HOME.name] = home
        if args.traced:
            answer = triage(index, cases, TriageSettings(limit=args.traced))
            traced, traces = answer.rate.traced, [answer.rate.trace_seconds]
    print(
        f"{collection.count:,} documents, {len(cases):,} queries: {len(cases) / statistics.median(ours):.0f} a second, "
        f"{statistics.median(ratios):.2f} times the processor time of the bare "
        f"(from {min(ratios):.2f} to {max(ratios):.2f}; bare {statistics.median(bare):.2f} s)"
        + (f"; {traced} traces, {traces[0] / traced * 1000:.0f} ms each" if traced else "")
    )


if __name__ == "__main__":
    main()
