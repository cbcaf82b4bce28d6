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
from inspector.stores.loaders.langchain_folder import open_spec, take
from inspector.stores.spec import IndexSpec
from tests.stores.foreign.pickles import docstore_pickle
from tests.stores.loaders.conformance.corpus import VECTORS
from tests.stores.loaders.conformance.sources import index_of

FIELDS = [(name, {"page_content": f"text of {name}", "metadata": {"lang": "en"}}) for name in ("a", "b", "c")]


def opened(folder: Path, rows: dict[object, object] | None = None, count: int = 3) -> FolderCollection:
    faiss.write_index(index_of("Flat", Metric.L2, VECTORS[:count]), str(folder / "mine.faiss"))
    (folder / "mine.pkl").write_bytes(docstore_pickle(FIELDS, rows))
    (folder / "copy").mkdir()
    adopt(IndexSpec("langchain", str(folder), (("index", "mine"),)), folder / "copy", "copy", take, silent)
    return open_folder(folder / "copy")


def test_the_recipe_is_the_text_alone(tmp_path: Path) -> None:
    found = opened(tmp_path)
    assert (found.contract.recipe, found.contract.metric) == ("{text}", Metric.L2)
    assert found.ids_at(np.arange(3)) == ("a", "b", "c")
    assert found.manifest.warnings == ()


def test_a_row_without_a_document_and_a_document_without_a_row_are_counted(tmp_path: Path) -> None:
    found = opened(tmp_path, {0: "b", 2: "a"})
    assert found.ids_at(np.arange(3)) == ("b", "row 1", "a")
    assert found.manifest.warnings == (
        "1 rows of the index have no document; they have no text.",
        "1 documents of the folder are not in its index.",
    )


def test_a_document_that_repeats_keeps_its_metadata_under_another_id(tmp_path: Path) -> None:
    found = opened(tmp_path, {0: "a", 1: "a", 2: "b"})
    assert found.ids_at(np.arange(3)) == ("a", "row 1", "b")
    assert found.documents(["row 1"])[0].metadata == {"lang": "en"}
    assert any("repeat a document" in each for each in found.manifest.warnings)


def test_an_empty_index_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="holds no vectors"):
        opened(tmp_path, count=0)


@pytest.mark.parametrize("name", ["../x", "..", "a/b", "/etc/passwd"])
def test_a_name_that_leads_out_of_the_folder_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(StoreError, match="no name of a saved index"):
        open_spec(IndexSpec("langchain", str(tmp_path), (("index", name),)))
