"""What became of the documents between two indexes: added, removed, edited, the same text with another vector, or same.

Joined by id, or, where chunks were cut otherwise and no id meets, by parent. Invariant: ids are looked up in the stores
themselves, block by block; no dictionary of all ids is made. Cost: one pass over both indexes' documents and vectors,
and about 40 bytes a document.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from inspector.compare.vectors import vector_distances
from inspector.contract import Metric
from inspector.errors import RequestError
from inspector.progress import Progress
from inspector.records.documents import Document
from inspector.records.index_changes import DocumentChanges, DocumentKind, KindCount
from inspector.stores.collection import Collection
from inspector.stores.recipe import embedded_text
from inspector.text import quoted
from inspector.vectors import FloatArray, IntArray

Hashes = npt.NDArray[np.uint64]
BATCH = 1_024
BLOCK = 16_384
NAMED = 20
"""So many documents of a kind are named."""

EQUAL = 1e-6
"""Cosine distance up to which two vectors are the same: what another batch or precision does."""

_KINDS = tuple(DocumentKind)
_CODE = {kind: place for place, kind in enumerate(_KINDS)}


@dataclass(frozen=True, slots=True)
class _Read:
    """What one pass over an index found: fingerprints of contents and of parents (or ids), shape (count,) each."""

    contents: Hashes
    keys: Hashes
    has_parents: bool


class Join:
    """Two indexes, document by document. Made by `join`; safe to read from several threads.

    Attributes:
        before: The first index.
        after: The second.
        by_parent: Whether parents are compared because ids do not meet.
        changes: What became of the documents, counted.
        partners: Shape (before.count,): the place of each document of the first index in the second; -1 = not there.
    """

    def __init__(self, before: Collection, after: Collection, reads: tuple[_Read, _Read], progress: Progress) -> None:
        """Look every document up in the other index and compare the pairs.

        Raises:
            RequestError: neither ids nor parents meet.
            CancelledError: progress asked to stop.
        """
        self.before, self.after = before, after
        self._reads = reads
        self.partners = _partners(before, after, progress)
        self.by_parent = False
        if not (self.partners >= 0).any() and before.count and after.count:
            self._refuse_strangers()
            self.by_parent = True
        if self.by_parent:
            self.changes = self._parent_changes()
            return
        self._before_codes = np.full(before.count, _CODE[DocumentKind.REMOVED], dtype=np.uint8)
        self._after_codes = np.full(after.count, _CODE[DocumentKind.ADDED], dtype=np.uint8)
        self._distances = np.zeros(before.count)
        self._compare_pairs(progress)
        self._find_beyond_sample()
        self.changes = self._count()

    @property
    def comparable(self) -> bool:
        """Whether vectors of both indexes have the same length."""
        return self.before.contract.dim == self.after.contract.dim

    def kinds_before(self, ids: Sequence[str]) -> tuple[DocumentKind, ...]:
        """Say what became of documents of the first index; by parent, the ids are parents'."""
        if self.by_parent:
            return self._parent_kinds(ids, self._reads[1].keys, DocumentKind.REMOVED)
        return self._kinds(ids, self.before, self._before_codes)

    def kinds_after(self, ids: Sequence[str]) -> tuple[DocumentKind, ...]:
        """Say what became of documents of the second index; by parent, the ids are parents'."""
        if self.by_parent:
            return self._parent_kinds(ids, self._reads[0].keys, DocumentKind.ADDED)
        return self._kinds(ids, self.after, self._after_codes)

    def _refuse_strangers(self) -> None:
        """Refuse indexes that have no document in common, by id or by parent."""
        left, right = self._reads
        if (left.has_parents or right.has_parents) and len(np.intersect1d(left.keys, right.keys)):
            return
        first = quoted(self.before.ids_at(np.array([0]))[0])
        second = quoted(self.after.ids_at(np.array([0]))[0])
        raise RequestError(
            f"No document of {self.before.name} has an id or a parent that {self.after.name} knows too: the first one "
            f"there is {first}, here {second}.",
            "Compare indexes whose documents have the same ids.",
        )

    def _compare_pairs(self, progress: Progress) -> None:
        """Compare text and vector of every document that is in both."""
        rows = np.flatnonzero(self.partners >= 0)
        for start in range(0, len(rows), BLOCK):
            progress(start, len(rows), "Comparing vectors")
            left = rows[start : start + BLOCK]
            right = self.partners[left]
            inside = right < self.after.count
            same_text = np.zeros(len(left), dtype=np.bool_)
            same_text[inside] = self._reads[0].contents[left[inside]] == self._reads[1].contents[right[inside]]
            if not inside.all():
                documents = self.after.documents(self.after.ids_at(right[~inside]))
                same_text[~inside] = self._reads[0].contents[left[~inside]] == _contents(documents, self._recipes)
            distances = self._vector_distances(left, right)
            codes = self._codes(same_text, distances)
            self._before_codes[left] = codes
            self._after_codes[right[inside]] = codes[inside]
            self._distances[left] = self._vector_distances(left, right, lengths=False) if self._by_length else distances
        progress(len(rows), len(rows), "Comparing vectors")

    def _find_beyond_sample(self) -> None:
        """Of a sampled first index, look for documents of the second that are there though not in the sample."""
        if self.before.count == self.before.population:
            return
        rows = np.flatnonzero(self._after_codes == _CODE[DocumentKind.ADDED])
        for start in range(0, len(rows), BATCH):
            right = rows[start : start + BATCH]
            left = self.before.rows_of(self.after.ids_at(right))
            known = left >= 0
            if not known.any():
                continue
            documents = self.before.documents(self.before.ids_at(left[known]))
            same_text = self._reads[1].contents[right[known]] == _contents(documents, self._recipes)
            codes = self._codes(same_text, self._vector_distances(left[known], right[known]))
            self._after_codes[right[known]] = codes

    def _codes(self, same_text: npt.NDArray[np.bool_], distances: FloatArray) -> npt.NDArray[np.uint8]:
        """Give the kinds of pairs."""
        codes = np.where(distances > EQUAL, _CODE[DocumentKind.OTHER_VECTOR], _CODE[DocumentKind.SAME])
        return np.where(same_text, codes, _CODE[DocumentKind.EDITED]).astype(np.uint8)

    @property
    def _by_length(self) -> bool:
        """Whether one of the indexes ranks by length too, so that a vector of another length is another vector."""
        return any(each.contract.metric is not Metric.COSINE for each in (self.before, self.after))

    def _vector_distances(self, left: IntArray, right: IntArray, *, lengths: bool = True) -> FloatArray:
        """Say how far the vectors of pairs are apart, shape (pairs,), lengths counted or not; infinite: not to say."""
        if not self.comparable:
            return np.full(len(left), np.inf)
        counted = lengths and self._by_length
        return vector_distances(self.before.vectors(left), self.after.vectors(right), lengths=counted)

    @property
    def _recipes(self) -> tuple[str, ...]:
        return recipes(self.before, self.after)

    def _count(self) -> DocumentChanges:
        """Count the kinds, and say how far vectors moved whose text did not."""
        moved = self._distances[self._before_codes == _CODE[DocumentKind.OTHER_VECTOR]]
        undirected = int(np.count_nonzero(np.isinf(moved))) if self.comparable else 0
        moved = moved[np.isfinite(moved)]
        return DocumentChanges(
            tuple(self._counted(kind) for kind in DocumentKind),
            comparable=self.comparable,
            median_distance=float(np.median(moved)) if len(moved) else None,
            largest_distance=float(moved.max()) if len(moved) else None,
            undirected=undirected,
            sampled=any(each.count < each.population for each in (self.before, self.after)),
        )

    def _counted(self, kind: DocumentKind) -> KindCount:
        """Count a kind, and name some: those whose vectors moved farthest first."""
        if kind is DocumentKind.ADDED:
            rows = np.flatnonzero(self._after_codes == _CODE[kind])
            return KindCount(kind, len(rows), self.after.ids_at(rows[:NAMED]))
        rows = np.flatnonzero(self._before_codes == _CODE[kind])
        shown = rows[np.argsort(-self._distances[rows], kind="stable")][:NAMED]
        return KindCount(kind, len(rows), () if kind is DocumentKind.SAME else self.before.ids_at(shown))

    def _kinds(self, ids: Sequence[str], known: Collection, codes: npt.NDArray[np.uint8]) -> tuple[DocumentKind, ...]:
        rows = known.rows_of(ids)
        inside = (rows >= 0) & (rows < len(codes))
        found = [DocumentKind.SAME] * len(ids)
        for place in np.flatnonzero(inside):
            found[place] = _KINDS[codes[rows[place]]]
        outside = [ids[int(place)] for place in np.flatnonzero(~inside)]
        for place, kind in zip(np.flatnonzero(~inside), self._unread_kinds(outside), strict=True):
            found[place] = kind
        return tuple(found)

    def _unread_kinds(self, ids: Sequence[str]) -> list[DocumentKind]:
        """Say what became of documents that lie outside of a sample."""
        if not ids:
            return []
        left, right = self.before.rows_of(ids), self.after.rows_of(ids)
        found = [DocumentKind.ADDED if row < 0 else DocumentKind.REMOVED for row in left]
        both = np.flatnonzero((left >= 0) & (right >= 0))
        if len(both):
            pair = [ids[int(place)] for place in both]
            texts = [_contents(each.documents(pair), self._recipes) for each in (self.before, self.after)]
            codes = self._codes(texts[0] == texts[1], self._vector_distances(left[both], right[both]))
            for place, code in zip(both, codes, strict=True):
                found[place] = _KINDS[code]
        return found

    def _parent_changes(self) -> DocumentChanges:
        left, right = (np.unique(read.keys) for read in self._reads)
        common = len(np.intersect1d(left, right, assume_unique=True))
        counts = {
            DocumentKind.ADDED: len(right) - common,
            DocumentKind.REMOVED: len(left) - common,
            DocumentKind.EDITED: 0,
            DocumentKind.OTHER_VECTOR: 0,
            DocumentKind.SAME: common,
        }
        return DocumentChanges(tuple(KindCount(kind, counts[kind]) for kind in DocumentKind), True, self.comparable)

    def _parent_kinds(self, ids: Sequence[str], other: Hashes, absent: DocumentKind) -> tuple[DocumentKind, ...]:
        wanted = np.array([_hash(each) for each in ids], dtype=np.uint64)
        return tuple(DocumentKind.SAME if known else absent for known in np.isin(wanted, other))


