"""Throughput of `build` against the library's bare `encode` on the same texts.

Run: python -m tests.benchmarks.build CORPUS [--documents 300] [--rounds 3] [--model M]
Prints median seconds and documents a second of each, interleaved in one run, and the median of the rounds' ratios
(reach >= 0.95), by the clock on the wall and by the processor's, which a busy machine disturbs less. Both start with a
loaded model; `build` includes reading, documents, keyword index, hashes and the move into place.
"""

from __future__ import annotations

import argparse
import itertools
import os
import statistics
import tempfile
import time
from pathlib import Path

from inspector.build.build import build
from inspector.build.settings import BuildSettings
from inspector.contract import DEFAULT_MODEL, DEFAULT_RECIPE
from inspector.embedders import load_embedder
from inspector.embedders.resolve import resolve
from inspector.stores.corpus.survey import documents, survey
from inspector.stores.recipe import embedded_text

BATCH = 32


def cut(corpus: Path, count: int, folder: Path) -> Path:
    """Write the first lines of a JSON Lines corpus to a file of their own."""
    path = folder / "corpus.jsonl"
    with corpus.open("rb") as file:
        path.write_bytes(b"".join(itertools.islice(file, count)))
    return path


def measure(corpus: Path, model: str, rounds: int, folder: Path) -> None:
    from sentence_transformers import SentenceTransformer

    bare = SentenceTransformer(str(resolve(model).folder), device="cpu")
    embedder = load_embedder(model)
    texts = [embedded_text(DEFAULT_RECIPE, document) for document in documents(survey(corpus))]
    runs = {
        "encode": lambda: bare.encode(texts, batch_size=BATCH, show_progress_bar=False),
        "build": lambda: build(corpus, folder / "index", BuildSettings(batch=BATCH), embedder=embedder),
    }
    bare.encode(texts[:BATCH], batch_size=BATCH, show_progress_bar=False)
    embedder.encode(texts[:BATCH])
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in runs}
    for number in range(rounds):
        for name in list(runs)[:: 1 if number % 2 else -1]:
            wall, cpu = time.perf_counter(), time.process_time()
            runs[name]()
            taken[name].append((time.perf_counter() - wall, time.process_time() - cpu))
    for place, clock in enumerate(("wall", "processor")):
        middle = {name: statistics.median(run[place] for run in took) for name, took in taken.items()}
        ratio = statistics.median(a[place] / b[place] for a, b in zip(taken["encode"], taken["build"], strict=True))
        rates = ", ".join(f"{name} {seconds:.2f} s ({len(texts) / seconds:.1f}/s)" for name, seconds in middle.items())
        print(f"{clock} time: {rates}; throughput of build / encode: {ratio:.2f} (reach >= 0.95)")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("corpus", type=Path, help="a .jsonl corpus")
    parser.add_argument("--documents", type=int, default=300, help="how many of its first documents")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--model", default=DEFAULT_MODEL)
    given = parser.parse_args()
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    with tempfile.TemporaryDirectory() as folder:
        measure(cut(given.corpus, given.documents, Path(folder)), given.model, given.rounds, Path(folder))


if __name__ == "__main__":
    main()
