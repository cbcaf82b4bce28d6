"""How long a first answer takes, against the bare model call and FAISS scan of the same query in the same run.

Usage:
    python -m tests.benchmarks.inspect INDEX --queries queries.jsonl [--limit 100] [--grow 10000]

Prints the median of per-query ratios: `report` (encode, three lists, removal effect and rank of every word on every
shown document, noise floor, checks) over `encode(query)` + `IndexFlatIP.search(k=10)`. Warm, interleaved.
`--grow N` repeats the index's vectors with seeded noise of length 0.05 up to N rows, in a temporary index.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import numpy as np

from inspector.build.build import build
from inspector.build.settings import BuildSettings
from inspector.embedders import load_embedder
from inspector.explain.vector_cache import VectorCache
from inspector.inspection import OpenIndex
from inspector.records.results import Request
from inspector.report import report
from inspector.search.background import load_background
from inspector.search.keyword import open_keyword
from inspector.stores import open_index


def grown(source: str, rows: int, folder: Path) -> Path:
    """Build an index of `rows` documents from the documents and vectors of another."""
    collection = open_index(source)
    documents = [document for batch in collection.iterate() for document in batch]
    base = collection.vectors(np.arange(collection.count))
    noise = np.random.default_rng(0).normal(size=(rows, base.shape[1])).astype(np.float32)
    vectors = base[np.arange(rows) % len(base)] + 0.05 * noise / np.linalg.norm(noise, axis=1, keepdims=True)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    np.save(folder / "vectors.npy", vectors)
    with (folder / "corpus.jsonl").open("w", encoding="utf-8") as file:
        for row in range(rows):
            document = documents[row % len(documents)]
            line = {"id": f"{document.id}-{row}", "title": document.title, "text": document.text}
            file.write(json.dumps(line) + "\n")
    build(folder / "corpus.jsonl", folder / "index", BuildSettings(vectors=folder / "vectors.npy"))
    return folder / "index"


def measure(where: str | Path, queries: list[str]) -> None:
    import faiss

    collection = open_index(where)
    embedder = load_embedder(collection.contract.model)
    background = load_background(collection, embedder)
    index = OpenIndex(collection, open_keyword(collection.keyword_folder), embedder, background)
    flat = faiss.IndexFlatIP(collection.contract.dim)
    flat.add(np.ascontiguousarray(collection.vectors(np.arange(collection.count))))
    ratios, bare_ms, ours_ms = [], [], []
    for number, query in enumerate([*queries[:5], *queries]):
        started = time.perf_counter()
        flat.search(embedder.encode([query]), 10)
        middle = time.perf_counter()
        report(replace(index, cache=VectorCache()), Request(query))
        ended = time.perf_counter()
        if number >= 5:
            bare_ms.append((middle - started) * 1000)
            ours_ms.append((ended - middle) * 1000)
            ratios.append(ours_ms[-1] / bare_ms[-1])
    spread = statistics.quantiles(ratios, n=20)
    print(
        f"{collection.count:,} documents, {len(queries)} queries: ratio median {statistics.median(ratios):.2f} "
        f"(5 % {spread[0]:.2f}, 95 % {spread[-1]:.2f}); bare {statistics.median(bare_ms):.1f} ms, "
        f"report {statistics.median(ours_ms):.1f} ms"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("index")
    parser.add_argument("--queries", type=Path, required=True)
    parser.add_argument("--limit", type=int, default=100)
    parser.add_argument("--grow", type=int, default=0)
    args = parser.parse_args()
    queries = [json.loads(line)["text"] for line in args.queries.read_text(encoding="utf-8").splitlines()]
    with tempfile.TemporaryDirectory() as folder:
        measure(grown(args.index, args.grow, Path(folder)) if args.grow else args.index, queries[: args.limit])


if __name__ == "__main__":
    main()