def join(before: Collection, after: Collection, progress: Progress) -> Join:
    """Compare two indexes document by document.

    Raises:
        RequestError: neither ids nor parents meet.
        CancelledError: progress asked to stop.
    """
    used = recipes(before, after)
    return Join(before, after, (_read(before, used, progress), _read(after, used, progress)), progress)


def recipes(before: Collection, after: Collection) -> tuple[str, ...]:
    """Give the text recipes of both indexes, each once: what either embeds belongs to a document's content."""
    return tuple(dict.fromkeys((before.contract.recipe, after.contract.recipe)))


def _read(collection: Collection, used: Sequence[str], progress: Progress) -> _Read:
    contents = np.zeros(collection.count, dtype=np.uint64)
    keys = np.zeros(collection.count, dtype=np.uint64)
    done, has_parents = 0, False
    for batch in collection.iterate(BATCH):
        progress(done, collection.count, f"Reading {collection.name}")
        contents[done : done + len(batch)] = _contents(batch, used)
        keys[done : done + len(batch)] = [_hash(each.parent or each.id) for each in batch]
        has_parents = has_parents or any(each.parent is not None for each in batch)
        done += len(batch)
    progress(done, collection.count, f"Reading {collection.name}")
    return _Read(contents, keys, has_parents)


def _contents(documents: Sequence[Document], used: Sequence[str]) -> Hashes:
    """Fingerprint title, text and whatever else is embedded of documents, shape (documents,)."""
    said = (
        "\x00".join((each.title, each.text, *(embedded_text(recipe, each) for recipe in used))) for each in documents
    )
    return np.array([_hash(text) for text in said], dtype=np.uint64)


def _hash(text: str) -> int:
    """Hash a text to 64 bits."""
    digest = hashlib.blake2b(text.encode("utf-8", errors="surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little")


def _partners(before: Collection, after: Collection, progress: Progress) -> IntArray:
    """Give the place of each document of the first index in the second, -1 where it is not there."""
    partners = np.full(before.count, -1, dtype=np.int64)
    for start in range(0, before.count, BLOCK):
        progress(start, before.count, "Looking documents up")
        rows = np.arange(start, min(start + BLOCK, before.count), dtype=np.int64)
        partners[rows] = after.rows_of(before.ids_at(rows))
    progress(before.count, before.count, "Looking documents up")
    return partners
