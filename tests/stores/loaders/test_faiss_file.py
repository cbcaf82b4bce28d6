from __future__ import annotations

from pathlib import Path

import faiss
import numpy as np
import pytest

from inspector.contract import Metric
from inspector.errors import StoreError
from inspector.progress import silent
from inspector.stores.adopting import adopt
from inspector.stores.folder import FolderCollection, open_folder
from inspector.stores.loaders.faiss_file import take
from inspector.stores.spec import read_spec
from tests.stores.loaders.conformance.corpus import COUNT, DIM, DOCUMENTS, VECTORS, write_jsonl
from tests.stores.loaders.conformance.sources import index_of


def opened(folder: Path, index: object, more: str = "", documents=DOCUMENTS) -> FolderCollection:
    faiss.write_index(index, str(folder / "v.faiss"))
    docs = write_jsonl(folder / "c.jsonl", documents)
    (folder / "copy").mkdir()
    adopt(read_spec(f"faiss:{folder / 'v.faiss'}?documents={docs}{more}"), folder / "copy", "copy", take, silent)
    return open_folder(folder / "copy")


def test_full_vectors_take_the_place_of_what_the_codes_keep(tmp_path: Path) -> None:
    np.save(tmp_path / "full.npy", VECTORS)
    index = index_of("IVF4,PQ4x4", Metric.L2, VECTORS)
    found = opened(tmp_path, index, f"&vectors={tmp_path / 'full.npy'}")
    np.testing.assert_array_equal(found.vectors(np.arange(COUNT)), VECTORS)
    assert found.origin is not None
    assert not found.origin.decoded
    assert found.has_ann
    structure = found.structure(VECTORS[:1], "d0", 5)
    assert structure is not None
    assert structure.lossless is False


@pytest.mark.parametrize("shape", [(COUNT - 1, DIM), (COUNT, DIM + 1)])
def test_full_vectors_of_another_shape_are_refused(tmp_path: Path, shape: tuple[int, int]) -> None:
    np.save(tmp_path / "full.npy", np.ones(shape, dtype=np.float32))
    with pytest.raises(StoreError, match=rf"has the shape {shape[0]} x {shape[1]}.* ask for 40 x 16"):
        opened(tmp_path, index_of("Flat", Metric.L2, VECTORS), f"&vectors={tmp_path / 'full.npy'}")


def test_a_document_that_is_not_in_the_index_is_left_out_and_counted(tmp_path: Path) -> None:
    found = opened(tmp_path, index_of("Flat", Metric.L2, VECTORS[:38]))
    assert found.count == 38
    assert found.rows_of(["d38", "d37"]).tolist() == [-1, 37]
    assert "2 of 40 documents are not in the FAISS index." in found.manifest.warnings


def test_a_vector_without_a_document_is_kept_under_its_number(tmp_path: Path) -> None:
    found = opened(tmp_path, index_of("Flat", Metric.L2, VECTORS), documents=DOCUMENTS[:38])
    assert found.count == COUNT
    assert found.ids_at(np.array([38, 39])) == ("38", "39")
    assert any(each.startswith("2 vectors of the FAISS index have no document") for each in found.manifest.warnings)


def test_codes_are_told_and_whole_vectors_need_no_word(tmp_path: Path) -> None:
    (tmp_path / "coded").mkdir()
    coded = opened(tmp_path / "coded", index_of("SQ8", Metric.L2, VECTORS)).manifest.warnings
    assert any("are what IndexScalarQuantizer keeps of them" in each for each in coded)
    warned = opened(tmp_path, index_of("IVF4,Flat", Metric.L2, VECTORS)).manifest.warnings
    assert warned == ("1 vector of length zero, which has no direction.",)


def test_an_index_that_compares_everything_needs_no_structure(tmp_path: Path) -> None:
    assert not opened(tmp_path, index_of("IDMap,Flat", Metric.L2, VECTORS, np.arange(COUNT))).has_ann


def test_an_empty_index_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="holds no vectors"):
        opened(tmp_path, faiss.IndexFlatL2(DIM))
