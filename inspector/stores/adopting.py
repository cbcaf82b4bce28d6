"""Makes the working copy of an index file made elsewhere; runs in a process of its own (`stores/bounded.py`).

A loader's `take` writes documents, vectors and ANN structure into the folder; here the contract is written and the
folder finished. Invariant: what is stored is what was found; nothing is scaled or mended.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inspector.contract import DEFAULT_RECIPE, Metric
from inspector.errors import StoreError
from inspector.progress import Progress
from inspector.records.documents import Document, MetadataField
from inspector.stores.ann_spec import AnnSpec
from inspector.stores.bounded import answer
from inspector.stores.documents import DocumentTable
from inspector.stores.finish import finish_folder
from inspector.stores.layout import DOCUMENTS, VECTORS
from inspector.stores.matrix import open_vectors
from inspector.stores.origin import Origin
from inspector.stores.spec import IndexSpec, read_spec
from inspector.stores.stated import stated_contract
from inspector.stores.vector_facts import measure
from inspector.stores.writer import DocumentWriter

_AT_ONCE = 256


@dataclass(frozen=True, slots=True)
class Taken:
    """What a loader found beside documents and vectors.

    Attributes:
        metric: What the index itself ranks by; None where it has no say.
        ann: Its ANN structure, written into the folder; None where it has none.
        decoded: Whether the vectors are what compressed codes keep.
        recipe: How the embedded text is made where the user stated nothing.
        warnings: What a user should know, a sentence each.
    """

    metric: Metric | None = None
    ann: AnnSpec | None = None
    decoded: bool = False
    recipe: str = DEFAULT_RECIPE
    warnings: tuple[str, ...] = ()


Take = Callable[[IndexSpec, Path, Progress], Taken]


def write_documents(
    path: Path, found: Iterable[Document], fields: Sequence[MetadataField], total: int, progress: Progress
) -> int:
    """Write the documents of a working copy in order, and say how many.

    Raises:
        StoreError: the disk is full, or a value does not fit its field.
    """
    batch: list[Document] = []
    with DocumentWriter(path, fields) as writer:
        for document in found:
            batch.append(document)
            if len(batch) == _AT_ONCE:
                writer.write(batch)
                progress(min(total, writer.count), total, "Copying the documents")
                batch = []
        writer.write(batch)
    progress(total, total, "Copying the documents")
    return DocumentTable(path).count


def adopt(spec: IndexSpec, folder: Path, name: str, take: Take, progress: Progress) -> None:
    """Make the working copy in a folder.

    Raises:
        InspectorError: the source cannot be read, or the copy not be written.
    """
    taken = take(spec, folder, progress)
    progress(0, 0, "Measuring the vectors")
    vectors, facts = open_vectors(folder / VECTORS), measure(open_vectors(folder / VECTORS))
    fields = tuple(field.name for field in DocumentTable(folder / DOCUMENTS).fields)
    finish_folder(
        folder,
        name=name,
        contract=stated_contract(spec, facts, vectors.shape[1], taken.metric, fields, taken.recipe),
        ann_spec=taken.ann,
        warnings=(*taken.warnings, *facts.warnings()),
        origin=Origin(str(spec), decoded=taken.decoded, population=len(vectors)),
        progress=progress,
    )


def _work(arguments: Sequence[str], progress: Progress) -> Any:
    from inspector.stores import loader_of

    text, folder, name = arguments
    spec = read_spec(text)
    if spec is None:
        raise StoreError(f'"{text}" is no spec.')
    take: Take = importlib.import_module(loader_of(spec).module).take
    adopt(spec, Path(folder), name, take, progress)
    return {"folder": folder}


if __name__ == "__main__":
    answer(_work)
