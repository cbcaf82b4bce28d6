from __future__ import annotations

from pathlib import Path

import numpy as np

from inspector.contract import Metric
from inspector.progress import silent
from inspector.records.documents import Document
from inspector.stores.adopting import Taken, adopt, write_documents
from inspector.stores.folder import open_folder
from inspector.stores.matrix import create_vectors
from inspector.stores.spec import IndexSpec

SPEC = IndexSpec("numpy", "/v.npy", (("model", "m"),))


def take(spec: IndexSpec, folder: Path, progress: object) -> Taken:
    rows = (Document(f"d{row}", "", f"text {row}") for row in range(600))
    assert write_documents(folder / "documents.arrow", rows, (), 600, silent) == 600
    out = create_vectors(folder / "vectors.npy", 600, 4)
    out[:] = 2.0
    out[5] = 0.0
    return Taken(metric=Metric.L2, decoded=True, recipe="{text}", warnings=("Something is odd.",))


def test_what_a_loader_took_becomes_an_index_with_its_origin(tmp_path: Path) -> None:
    adopt(SPEC, tmp_path, "mine", take, silent)
    found = open_folder(tmp_path)
    assert (found.name, found.count, found.population) == ("mine", 600, 600)
    assert (found.contract.model, found.contract.stated, found.contract.recipe) == ("m", ("model",), "{text}")
    assert found.contract.metric is Metric.L2
    assert found.origin is not None
    assert (found.origin.spec, found.origin.decoded, found.origin.whole) == ("numpy:/v.npy?model=m", True, True)
    assert found.manifest.warnings == ("Something is odd.", "1 vector of length zero, which has no direction.")
    assert found.ids_at(np.array([599])) == ("d599",)


def test_where_it_comes_from_is_no_part_of_the_fingerprint(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        adopt(IndexSpec("numpy", f"/{name}.npy"), tmp_path / name, name, take, silent)
    assert open_folder(tmp_path / "one").fingerprint == open_folder(tmp_path / "two").fingerprint
