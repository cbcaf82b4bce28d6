from __future__ import annotations

from pathlib import Path

import faiss
import numpy as np
import pytest

from inspector.errors import StoreError
from inspector.records.documents import Document
from inspector.stores.documents import DocumentTable
from inspector.stores.foreign.faiss_contents import labels_of
from inspector.stores.loaders.numbering import free_ids, renumbered, source_rows
from inspector.stores.writer import DocumentWriter
from tests.stores.loaders.conformance.corpus import DIM, TRAINING, VECTORS

LABELS = np.array([70, 7, 9, 3], dtype=np.int64)


def table(folder: Path, *ids: str) -> DocumentTable:
    with DocumentWriter(folder / "documents.arrow", ()) as writer:
        writer.write([Document(each, "", "text") for each in ids])
    return DocumentTable(folder / "documents.arrow")


@pytest.mark.parametrize(
    ("labels", "ids", "rows", "doubtful"),
    [
        ([0, 1, 2], ["a", "b", "c"], [0, 1, 2], False),
        ([0, 1, 2], ["0", "1", "2"], [0, 1, 2], False),
        ([0, 1, 2], ["2", "0", "1"], [0, 1, 2], True),
        ([0, 1], ["1", "2", "3"], [0, 1], False),
        ([2, 0, 1], ["2", "0", "1"], [0, 1, 2], False),
        ([2, 0, 1], ["a", "b", "c"], [2, 0, 1], False),
        ([70, 7], ["7", "8", "70"], [2, 0], False),
        ([70, 7, 9], ["7", "8", "70"], [2, 0, -1], False),
        ([2, 5], ["a", "b", "c"], [2, -1], False),
        ([0, 1, 2], ["a", "b"], [0, 1, -1], False),
        ([-1, 1], ["a", "b"], [-1, 1], False),
    ],
)
def test_a_number_means_a_row_or_an_id(tmp_path: Path, labels, ids, rows, doubtful) -> None:
    found = source_rows(np.array(labels), table(tmp_path, *ids))
    assert (found.rows.tolist(), found.doubtful) == (rows, doubtful)


@pytest.mark.parametrize(("labels", "said"), [([3, 4, 3], "number 3 is given to 2 vectors"), ([100, 101], r"id=…")])
def test_numbers_that_cannot_be_told_are_refused(tmp_path: Path, labels, said) -> None:
    with pytest.raises(StoreError, match=said):
        source_rows(np.array(labels), table(tmp_path, "a", "b", "c"))


def test_an_entry_without_a_document_gets_an_id_that_is_free(tmp_path: Path) -> None:
    assert free_ids([7, 8, 9], table(tmp_path, "8", "9", "entry 9")) == ["7", "entry 8", "entry entry 9"]


@pytest.mark.parametrize("factory", ["IDMap,Flat", "IDMap2,HNSW8,Flat", "IVF4,Flat", "IDMap,IVF4,PQ4x4"])
def test_a_renumbered_index_finds_the_same_vectors_under_their_places(factory: str) -> None:
    index = faiss.index_factory(DIM, factory)
    index.train(TRAINING)
    index.add_with_ids(VECTORS[8:12], LABELS)
    order = labels_of(index)
    assert sorted(order) == sorted(LABELS)
    _, before = index.search(VECTORS[8:12], 1)
    _, after = renumbered(index).search(VECTORS[8:12], 1)
    assert labels_of(index).tolist() == [0, 1, 2, 3]
    assert order[after[:, 0]].tolist() == before[:, 0].tolist()
