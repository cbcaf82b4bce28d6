"""Whether the files of an index folder are those its manifest names: presence and sizes, at no cost whatever the size.

`finish.verify` compares the content.
"""

from __future__ import annotations

from pathlib import Path

from inspector.errors import StoreError
from inspector.files import reason
from inspector.stores.layout import ANN, DOCUMENTS, REQUIRED, VECTORS
from inspector.stores.manifest import Manifest

DAMAGED = "Restore the folder from a copy, or rebuild the index."


def refuse_missing(folder: Path) -> None:
    """Refuse a path that is no folder.

    Raises:
        StoreError: it is a file, or does not exist.
    """
    if folder.is_dir():
        return
    if folder.exists():
        raise StoreError(f"{folder} is a file, an index folder was expected.", "Build an index from it first.")
    raise StoreError(f"{folder} does not exist.", "Check the path.")


def compare_sizes(folder: Path, manifest: Manifest) -> None:
    """Compare the files with the manifest by presence and size.

    Raises:
        StoreError: a file is missing or has another size.
    """
    needed = [*REQUIRED, *([ANN] if manifest.ann else [])]
    for name in needed:
        if manifest.file(name) is None:
            raise StoreError(f"The manifest of {folder} does not name {name}.", DAMAGED)
    for facts in manifest.files:
        path = folder / facts.path
        try:
            size = path.stat().st_size
        except FileNotFoundError as error:
            raise StoreError(f"{path} is missing.", DAMAGED) from error
        except OSError as error:
            raise StoreError(f"{path} cannot be read: {reason(error)}.", DAMAGED) from error
        if size != facts.size:
            raise StoreError(f"{path} has {size:,} bytes, the manifest says {facts.size:,}.", DAMAGED)


def compare_shapes(folder: Path, manifest: Manifest, vectors: tuple[int, ...], documents: int) -> None:
    """Compare what the files say they hold with the manifest.

    Args:
        folder: The index.
        manifest: Its manifest.
        vectors: Shape of the matrix of vectors.
        documents: Rows of the documents file.

    Raises:
        StoreError: one of them differs.
    """
    count, dim = manifest.counts.documents, manifest.contract.dim
    if vectors != (count, dim):
        found = f"{vectors[0]} x {vectors[1]}"
        raise StoreError(f"{folder / VECTORS} has the shape {found}, the manifest says {count} x {dim}.", DAMAGED)
    if documents != count:
        raise StoreError(f"{folder / DOCUMENTS} holds {documents} documents, the manifest says {count}.", DAMAGED)
