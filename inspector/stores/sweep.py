"""One pass over a matrix of vectors for some queries, on all cores; a second question to it need not read them again.

Invariant: every document that takes part is seen once. Cost: the scores of all documents are kept while the sweep is,
if that takes at most `KEPT` bytes; else each question is a pass of its own.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from inspector.stores.scan import Block, BlockScan, Probe
from inspector.vectors import BoolArray, Vectors

KEPT = 128 << 20
"""About 30 queries of a million documents, 4 bytes a pair."""

Answer = TypeVar("Answer")


class Sweep:
    """A pass for at most `QUERIES` queries; one thread asks at a time."""

    def __init__(self, scan: BlockScan, queries: Vectors, mask: BoolArray | None, *, kept: bool = False) -> None:
        """Prepare it; nothing is read yet.

        Args:
            scan: The vectors.
            queries: Shape (m, dim).
            mask: Shape (n,); None lets all pass.
            kept: More than one question will be asked.
        """
        self.scan = scan
        self.probe: Probe = scan.probe(queries)
        self._mask = mask
        self._pieces = scan.pieces(mask)
        self.keeps = kept and 4 * len(queries) * len(scan.vectors) <= KEPT
        self._blocks: dict[int, Block] = {}

    def each(self, act: Callable[[Block], Answer]) -> list[Answer]:
        """Do something with every block, several at once, and give what it gave, in order of the pieces."""

        def work(place: int) -> Answer:
            block = self._blocks.get(place) or self.scan.block(self.probe, self._pieces[place], self._mask)
            if self.keeps:
                self._blocks[place] = block
            return act(block)

        places, workers = range(len(self._pieces)), min(_cores(), len(self._pieces))
        # One query is a product that waits for memory, and that BLAS itself puts on all cores.
        if workers < 2 or len(self.probe.queries) == 1:
            return [work(place) for place in places]
        with ThreadPoolExecutor(workers) as pool:
            return list(pool.map(work, places))


def _cores() -> int:
    """Give the number of cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
