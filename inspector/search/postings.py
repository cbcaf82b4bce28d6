"""Inverted lists on disk: for every token the documents that have it and what it adds to their BM25 scores.

The arrays are bm25s' own (its `BM25.load_scores` reads the folder), built by an external merge instead of in memory:
documents are read once, counted in runs of two million tokens, and the sorted runs are merged block by block.
Invariant: row i is the i-th document, and statistics are those of the whole collection.

Cost of building: about 150 bytes of memory per distinct token, 4 per document, 100 MB for a run whatever the corpus;
12 bytes of temporary disk per posting (a distinct token of a document). Cost of the result: 8 bytes of disk per
posting, memory-mapped; looking a token up is a binary search in the mapped vocabulary.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import numpy as np
import numpy.typing as npt

from inspector.errors import StoreError
from inspector.files import NO_ARRAY, readable
from inspector.progress import Progress
from inspector.vectors import Float32Array, IntArray

K1, B, METHOD = 1.5, 0.75, "lucene"
RUN = 1 << 21
"""Tokens counted, and postings merged, at a time."""

SCORES, ROWS, STARTS = "data.csc.index.npy", "indices.csc.index.npy", "indptr.csc.index.npy"
LETTERS, PLACES = "vocabulary.npy", "vocabulary.places.npy"
REBUILD = "Rebuild the index."

Int32Array = npt.NDArray[np.int32]


class PostingsWriter:
    """Takes the documents' tokens one document at a time and writes the inverted lists at the end.

    Memory and disk are bounded as the module says; nothing but the finished files is left in the folder.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._ids: dict[str, int] = {}
        self._lengths = array("i")
        self._tokens = array("i")
        self._first = 0
        self._runs: list[Path] = []

    @property
    def documents(self) -> int:
        """Number of documents taken so far."""
        return len(self._lengths)

    @property
    def average_length(self) -> float:
        """Mean number of tokens of a document, >= 0."""
        return float(np.frombuffer(self._lengths, dtype=np.int32).mean()) if self._lengths else 0.0

    def add(self, tokens: Sequence[str]) -> None:
        """Take the tokens of the next document, repeated as often as they occur."""
        ids = self._ids
        self._tokens.extend([ids.setdefault(token, len(ids)) for token in tokens])
        self._lengths.append(len(tokens))
        if len(self._tokens) >= RUN:
            self._write_run()

    def finish(self, progress: Progress) -> tuple[int, int]:
        """Write all files; give the number of distinct tokens and of postings."""
        self._write_run()
        runs = [np.load(path, mmap_mode="r", allow_pickle=False) for path in self._runs]
        frequency = np.zeros(len(self._ids), dtype=np.int64)
        for run in runs:
            frequency += np.bincount(run[0], minlength=len(frequency))
        starts = np.concatenate(([0], np.cumsum(frequency)))
        self._merge(runs, frequency, starts, progress)
        np.save(self._folder / STARTS, starts)
        self._write_vocabulary()
        del runs
        for path in self._runs:
            path.unlink()
        return len(self._ids), int(starts[-1])

    def _write_run(self) -> None:
        """Count the tokens gathered so far per document: rows token, document, occurrences; sorted by the first two."""
        lengths = np.frombuffer(self._lengths, dtype=np.int32)[self._first :]
        rows = np.repeat(np.arange(self._first, self.documents, dtype=np.int64), lengths)
        keys = (np.array(self._tokens, dtype=np.int64) << 32) | rows
        keys.sort()
        heads = np.flatnonzero(np.diff(keys, prepend=-1))
        counts = np.diff(heads, append=len(keys))
        distinct = keys[heads]
        path = self._folder / f"run-{len(self._runs)}.npy"
        np.save(path, np.stack([distinct >> 32, distinct & 0xFFFFFFFF, counts]).astype(np.int32))
        self._runs.append(path)
        self._first = self.documents
        self._tokens = array("i")

    def _merge(self, runs: Sequence[Int32Array], frequency: IntArray, starts: IntArray, progress: Progress) -> None:
        """Write rows and scores, token by token."""
        total = int(starts[-1])
        lengths = np.frombuffer(self._lengths, dtype=np.int32)
        average = float(lengths.mean()) if total else 1.0
        # The steps and precisions of bm25s, so that both give the same bits.
        idf = np.log(1 + (self.documents - frequency + 0.5) / (frequency + 0.5)).astype(np.float32)
        norms = K1 * ((1 - B) + B * lengths / average)
        with (self._folder / ROWS).open("wb") as rows_file, (self._folder / SCORES).open("wb") as scores_file:
            _write_header(rows_file, "<i4", total)
            _write_header(scores_file, "<f4", total)
            for low, high in _blocks(starts):
                tokens, rows, counts = _gather(runs, low, high)
                scores = idf[tokens] * (counts / (norms[rows] + counts))
                rows_file.write(rows.astype("<i4").tobytes())
                scores_file.write(scores.astype("<f4").tobytes())
                progress(int(starts[high]), total, "Writing the keyword index")

    def _write_vocabulary(self) -> None:
        """Write the tokens in order, end to end, and for each where it starts and which list is its own."""
        ordered = sorted(self._ids)
        encoded = [token.encode("utf-8") for token in ordered]
        places = np.zeros((len(ordered) + 1, 2), dtype=np.int64)
        places[1:, 0] = np.cumsum([len(token) for token in encoded])
        places[:-1, 1] = [self._ids[token] for token in ordered]
        np.save(self._folder / LETTERS, np.frombuffer(b"".join(encoded), dtype=np.uint8))
        np.save(self._folder / PLACES, places)


