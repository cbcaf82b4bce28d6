"""Does every query get the ten documents that a float64 brute force over the vectors gives?

Usage:
    python -m tests.benchmarks.agreement INDEX --queries queries.jsonl --vectors vectors.npy

The oracle is numpy alone: unit vectors in float64, one matrix product, ties by row. Exit code 1 on any difference.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import numpy as np

from inspector.embedders import load_embedder
from inspector.inspection import OpenIndex
from inspector.records.results import ExplainLevel, Request
from inspector.report import report
from inspector.search.keyword import open_keyword
from inspector.stores import open_index


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("index")
    parser.add_argument("--queries", type=Path, required=True)
    parser.add_argument("--vectors", type=Path, required=True)
    args = parser.parse_args()
    collection = open_index(args.index)
    embedder = load_embedder(collection.contract.model)
    index = OpenIndex(collection, open_keyword(collection.keyword_folder), embedder)
    vectors = np.load(args.vectors, allow_pickle=False).astype(np.float64)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    queries = [json.loads(line)["text"] for line in args.queries.read_text(encoding="utf-8").splitlines()]
    different, largest = 0, 0.0
    for level in (ExplainLevel.NONE, ExplainLevel.FIRST):
        for query in queries:
            found = report(index, Request(query, explain=level))
            similarities = vectors @ embedder.encode([query])[0].astype(np.float64)
            best = np.argsort(-similarities, kind="stable")[:10]
            expected = collection.ids_at(best)
            different += [neighbor.id for neighbor in found.neighbors] != list(expected)
            gaps = [
                abs(neighbor.similarity - similarities[row])
                for neighbor, row in zip(found.neighbors, best, strict=True)
            ]
            largest = max(largest, *gaps)
    print(f"{2 * len(queries)} answers, {different} differ; largest difference of a similarity {largest:.1e}")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
