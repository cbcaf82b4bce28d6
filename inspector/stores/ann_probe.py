"""Looks at a FAISS file in a process of its own, with bounds on time and memory.

Reading such a file runs native code on its content; a corrupt one may end the process that reads it. Invariant: the
calling process never parses a file made elsewhere before another one has read it whole and searched it once.
Cost: a new Python process, about one second, and one pass over the file.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from inspector.errors import StoreError
from inspector.stores.ann_spec import SETTINGS, AnnKind, AnnSpec

_SECONDS = 60
_SECONDS_PER_GIB = 60
_GIB = 1 << 30
_HINT = "Give a file written by faiss.write_index, with an inner product or L2 metric."


@dataclass(frozen=True, slots=True)
class AnnFacts:
    """What a FAISS file holds.

    Attributes:
        count: Number of vectors.
        dim: Length of each.
        numbered: Whether the vectors carry the numbers 0 to count - 1, each once.
        spec: Its FAISS class and settings, kind `FILE`.
    """

    count: int
    dim: int
    numbered: bool
    spec: AnnSpec


def inspect_file(path: Path) -> AnnFacts:
    """Read a FAISS file in a child process and say what it holds.

    Raises:
        StoreError: it is no FAISS file, is corrupt, takes too long or too much memory, or has an unknown metric.
    """
    root = str(Path(__file__).resolve().parents[2])
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([root, os.environ.get("PYTHONPATH", "")])}
    seconds = _SECONDS + _SECONDS_PER_GIB * path.stat().st_size // _GIB
    command = [sys.executable, "-m", "inspector.stores.ann_probe", str(path.resolve())]
    try:
        done = subprocess.run(command, capture_output=True, timeout=seconds, env=environment, check=False)
    except subprocess.TimeoutExpired as error:
        raise StoreError(f"FAISS could not read {path} within {seconds} seconds.", _HINT) from error
    if done.returncode != 0:
        lines = done.stderr.decode("utf-8", errors="replace").strip().splitlines()
        said = lines[-1].rsplit("Error: ", 1)[-1] if lines else f"the reading process ended with {done.returncode}"
        raise StoreError(f"{path} cannot be read as a FAISS index: {said.rstrip('.')}.", _HINT)
    facts = json.loads(done.stdout.decode("utf-8").splitlines()[-1])
    spec = AnnSpec(AnnKind.FILE, **facts["settings"], structure=facts["structure"])
    return AnnFacts(facts["count"], facts["dim"], facts["numbered"], spec)


def settings_of(index: Any) -> dict[str, int]:
    """Read the settings off a FAISS index, by field of `AnnSpec`, looking through wrappers."""
    found = inner(index)
    values = {
        "nlist": getattr(found, "nlist", None),
        "nprobe": getattr(found, "nprobe", None),
        "m": found.pq.M if hasattr(found, "pq") else None,
        "nbits": found.pq.nbits if hasattr(found, "pq") else None,
        "ef_construction": found.hnsw.efConstruction if hasattr(found, "hnsw") else None,
        "ef_search": found.hnsw.efSearch if hasattr(found, "hnsw") else None,
    }
    known = {setting.field for setting in SETTINGS}
    return {name: int(value) for name, value in values.items() if value is not None and name in known}


def inner(index: Any) -> Any:
    """Give the index that does the search, behind maps of ids, transforms and refinements."""
    import faiss

    found = faiss.downcast_index(index)
    for name in ("index", "base_index"):
        below = getattr(found, name, None)
        if below is not None:
            return inner(below)
    return found


def _labels(index: Any) -> np.ndarray[Any, np.dtype[np.int64]] | None:
    """Collect the numbers a structure gives its vectors; None where it numbers them by place."""
    import faiss

    if hasattr(index, "id_map"):
        return np.asarray(faiss.vector_to_array(index.id_map))
    found = inner(index)
    if not isinstance(found, faiss.IndexIVF):
        return None
    lists = found.invlists
    sizes = [lists.list_size(cell) for cell in range(lists.nlist)]
    parts = [faiss.rev_swig_ptr(lists.get_ids(cell), size).copy() for cell, size in enumerate(sizes) if size]
    return np.concatenate(parts) if parts else np.empty(0, dtype=np.int64)


def _bound_memory(size: int) -> None:
    """Let this process have 8 GiB beside four times the file, where the system can say so."""
    try:
        import resource
    except ImportError:
        return
    limit = 4 * size + 8 * _GIB
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def _main(path: str) -> None:
    _bound_memory(Path(path).stat().st_size)
    import faiss

    index = faiss.read_index(path)
    if index.metric_type not in (faiss.METRIC_INNER_PRODUCT, faiss.METRIC_L2):
        raise SystemExit(f"its metric has FAISS's number {index.metric_type}")
    if index.ntotal:
        index.search(np.ones((1, index.d), dtype=np.float32), 1)
    labels = _labels(index)
    numbered = labels is None or bool(np.array_equal(np.sort(labels), np.arange(index.ntotal)))
    facts = {
        "count": index.ntotal,
        "dim": index.d,
        "numbered": numbered,
        "structure": type(index).__name__,
        "settings": settings_of(index),
    }
    sys.stdout.write(json.dumps(facts) + "\n")


if __name__ == "__main__":
    _main(sys.argv[1])
