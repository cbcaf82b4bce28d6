"""Whether an index folder has the files its manifest names, and what is said where it has not."""

from dataclasses import replace

import pytest

from inspector.errors import StoreError
from inspector.stores.intact import compare_shapes, compare_sizes, refuse_missing
from inspector.stores.layout import ANN, DOCUMENTS, MANIFEST, VECTORS
from inspector.stores.manifest import read_manifest
from tests.stores.samples import make_folder


def test_a_whole_folder_is_let_through(tmp_path):
    folder = make_folder(tmp_path / "index", ann="flat")
    refuse_missing(folder)
    compare_sizes(folder, read_manifest(folder))


def test_a_path_that_is_not_there_and_one_that_is_a_file_are_told_apart(tmp_path):
    with pytest.raises(StoreError, match="does not exist"):
        refuse_missing(tmp_path / "none")
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match="is a file"):
        refuse_missing(tmp_path / "file")


@pytest.mark.parametrize("name", [VECTORS, DOCUMENTS, ANN])
def test_a_missing_file_is_named(tmp_path, name):
    folder = make_folder(tmp_path / "index", ann="flat")
    manifest = read_manifest(folder)
    (folder / name).unlink()
    with pytest.raises(StoreError, match=f"{name} is missing"):
        compare_sizes(folder, manifest)


@pytest.mark.parametrize("change", [b"", b"x"])
@pytest.mark.parametrize("name", [VECTORS, DOCUMENTS, ANN])
def test_a_file_of_another_size_is_named_with_both_sizes(tmp_path, name, change):
    folder = make_folder(tmp_path / "index", ann="flat")
    manifest = read_manifest(folder)
    content = (folder / name).read_bytes()
    size = len(content)
    (folder / name).write_bytes(content + change if change else content[:-1])
    with pytest.raises(StoreError, match=f"{size + (1 if change else -1):,} bytes, the manifest says {size:,}"):
        compare_sizes(folder, manifest)


@pytest.mark.parametrize("name", [VECTORS, DOCUMENTS, ANN])
def test_a_manifest_that_does_not_name_a_file_it_needs_is_refused(tmp_path, name):
    folder = make_folder(tmp_path / "index", ann="flat")
    manifest = read_manifest(folder)
    without = replace(manifest, files=tuple(file for file in manifest.files if file.path != name))
    with pytest.raises(StoreError, match=f"does not name {name}"):
        compare_sizes(folder, without)


def test_a_folder_without_a_structure_needs_none(tmp_path):
    folder = make_folder(tmp_path / "index")
    compare_sizes(folder, read_manifest(folder))


def test_a_file_that_is_a_folder_is_no_file(tmp_path):
    folder = make_folder(tmp_path / "index")
    manifest = read_manifest(folder)
    (folder / VECTORS).unlink()
    (folder / VECTORS).mkdir()
    with pytest.raises(StoreError, match=VECTORS):
        compare_sizes(folder, manifest)
    assert (folder / MANIFEST).is_file()


def test_other_shapes_than_the_manifest_names_are_told(tmp_path):
    folder = make_folder(tmp_path / "index")
    manifest = read_manifest(folder)
    count, dim = manifest.counts.documents, manifest.contract.dim
    compare_shapes(folder, manifest, (count, dim), count)
    with pytest.raises(StoreError, match=f"has the shape {count} x {dim + 1}, the manifest says {count} x {dim}"):
        compare_shapes(folder, manifest, (count, dim + 1), count)
    with pytest.raises(StoreError, match=f"holds {count - 1} documents, the manifest says {count}"):
        compare_shapes(folder, manifest, (count, dim), count - 1)
