"""What an index is made of, taken out of the sample's index so that one part of it can be broken."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from inspector.contract import Metric
from inspector.records.documents import Document
from inspector.sample import location
from inspector.stores import open_index
from inspector.stores.ann_spec import AnnSpec
from inspector.vectors import Float32Array


@dataclass(frozen=True, slots=True)
class Parts:
    """Documents, vectors, and how they are searched.

    Attributes:
        documents: In row order.
        vectors: Shape (documents, dim).
        metric: What the index ranks by.
        ann: The ANN structure to build; None for exact search.
    """

    documents: tuple[Document, ...]
    vectors: Float32Array
    metric: Metric = Metric.COSINE
    ann: AnnSpec | None = None


def healthy_parts() -> Parts:
    """Give the parts of the sample's index as it is shipped.

    Raises:
        StoreError: the sample data is not beside the package, or damaged.
    """
    collection = open_index(location.INDEX)
    documents = tuple(document for batch in collection.iterate() for document in batch)
    return Parts(documents, collection.vectors(np.arange(collection.count)))
