"""Makes an index out of parts: the sample as it is, or a copy of it with a fault."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np

from inspector.build.build import BuildReport, build
from inspector.build.settings import BuildSettings
from inspector.files import write_atomic
from inspector.progress import Progress, silent
from inspector.sample import location
from inspector.sample.faults import Fault
from inspector.sample.parts import Parts, healthy_parts
from inspector.stores.corpus import json_lines


def write_copy(out: Path, fault: Fault | None = None, *, progress: Progress = silent) -> BuildReport:
    """Write the sample's index, healthy or with a fault, as an index folder of its own.

    Args:
        out: The index folder; an index that is there is replaced once the new one is whole.
        fault: What to break; None for nothing.
        progress: Called with what is being done.

    Raises:
        StoreError: the sample data is missing, or `out` cannot be used.
        EmbedderError: the model cannot be loaded.
        CancelledError: progress asked to stop.
    """
    parts = healthy_parts()
    if fault:
        progress(0, 0, "Breaking the copy")
        parts = fault.breaks(parts)
    with tempfile.TemporaryDirectory(prefix="inspector-copy-") as name:
        corpus, vectors = Path(name) / "corpus.jsonl", Path(name) / "vectors.npy"
        json_lines.write(corpus, parts.documents)
        write_atomic(vectors, lambda part: np.save(part, parts.vectors))
        settings = _settings(parts, vectors, location.copy_name(fault.name) if fault else location.NAME)
        return build(corpus, out, settings, progress=progress)


def _settings(parts: Parts, vectors: Path, name: str) -> BuildSettings:
    return BuildSettings(vectors=vectors, metric=parts.metric, ann=parts.ann, name=name)
