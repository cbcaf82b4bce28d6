"""Finishes an index folder: counts, hashes, and the manifest that makes it one.

Invariant: the manifest is written last, from the files as they lie on the disk. Cost: one pass over every file for its
hash and one over the vectors.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from inspector import fingerprint
from inspector.contract import Contract
from inspector.errors import StoreError
from inspector.files import readable
from inspector.progress import Progress, silent
from inspector.stores.ann_spec import AnnSpec
from inspector.stores.documents import DocumentTable
from inspector.stores.layout import ANN, DOCUMENTS, MANIFEST, VECTORS
from inspector.stores.manifest import Counts, FileFacts, Manifest, content_fingerprint, read_manifest, write_manifest
from inspector.stores.matrix import open_vectors
from inspector.stores.origin import Origin
from inspector.vectors import Float32Array, norms

_BLOCK = 65_536


def finish_folder(
    folder: Path,
    *,
    name: str,
    contract: Contract,
    ann_spec: AnnSpec | None = None,
    warnings: tuple[str, ...] = (),
    origin: Origin | None = None,
    progress: Progress = silent,
) -> Manifest:
    """Make a folder of finished files an index: count, hash, write the manifest.

    Args:
        folder: Holds the documents and the vectors, and whatever else belongs to the index.
        name: The index's name as people know it.
        contract: What made the vectors.
        ann_spec: The ANN structure in the folder.
        warnings: What the build found worth saying, one sentence each.
        origin: Where a working copy was taken from.
        progress: Told how far counting and hashing have come.

    Returns:
        The manifest as written.

    Raises:
        StoreError: a file is missing or of another kind, the counts differ, or the manifest cannot be written.
        CancelledError: the progress asked to stop.
    """
    vectors = open_vectors(folder / VECTORS)
    table = DocumentTable(folder / DOCUMENTS)
    if vectors.shape != (table.count, contract.dim):
        raise StoreError(
            f"There are {table.count} documents of {contract.dim} dimensions, but the vectors have the shape "
            f"{vectors.shape[0]} x {vectors.shape[1]}.",
            "Give one vector a document, in the same order.",
        )
    if (folder / ANN).exists() is (ann_spec is None):
        raise StoreError(f"The folder and the settings disagree about {ANN}.", "Rebuild the index.")
    counts = Counts(table.count, table.empty_texts(), *_odd_vectors(vectors, progress))
    files = _files(folder, progress)
    version = content_fingerprint(contract, files, origin)
    manifest = Manifest(name, version, contract, counts, ann_spec, files, warnings, origin)
    write_manifest(folder, manifest)
    return manifest


def verify(folder: Path, progress: Progress = silent) -> tuple[str, ...]:
    """Compare every file of a folder with its hash in the manifest.

    Returns:
        The relative paths of the files that differ or are missing; empty where all is well.

    Raises:
        StoreError: there is no valid manifest, or a file cannot be read.
        CancelledError: the progress asked to stop.
    """
    manifest = read_manifest(folder)
    differing = []
    for done, facts in enumerate(manifest.files):
        progress(done, len(manifest.files), "Comparing hashes")
        path = folder / facts.path
        if not path.is_file():
            differing.append(facts.path)
            continue
        with readable(path):
            if fingerprint.sha256_of_file(path) != facts.sha256:
                differing.append(facts.path)
    progress(len(manifest.files), len(manifest.files), "Comparing hashes")
    return tuple(differing)


def _files(folder: Path, progress: Progress) -> tuple[FileFacts, ...]:
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path != folder / MANIFEST)
    facts = []
    for done, path in enumerate(paths):
        progress(done, len(paths), "Hashing the files")
        with readable(path):
            digest = fingerprint.sha256_of_file(path)
        facts.append(FileFacts(path.relative_to(folder).as_posix(), path.stat().st_size, digest))
    progress(len(paths), len(paths), "Hashing the files")
    return tuple(facts)


def _odd_vectors(vectors: Float32Array, progress: Progress) -> tuple[int, int]:
    """Count the vectors that are not finite, and those that are zero."""
    invalid = zero = 0
    for start in range(0, len(vectors), _BLOCK):
        lengths = norms(vectors[start : start + _BLOCK], block=2_048)
        invalid += int(np.count_nonzero(~np.isfinite(lengths)))
        zero += int(np.count_nonzero(lengths == 0))
        progress(min(start + _BLOCK, len(vectors)), len(vectors), "Looking at the vectors")
    return invalid, zero
