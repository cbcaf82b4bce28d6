"""The map of a collection, as it is kept and shown."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from inspector import fingerprint
from inspector.vectors import BoolArray, Float32Array, IntArray

VERSION = 1
"""Raised when the same settings draw another map than before, so that kept maps are drawn anew."""


class MapMethod(StrEnum):
    """How a map was drawn."""

    PCA = "pca"
    UMAP = "umap"


@dataclass(frozen=True, slots=True)
class MapSettings:
    """What a map is asked for.

    Attributes:
        points: At most so many documents are drawn, >= 1.
        seed: Of everything that is random; the same seed gives the same map.
        neighbors: How many nearest neighbors count as a point's own, in the fit (itself included) and in the measure
            of preservation (itself excluded), >= 2.
        min_dist: How close UMAP packs points, in units of the map, 0 to 1.
    """

    points: int
    seed: int
    neighbors: int = 15
    min_dist: float = 0.1

    @property
    def key(self) -> str:
        """Fingerprint of the settings and of the way maps are drawn."""
        return fingerprint.of_values(VERSION, self.points, self.seed, self.neighbors, self.min_dist)[:12]


@dataclass(frozen=True, slots=True)
class ProjectionMap:
    """Where documents lie in two dimensions.

    Points are in the order of the collection, those that were placed afterwards behind them.

    Attributes:
        rows: Shape (n,): the document of each point, by its place in the collection, 0-based.
        x: Shape (n,), of no unit; axes mean nothing, only nearness does.
        y: Shape (n,), in the unit of x.
        preservation: Shape (n,), in [0, 1]: the share of a point's `neighbors` true nearest points of the map that are
            among its `neighbors` nearest on the map; NaN where it was not measured.
        mean_preservation: Its mean, in [0, 1]: over all points that were drawn, or over an even part of them where
            single points were not measured; NaN for fewer than two points.
        placed: Shape (n,): points that were not drawn with the others but put among their true neighbors afterwards.
        method: How it was drawn.
        neighbors: k of the preservation: as the settings say, or fewer where the map has fewer other points.
        seed: Of everything that is random.
        count: Documents in the collection.
        sampled: Whether the map shows a part of the documents that have a direction.
        left_out: Documents met without a direction (a zero vector, NaN, infinite): they have no place on any map.
        settings: What was asked for.
    """

    rows: IntArray
    x: Float32Array
    y: Float32Array
    preservation: Float32Array
    mean_preservation: float
    placed: BoolArray
    method: MapMethod
    neighbors: int
    seed: int
    count: int
    sampled: bool
    left_out: int
    settings: MapSettings

    def points_of(self, rows: IntArray) -> IntArray:
        """Give the points of documents, 0-based, shape of `rows`; -1 for a document that is not on the map."""
        if not len(self.rows):
            return np.full(len(rows), -1, dtype=np.int64)
        order = np.argsort(self.rows, kind="stable")
        found = np.searchsorted(self.rows, rows, sorter=order).clip(max=len(self.rows) - 1)
        points: IntArray = order[found]
        return np.where(self.rows[points] == rows, points, -1)

    @property
    def misplaced(self) -> BoolArray:
        """Say which points the map tears from all their true neighbors: their preservation is 0; shape (n,)."""
        return np.asarray(self.preservation == 0)
