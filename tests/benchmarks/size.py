"""How each part grows from 10k to 1M documents on one machine, with the bare FAISS scan as the limit in the same run.

    python -m tests.benchmarks.size INDEX --queries queries.jsonl [--sizes 10000 100000 1000000] [--limit 20]
        [--keep FOLDER]

The index is grown: a document keeps its title and first sentence, gets two sentences of other documents and a word of
its own; its vector is the document's with seeded noise of length 0.4, scaled to length 1. Bare is `encode(query)` and
`IndexFlatIP.search(k=10)` of the same vectors in memory. Interleaved, medians over the queries, warm. Memory is what a
process of its own holds after opening and answering (resident set, less what it held with the model alone), against
the bytes of vectors and documents on disk. Opening is timed twice: with files the disk has to be asked for (their pages
are dropped from the system's cache where it can be told to; the disk's own speed stands beside), and warm. With --keep
the grown indexes stay and are used again.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from inspector.diagnose.trace import trace
from inspector.embedders import load_embedder
from inspector.explain.vector_cache import VectorCache
from inspector.inspection import OpenIndex
from inspector.records.documents import Document
from inspector.records.results import Request
from inspector.records.trace import TraceRequest
from inspector.report import report
from inspector.search.background import load_background
from inspector.search.keyword import build_keyword, open_keyword
from inspector.stores import layout, open_index
from inspector.stores.collection import Collection
from inspector.stores.finish import finish_folder
from inspector.stores.recipe import embedded_text
from inspector.stores.vector_file import VectorFile
from inspector.stores.writer import DocumentWriter

BLOCK = 20_000
NOISE = 0.4


def texts(source: Collection, rows: int) -> Iterator[Document]:
    """Give grown documents."""
    documents = [document for batch in source.iterate() for document in batch]
    parts = [[part for part in document.text.split(". ") if part] or [""] for document in documents]
    draw = np.random.default_rng(0)
    for row in range(rows):
        own = row % len(documents)
        others = [
            parts[place][int(draw.integers(len(parts[place])))] for place in draw.integers(len(documents), size=2)
        ]
        text = ". ".join([parts[own][0], *others, f"w{row}"])
        yield Document(f"{documents[own].id}-{row}", documents[own].title, text)


def grow(source: Collection, rows: int, folder: Path) -> dict[str, float]:
    """Make an index of `rows` documents, and say how long documents, vectors and keyword index took, in seconds."""
    folder.mkdir(parents=True)
    taken = {}
    started = time.perf_counter()
    with DocumentWriter(folder / layout.DOCUMENTS, ()) as writer:
        for document in texts(source, rows):
            writer.write([document])
    taken["documents"] = time.perf_counter() - started
    base, draw = np.array(source.vectors(np.arange(source.count))), np.random.default_rng(1)
    with VectorFile(folder / layout.VECTORS, rows, base.shape[1]) as file:
        for start in range(0, rows, BLOCK):
            places = np.arange(start, min(start + BLOCK, rows))
            noise = draw.normal(size=(len(places), base.shape[1])).astype(np.float32)
            block = base[places % len(base)] + NOISE * noise / np.linalg.norm(noise, axis=1, keepdims=True)
            file.append(block / np.linalg.norm(block, axis=1, keepdims=True))
    started = time.perf_counter()
    recipe = source.contract.recipe
    build_keyword(folder / layout.KEYWORD, (embedded_text(recipe, each) for each in texts(source, rows)), count=rows)
    taken["keyword index"] = time.perf_counter() - started
    finish_folder(folder, name=folder.name, contract=replace(source.contract, normalized=True))
    return taken


def opened(folder: Path) -> OpenIndex:
    collection = open_index(folder)
    embedder = load_embedder(collection.contract.model)
    assert collection.keyword_folder is not None
    return OpenIndex(collection, open_keyword(collection.keyword_folder), embedder)


def opening(folder: Path, *, cold: bool) -> float:
    """Open an index and its keyword index, and say how many milliseconds it took."""
    for path in (path for path in folder.rglob("*") if path.is_file() and cold and hasattr(os, "posix_fadvise")):
        with path.open("rb") as file:
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    started = time.perf_counter()
    index = open_index(folder)
    assert index.keyword_folder is not None
    open_keyword(index.keyword_folder)
    return (time.perf_counter() - started) * 1000


def disk_speed(folder: Path) -> float:
    """Read up to 500 MB of the vectors past the system's cache, and say how many MB a second that was."""
    with (folder / layout.VECTORS).open("rb", buffering=0) as file:
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        started, read = time.perf_counter(), 0
        while read < 500e6 and (block := file.read(1 << 22)):
            read += len(block)
    return read / 1e6 / (time.perf_counter() - started)


