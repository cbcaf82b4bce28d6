"""How long `check` takes without re-embedding, against bare faiss.IndexFlatIP searches of the same vectors, in one run.

    python -m tests.benchmarks.check INDEX [--sizes 10000 50000] [--noise 0.03] [--repeats 3]
        [--vecscope PYTHON]

The index is grown to each size with copies of its documents, each with a word of its own, and of its vectors with
Gaussian noise of the given length per component. Bare: the 10 nearest of each vector and itself, once for as many
vectors as `check` asks for and once for all, as audits that build the whole neighbor graph do. Ours is everything:
hashes, counts, lengths, texts, copies, equal vectors, hubs. Interleaved, medians; nothing kept on disk is used.
With the Python of an environment that has vecscope (pip install vecscope), its whole audit of the same vectors at the
same neighbor depth is timed beside it, without its own start.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import faiss
import numpy as np

from inspector.diagnose.health import check_index
from inspector.diagnose.hubs import ASKERS, K
from inspector.records.health import Health
from inspector.stores import open_index
from inspector.stores.collection import Collection
from tests.stores.samples import make_folder


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("index")
    parser.add_argument("--sizes", nargs="+", type=int, default=[10_000, 50_000])
    parser.add_argument("--noise", type=float, default=0.03)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--vecscope", default="")
    arguments = parser.parse_args()
    source = open_index(arguments.index)
    for size in arguments.sizes:
        with tempfile.TemporaryDirectory() as folder:
            made = grown(source, size, arguments.noise, Path(folder))
            compare(made, Path(folder), arguments.repeats, arguments.vecscope)


def grown(source: Collection, size: int, noise: float, folder: Path) -> Collection:
    """Give an index of `size` documents made of the source's."""
    rows = np.arange(size) % source.count
    documents = [document for batch in source.iterate() for document in batch]
    texts = tuple(
        replace(documents[row], id=str(place), text=f"{documents[row].text} {place // source.count}")
        for place, row in enumerate(rows)
    )
    generator = np.random.default_rng(0)
    vectors = source.vectors(np.arange(source.count))[rows]
    vectors[source.count :] += generator.normal(scale=noise, size=vectors[source.count :].shape).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return open_index(make_folder(folder / "index", texts, vectors, fields=()))


def compare(collection: Collection, folder: Path, repeats: int, vecscope: str) -> None:
    """Print the medians of `check`, of both bare searches and of vecscope, and their ratios."""
    vectors = np.array(collection.vectors(np.arange(collection.count)))
    asking = vectors[collection.sample(ASKERS)]
    times: dict[str, list[float]] = {"check": [], "bare, same askers": [], "bare, all": []}
    for turn in range(repeats):
        os.environ["INSPECTOR_HOME"] = str(folder / f"home{turn}")
        times["check"].append(seconds(lambda: checked(collection)))
        times["bare, same askers"].append(seconds(lambda: bare(vectors, asking)))
        times["bare, all"].append(seconds(lambda: bare(vectors, vectors)))
        if vecscope:
            times.setdefault("vecscope's audit", []).append(audited(vecscope, vectors, folder / "vectors.npy"))
    medians = {name: statistics.median(values) for name, values in times.items()}
    print(f"{collection.count:,} x {vectors.shape[1]}")
    for name, value in medians.items():
        print(f"  {name:18} {value:6.2f} s; check takes {medians['check'] / value:5.2f} x", flush=True)


def checked(collection: Collection) -> Health:
    """Check with everything that needs no model, the index opened anew."""
    return check_index(open_index(collection.folder))  # type: ignore[attr-defined]


def bare(vectors: np.ndarray, asking: np.ndarray) -> None:
    """Find the K nearest and itself by FAISS's flat index, filled first."""
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(vectors)
    index.search(asking, K + 1)


def audited(python: str, vectors: np.ndarray, path: Path) -> float:
    """Let vecscope audit all vectors in a process of its own, and give the seconds of the audit alone."""
    np.save(path, vectors)
    script = (
        "import sys, time, numpy, vecscope; x = numpy.load(sys.argv[1]); started = time.perf_counter(); "
        f"vecscope.audit(x, k={K}, sample=0); print(time.perf_counter() - started)"
    )
    done = subprocess.run([python, "-c", script, str(path)], capture_output=True, text=True, check=True)
    return float(done.stdout.split()[-1])


def seconds(act) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
