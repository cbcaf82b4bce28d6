from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from inspector.errors import StoreError
from inspector.stores import open_index
from inspector.stores.manifest import read_manifest
from inspector.stores.origin import Origin
from tests.stores.samples import make_folder


def changed(folder: Path, origin: object) -> Path:
    path = make_folder(folder) / "manifest.json"
    manifest = json.loads(path.read_text())
    manifest["origin"] = origin
    if origin == "gone":
        del manifest["origin"]
    path.write_text(json.dumps(manifest))
    return folder


@pytest.mark.parametrize("origin", ["gone", None])
def test_a_manifest_that_knows_no_origin_opens_as_an_index_built_here(tmp_path: Path, origin: object) -> None:
    assert open_index(changed(tmp_path, origin)).origin is None


def test_an_origin_is_read_as_it_was_written(tmp_path: Path) -> None:
    said = Origin("faiss:/v.faiss", decoded=True, population=6)
    assert open_index(changed(tmp_path, asdict(said))).origin == said


@pytest.mark.parametrize("origin", [3, [], {"decoded": True}, {"spec": 3}, {"spec": "x", "whole": "yes"}])
def test_an_origin_of_another_form_is_refused(tmp_path: Path, origin: object) -> None:
    with pytest.raises(StoreError, match="manifest"):
        read_manifest(changed(tmp_path, origin))