def measure(folder: Path, queries: list[str]) -> dict[str, float]:
    """Time every part for each query, and give medians in milliseconds."""
    import faiss

    cold = {f"opening, {name}": opening(folder, cold=name == "cold") for name in ("cold", "warm")}
    for path in folder.rglob("*"):  # warm again
        if path.is_file():
            with path.open("rb", buffering=0) as file:
                while file.read(1 << 22):
                    pass
    index = opened(folder)
    embedder, collection = index.embedder, index.collection
    started = time.perf_counter()
    index = replace(index, background=load_background(collection, embedder))
    times: dict[str, list[float]] = {"background, once": [(time.perf_counter() - started) * 1000]}
    flat = faiss.IndexFlatIP(collection.contract.dim)
    for start in range(0, collection.count, BLOCK):
        flat.add(collection.vectors(np.arange(start, min(start + BLOCK, collection.count))))
    expected = collection.ids_at(collection.sample(len(queries), 3))
    for turn, (query, document) in enumerate(zip([queries[0], *queries], [expected[0], *expected], strict=True)):
        vector = embedder.encode([query])
        mask = turn > 0

        def timed(name: str, act: Callable[[], object], counts: bool = mask) -> None:
            before = time.perf_counter()
            act()
            if counts:
                times.setdefault(name, []).append((time.perf_counter() - before) * 1000)

        timed("bare encode + scan", lambda query=query: flat.search(embedder.encode([query]), 10))
        timed("bare scan", lambda vector=vector: flat.search(vector, 10))
        timed("exact search", lambda vector=vector: collection.search(vector, 10, exact=True))
        timed("keyword search", lambda query=query: index.keyword.score(query).top(100))
        timed("ids looked up", lambda document=document: collection.documents([document]))
        timed("first answer", lambda query=query: report(replace(index, cache=VectorCache()), Request(query)))
        timed(
            "verdict of a trace",
            lambda query=query, document=document: trace(index, TraceRequest(query, document), remedies=False),
        )
    ratio = [a / b for a, b in zip(times["first answer"], times["bare encode + scan"], strict=True)]
    found = {name: statistics.median(values) for name, values in times.items()}
    return {**cold, **found, "first answer / bare, median of ratios": statistics.median(ratio)}


def memory(folder: Path, query: str) -> None:
    """Print what this process holds beyond the model, after opening and answering five times, in bytes."""
    load_embedder(open_index(folder).contract.model).encode(["a"])
    before = resident()
    index = opened(folder)
    for place in range(5):
        report(index, Request(f"{query} {place}"))
    print(json.dumps({"held": resident() - before, "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024}))


def resident() -> int:
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) * 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("index")
    parser.add_argument("--queries", type=Path, required=True)
    parser.add_argument("--sizes", nargs="+", type=int, default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--limit", type=int, default=20)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--memory", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    queries = [json.loads(line)["text"] for line in args.queries.read_text(encoding="utf-8").splitlines()][: args.limit]
    if args.memory:
        memory(Path(args.index), queries[0])
        return
    with tempfile.TemporaryDirectory() as temporary:
        for size in args.sizes:
            folder = (args.keep or Path(temporary)) / f"grown-{size}"
            taken = {} if folder.is_dir() else grow(open_index(args.index), size, folder)
            print(f"{size:,} documents", {name: f"{value:.0f} s" for name, value in taken.items()}, flush=True)
            print(f"  {'the disk reads':40} {disk_speed(folder):10,.0f} MB/s", flush=True)
            for name, value in measure(folder, queries).items():
                print(f"  {name:40} {value:10.2f}" + ("" if "ratio" in name else " ms"), flush=True)
            command = [sys.executable, "-m", __spec__.name, str(folder), "--queries", str(args.queries), "--memory"]
            said = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
            bytes_there = sum((folder / name).stat().st_size for name in (layout.VECTORS, layout.DOCUMENTS))
            print(f"  {'memory / (vectors + documents)':40} {said['held'] / bytes_there:10.2f}", flush=True)
            print(f"  {'held, of vectors and documents (MB)':40} {said['held'] / 1e6:10,.0f} {bytes_there / 1e6:,.0f}")


if __name__ == "__main__":
    main()
