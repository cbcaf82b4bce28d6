import json
from dataclasses import replace

import numpy as np
import pytest

from inspector.contract import Contract
from inspector.errors import StoreError
from inspector.stores import layout
from inspector.stores.folder import open_folder
from inspector.stores.manifest import content_fingerprint, read_manifest
from inspector.stores.origin import Origin
from tests.stores.samples import make_folder, vectors_for


def test_the_fingerprint_depends_on_content_alone(tmp_path):
    first = make_folder(tmp_path / "one", name="one")
    again = make_folder(tmp_path / "two", name="two")
    other = make_folder(tmp_path / "three", vectors=vectors_for(seed=1))
    structured = make_folder(tmp_path / "four", ann="flat")
    prints = [open_folder(folder).fingerprint for folder in (first, again, other, structured)]
    assert prints[0] == prints[1]
    assert len(set(prints)) == 3
    changed = json.loads((first / layout.MANIFEST).read_text())
    assert changed["contract"]["made_at"] == "2026-01-01T00:00:00Z"


def test_a_copy_is_told_apart_by_its_database_and_not_by_the_place_of_a_file():
    contract = Contract(model="m", dim=2)
    places = Origin("faiss:/a.faiss"), Origin("faiss:/b.faiss")
    assert {content_fingerprint(contract, (), place) for place in places} == {content_fingerprint(contract, ())}
    flat = Origin("pgvector:postgresql://db?table=a", engine="PostgreSQL 18")
    others = replace(flat, structure="HNSW, m 16"), replace(flat, spec="pgvector:postgresql://db?table=b")
    prints = {content_fingerprint(contract, (), each) for each in (None, flat, *others)}
    assert len(prints) == 4


def cut(path):
    path.write_bytes(path.read_bytes()[:-3])


def edit(change):
    def act(path):
        found = json.loads(path.read_text())
        change(found)
        path.write_text(json.dumps(found))

    return act


def resized(path):
    """Put other content in a file and its size into the manifest, as a rebuild by another tool would."""

    def act(content):
        path.write_bytes(content)
        manifest = path.parent / layout.MANIFEST
        found = json.loads(manifest.read_text())
        for facts in found["files"]:
            if facts["path"] == path.name:
                facts["size"] = len(content)
        manifest.write_text(json.dumps(found))

    return act


def npy(array):
    import io

    buffer = io.BytesIO()
    np.save(buffer, array)
    return buffer.getvalue()


BREAKAGES = {
    "no manifest": (lambda folder: (folder / layout.MANIFEST).unlink(), "has no manifest.json"),
    "manifest cut": (lambda folder: cut(folder / layout.MANIFEST), "is not a JSON file"),
    "manifest of another kind": (lambda folder: (folder / layout.MANIFEST).write_text("[1]"), "not the manifest"),
    "newer": (lambda folder: edit(lambda m: m.update(version=99))(folder / layout.MANIFEST), "version 99"),
    "key gone": (lambda folder: edit(lambda m: m.pop("counts"))(folder / layout.MANIFEST), 'lacks "counts"'),
    "inner key gone": (lambda folder: edit(lambda m: m["contract"].pop("dim"))(folder / layout.MANIFEST), '"dim"'),
    "wrong type": (
        lambda folder: edit(lambda m: m["contract"].update(dim="8"))(folder / layout.MANIFEST),
        "'8' as manifest → contract → dim, int was expected",
    ),
    "unknown metric": (
        lambda folder: edit(lambda m: m["contract"].update(metric="taxi"))(folder / layout.MANIFEST),
        "one of cosine, ip, l2",
    ),
    "version zero": (lambda folder: edit(lambda m: m.update(version=0))(folder / layout.MANIFEST), "version 0"),
    "fingerprint that is a path": (
        lambda folder: edit(lambda m: m.update(fingerprint="../../elsewhere"))(folder / layout.MANIFEST),
        "was changed after the build",
    ),
    "another model": (
        lambda folder: edit(lambda m: m["contract"].update(model="other"))(folder / layout.MANIFEST),
        "was changed after the build",
    ),
    "file elsewhere": (
        lambda folder: edit(lambda m: m["files"][0].update(path="../x"))(folder / layout.MANIFEST),
        "not in its folder",
    ),
    "file name with NUL": (
        lambda folder: edit(lambda m: m["files"][0].update(path="a\0b"))(folder / layout.MANIFEST),
        "not in its folder",
    ),
    "vectors with a damaged header": (
        lambda folder: (folder / layout.VECTORS).write_bytes(
            (content := (folder / layout.VECTORS).read_bytes())[:60] + b"\xff" * 60 + content[120:]
        ),
        "is not a file of vectors",
    ),
    "file not named": (lambda folder: edit(lambda m: m.update(files=[]))(folder / layout.MANIFEST), "does not name"),
    "vectors gone": (lambda folder: (folder / layout.VECTORS).unlink(), "vectors.npy is missing"),
    "vectors cut": (lambda folder: cut(folder / layout.VECTORS), "the manifest says 320"),
    "documents cut": (lambda folder: cut(folder / layout.DOCUMENTS), "the manifest says"),
    "vectors of another shape": (
        lambda folder: resized(folder / layout.VECTORS)(npy(np.ones((6, 3), dtype=np.float32))),
        "shape 6 x 3, the manifest says 6 x 8",
    ),
    "vectors in float64": (lambda folder: resized(folder / layout.VECTORS)(npy(np.ones((6, 8)))), "float64 of shape"),
    "vectors by column": (
        lambda folder: resized(folder / layout.VECTORS)(npy(np.asfortranarray(np.ones((6, 8), dtype=np.float32)))),
        "column by column",
    ),
    "objects": (
        lambda folder: resized(folder / layout.VECTORS)(npy(np.array([{}], dtype=object))),
        "is not a file of vectors",
    ),
    "no vectors": (lambda folder: resized(folder / layout.VECTORS)(b"PK\x03\x04zip"), "is not a file of vectors"),
    "no documents": (lambda folder: resized(folder / layout.DOCUMENTS)(b"{}\n" * 9), "is not a documents file"),
    "fewer documents": (
        lambda folder: edit(lambda m: m["counts"].update(documents=5))(folder / layout.MANIFEST),
        "6 x 8, the manifest says 5 x 8",
    ),
}


@pytest.mark.parametrize("case", BREAKAGES)
def test_a_folder_that_does_not_match_its_manifest_is_refused_in_a_sentence(tmp_path, case):
    act, says = BREAKAGES[case]
    folder = make_folder(tmp_path / "index")
    act(folder)
    with pytest.raises(StoreError) as caught:
        open_folder(folder)
    assert says in str(caught.value)


def test_a_manifest_survives_writing_and_reading(tmp_path):
    manifest = read_manifest(make_folder(tmp_path / "index", ann="ivf,nlist=2"))
    assert manifest.ann is not None
    assert manifest.ann.nlist == 2
    assert [facts.path for facts in manifest.files] == [layout.ANN, layout.DOCUMENTS, layout.VECTORS]
    assert replace(manifest) == manifest
