"""What evaluations reach on judged collections, and what answering many queries at once costs.

    python -m tests.benchmarks.evaluate INDEX DATA [--repeats 3]

INDEX was built from DATA/corpus.jsonl; DATA also holds queries.jsonl (id, text) and qrels.tsv (query, doc, grade).
Prints the measures of every retriever, then `answer_queries` as a ratio to the bare pair, one batched encode and one
`IndexFlatIP.search` of the same queries; interleaved, medians, nothing cached. Published for SciFact: MiniLM nDCG@10
.64508 and R@100 .92500, BM25 nDCG@10 .687 and R@100 .913.
"""

from __future__ import annotations

import argparse
import statistics
import time
from dataclasses import replace
from pathlib import Path

import faiss
import numpy as np

from inspector.cli.inspect import open_whole
from inspector.evaluate.answering import Manner, answer_queries
from inspector.evaluate.evaluation import Asked, evaluate_index
from inspector.evaluate.judgements import parse_judgements
from inspector.evaluate.query_sets import parse_queries, query_set
from inspector.explain.vector_cache import VectorCache
from inspector.inspection import OpenIndex
from inspector.records.runs import Query


def seconds(act) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def ratio(index: OpenIndex, queries: tuple[Query, ...], repeats: int) -> None:
    collection, embedder = index.collection, index.embedder
    stored = collection.vectors(np.arange(collection.count))
    flat = faiss.IndexFlatIP(stored.shape[1])
    flat.add(np.ascontiguousarray(stored / np.linalg.norm(stored, axis=1, keepdims=True)))
    texts = [query.text for query in queries]

    def bare() -> None:
        flat.search(embedder.encode(texts), Manner().depth)

    def ours() -> None:
        answer_queries(replace(index, cache=VectorCache()), queries)

    bare()
    times = [(seconds(bare), seconds(ours)) for _ in range(repeats)]
    pair, whole = (statistics.median(column) for column in zip(*times, strict=True))
    print(f"bare encode and search {len(queries) / pair:7.0f} queries a second")
    print(f"answer_queries         {len(queries) / whole:7.0f} queries a second, {whole / pair:.2f} x the bare pair")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("index")
    parser.add_argument("data", type=Path)
    parser.add_argument("--repeats", type=int, default=3)
    given = parser.parse_args()
    index = open_whole(given.index, tested=False, background=False)
    queries = query_set(parse_queries((given.data / "queries.jsonl").read_text(encoding="utf-8"), "queries.jsonl"))
    judgements = parse_judgements((given.data / "qrels.tsv").read_text(encoding="utf-8"))
    started = time.perf_counter()
    found = evaluate_index(index, queries, judgements, Asked())
    whole = time.perf_counter() - started
    for name in found.retrievers:
        values = "  ".join(f"{measure} {found.estimate(name, measure).mean:.4f}" for measure in found.measures)
        print(f"{name:10} {values}")
    again = seconds(lambda: evaluate_index(index, queries, judgements, Asked()))
    print(f"evaluation of {len(found.queries)} queries: {whole:.1f} s, with known query vectors {again:.1f} s")
    ratio(index, queries, given.repeats)


if __name__ == "__main__":
    main()
