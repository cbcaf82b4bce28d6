"""How long the map takes beside umap-learn's own default, and how many true neighbors each keeps.

Usage:
    python -m tests.benchmarks.map --vectors vectors.npy --sizes 5000 10000 [--noise 0.03] [--warm]

Each fit runs in a process of its own, as the app's job does, so compiling counts; imports do not. Ours is everything
from the stored vectors on: exact neighbors, principal components, UMAP. The default is `UMAP(metric="cosine")`. With
`--warm` each process fits twice and the second time counts too. Sizes beyond the file are filled with copies to which
Gaussian noise of the given length per component is added. Preservation: share of the 15 true neighbors kept.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

from inspector.projection.layout import umap_positions
from inspector.projection.neighbors import neighbor_graph, preservation, unit_vectors
from inspector.projection.pca import pca_positions
from inspector.projection.record import MapSettings


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--vectors", type=Path, required=True)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000])
    parser.add_argument("--noise", type=float, default=0.03)
    parser.add_argument("--warm", action="store_true")
    parser.add_argument("--only", choices=list(FITS), help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.only:
        print(json.dumps(measured(args.only, sized(args.vectors, args.sizes[0], args.noise), args.warm)))
        return
    for size in args.sizes:
        ours, default = (in_child(name, size) for name in FITS)
        print(f"{size:,} points")
        for name in ("first", "second") if args.warm else ("first",):
            a, b = ours[name], default[name]
            print(f"  {name} fit: ours {a:.1f} s, default {b:.1f} s: {a / b:.2f} x")
        print(f"  preservation: ours {ours['kept']:.4f}, default {default['kept']:.4f}", flush=True)


def in_child(name: str, size: int) -> dict[str, float]:
    arguments = [sys.executable, "-m", "tests.benchmarks.map", *sys.argv[1:], "--sizes", str(size), "--only", name]
    done = subprocess.run(arguments, check=True, capture_output=True, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def sized(path: Path, size: int, noise: float) -> np.ndarray:
    """Give the first vectors of a file, and noisy copies of them behind where it has fewer."""
    vectors = np.load(path, allow_pickle=False).astype(np.float32)
    random = np.random.default_rng(0)
    parts = [vectors]
    while sum(map(len, parts)) < size:
        parts.append(vectors + random.normal(scale=noise, size=vectors.shape).astype(np.float32))
    return np.vstack(parts)[:size]


def ours(vectors: np.ndarray) -> np.ndarray:
    settings = MapSettings(len(vectors), 0)
    units, _ = unit_vectors(vectors)
    graph = neighbor_graph(units, settings.neighbors)
    return umap_positions(units, graph, pca_positions(units), settings)


def default(vectors: np.ndarray) -> np.ndarray:
    import umap

    return umap.UMAP(metric="cosine").fit_transform(vectors)


FITS = {"ours": ours, "default": default}


def measured(name: str, vectors: np.ndarray, warm: bool) -> dict[str, float]:
    import faiss  # noqa: F401
    import umap  # noqa: F401

    seconds = []
    for _ in range(2 if warm else 1):
        start = time.perf_counter()
        positions = FITS[name](vectors)
        seconds.append(time.perf_counter() - start)
    units, _ = unit_vectors(vectors)
    kept = preservation(neighbor_graph(units, 15), np.ascontiguousarray(positions))
    return {"first": seconds[0], "second": seconds[-1], "kept": float(kept.mean(dtype=np.float64))}


if __name__ == "__main__":
    main()