def _write_header(file: IO[bytes], descr: str, length: int) -> None:
    np.lib.format.write_array_header_1_0(file, {"descr": descr, "fortran_order": False, "shape": (length,)})


def _blocks(starts: IntArray) -> Iterator[tuple[int, int]]:
    """Split the tokens into ranges of at most `RUN` postings, or one token where it has more."""
    low, last = 0, len(starts) - 1
    while low < last:
        high = int(np.searchsorted(starts, starts[low] + RUN, side="right")) - 1
        high = min(max(high, low + 1), last)
        yield low, high
        low = high


def _gather(runs: Sequence[Int32Array], low: int, high: int) -> Int32Array:
    """Collect the postings of tokens low to high - 1 from all runs, by token, then document."""
    parts = []
    for run in runs:
        start, end = np.searchsorted(run[0], [low, high])
        parts.append(run[:, start:end])
    joined = np.concatenate(parts, axis=1)
    return joined[:, np.argsort(joined[0], kind="stable")]


@dataclass(frozen=True, slots=True)
class Postings:
    """The inverted lists, memory-mapped and read-only.

    Attributes:
        count: Number of documents.
        rows: Documents of every list, ascending within a list.
        scores: What the list's token adds to the document's score, > 0, for one occurrence in the query.
        starts: Shape (tokens + 1,): where each list begins in the two arrays above.
        letters: The vocabulary in UTF-8, sorted, end to end.
        places: Shape (tokens + 1, 2): where each token of it begins, and the number of its list.
    """

    count: int
    rows: Int32Array
    scores: Float32Array
    starts: IntArray
    letters: npt.NDArray[np.uint8]
    places: IntArray

    def list_of(self, token: str) -> int | None:
        """Give the number of a token's list, or None where no document has the token."""
        wanted = token.encode("utf-8", errors="replace")
        low, high = 0, len(self.places) - 1
        while low < high:
            middle = (low + high) // 2
            start, end = self.places[middle, 0], self.places[middle + 1, 0]
            found = self.letters[start:end].tobytes()
            if found == wanted:
                return int(self.places[middle, 1])
            if found < wanted:
                low = middle + 1
            else:
                high = middle
        return None

    def posting(self, number: int) -> tuple[Int32Array, Float32Array]:
        """Give the documents of a list, ascending, and the scores it adds to them."""
        part = slice(int(self.starts[number]), int(self.starts[number + 1]))
        return self.rows[part], self.scores[part]


def open_postings(folder: Path, *, count: int, tokens: int, postings: int) -> Postings:
    """Map the inverted lists of a folder.

    Args:
        folder: Where they were written.
        count: Number of documents.
        tokens: Number of distinct tokens.
        postings: Number of distinct tokens of all documents together.

    Raises:
        StoreError: a file is missing or damaged, or has another size than told.
    """
    starts = _mapped(folder / STARTS, np.int64, (tokens + 1,))
    places = _mapped(folder / PLACES, np.int64, (tokens + 1, 2))
    if starts[0] != 0 or starts[-1] != postings or places[0, 0] != 0:
        raise StoreError(f"The keyword index in {folder} is damaged: its lists do not add up.", REBUILD)
    return Postings(
        count,
        _mapped(folder / ROWS, np.int32, (postings,)),
        _mapped(folder / SCORES, np.float32, (postings,)),
        starts,
        _mapped(folder / LETTERS, np.uint8, (int(places[-1, 0]),)),
        places,
    )


def _mapped(path: Path, dtype: type[np.generic], shape: tuple[int, ...]) -> npt.NDArray[Any]:
    with readable(path):
        try:
            mapped = np.load(path, mmap_mode="r" if 0 not in shape else None, allow_pickle=False)
        except NO_ARRAY as error:
            raise StoreError(f"{path} is damaged: {error}.", REBUILD) from error
    if mapped.dtype != dtype or mapped.shape != shape:
        raise StoreError(
            f"{path} holds {mapped.dtype}{mapped.shape}, but {np.dtype(dtype)}{shape} was expected.", REBUILD
        )
    return np.asarray(mapped)
