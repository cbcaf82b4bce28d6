"""The folders an app may open: links resolved, nothing outside."""

import json
import os
import shutil

import pytest

from inspector.errors import RequestError
from inspector.sample import location
from inspector.ui.runtime import roots
from tests.ui.indexes import toy_index


@pytest.fixture
def data(tmp_path, monkeypatch):
    """A root with an index in it, beside an index nobody may open."""
    inside, outside = tmp_path / "data", tmp_path / "secret"
    for folder in (inside / "team" / "faq", outside):
        folder.mkdir(parents=True)
        (folder / "manifest.json").write_text('{"kind": "neighbor-inspector index"}')
    monkeypatch.setenv(roots.ROOTS_VARIABLE, str(inside))
    return inside


def test_an_index_below_a_root_has_a_name_and_is_found_by_it(data):
    path = data / "team" / "faq"
    assert roots.name_of(path) == "team/faq"
    assert roots.paths_named("team/faq") == (path,)
    assert roots.inside("team/faq") == path
    assert roots.inside(path) == path


def test_a_root_itself_is_an_index_by_its_own_name(data, monkeypatch):
    monkeypatch.setenv(roots.ROOTS_VARIABLE, str(data / "team" / "faq"))
    assert roots.name_of(data / "team" / "faq") == "faq"
    assert roots.paths_named("faq") == (data / "team" / "faq",)


@pytest.mark.parametrize("path", ["../secret", "team/../../secret", "/etc", "..", "team/faq/../../../secret"])
def test_a_path_outside_the_roots_is_refused(data, path):
    with pytest.raises(RequestError):
        roots.inside(path)
    assert roots.paths_named(path) == ()


def test_an_absolute_path_outside_is_refused_with_the_roots_in_the_hint(data):
    with pytest.raises(RequestError, match="outside the folders") as caught:
        roots.inside(data.parent / "secret")
    assert str(data) in caught.value.hint


def test_a_link_inside_a_root_that_leads_outside_is_refused_and_not_listed(data):
    os.symlink(data.parent / "secret", data / "door")
    with pytest.raises(RequestError):
        roots.inside("door")
    with pytest.raises(RequestError):
        roots.inside(data / "door")
    assert roots.paths_named("door") == ()
    assert [path for path in roots.indexes() if path != location.INDEX] == [data / "team" / "faq"]


@pytest.mark.parametrize("name", ["x" * 5000, "a\0b", "", "no-such"])
def test_a_name_no_folder_can_have_finds_nothing(data, name):
    assert all((path / "manifest.json").exists() or path in roots.roots() for path in roots.paths_named(name))
    assert data.parent / "secret" not in roots.paths_named(name)


def test_without_named_roots_only_the_index_the_app_was_started_on_and_own_folders_are_open(data, monkeypatch):
    monkeypatch.delenv(roots.ROOTS_VARIABLE)
    monkeypatch.setenv(roots.OPEN_VARIABLE, str(data / "team" / "faq"))
    assert roots.roots() == (data / "team" / "faq", location.FOLDER, roots.samples(), roots.uploads(), roots.opened())
    with pytest.raises(RequestError):
        roots.inside(data)


def test_several_roots_are_separated_as_paths_are_and_follow_links(data, tmp_path, monkeypatch):
    os.symlink(data, tmp_path / "alias")
    monkeypatch.setenv(roots.ROOTS_VARIABLE, os.pathsep.join([str(tmp_path / "alias"), str(tmp_path / "other")]))
    assert roots.roots()[:2] == (data, tmp_path / "other")
    assert roots.name_of(tmp_path / "alias" / "team" / "faq") == "team/faq"


def test_a_circle_of_links_is_walked_once(data):
    os.symlink(data, data / "team" / "again")
    assert roots.indexes().count(data / "team" / "faq") == 1


def test_a_folder_with_the_manifest_of_another_program_is_not_listed(data, monkeypatch) -> None:
    (data / "team" / "theirs").mkdir()
    (data / "team" / "theirs" / "manifest.json").write_text('{"version": 3}')
    monkeypatch.setenv(roots.ROOTS_VARIABLE, str(data / "team"))
    assert data / "team" / "theirs" not in roots.indexes()
    assert data / "team" / "faq" in roots.indexes()


@pytest.mark.parametrize("name", ["vectors.npy", "documents.arrow", "ann.faiss", "keyword", "keyword/vocab.json"])
def test_a_file_of_an_index_that_is_a_link_outside_is_refused_by_its_name(data, tmp_path, name):
    folder = toy_index(data / "linked")
    path = folder / name
    shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    os.symlink(tmp_path / "secret", path)
    with pytest.raises(RequestError, match=f"{name}.* is a link that leads outside"):
        roots.contained_index(folder)


def test_a_manifest_that_is_a_link_outside_is_neither_listed_nor_read(data, tmp_path):
    folder = toy_index(data / "linked")
    (folder / "manifest.json").rename(tmp_path / "manifest.json")
    os.symlink(tmp_path / "manifest.json", folder / "manifest.json")
    assert folder not in roots.indexes()
    with pytest.raises(RequestError, match="leads outside"):
        roots.contained_index(folder)


def test_a_file_that_only_the_manifest_names_is_looked_at_too(data, tmp_path):
    folder = toy_index(data / "linked")
    os.symlink(tmp_path / "secret" / "manifest.json", folder / "more")
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["files"].append({"path": "more", "size": 1, "sha256": "0" * 64})
    (folder / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(RequestError, match="more is a link that leads outside"):
        roots.contained_index(folder)


def test_links_that_stay_below_the_roots_are_followed(data):
    folder = toy_index(data / "linked")
    (folder / "vectors.npy").rename(data / "large.npy")
    os.symlink(data / "large.npy", folder / "vectors.npy")
    assert roots.contained_index(folder) == folder


def test_a_folder_with_a_link_in_it_is_looked_into_and_a_circle_ends(data, tmp_path):
    os.symlink(data, data / "team" / "again")
    assert roots.contained(data) == data
    os.symlink(tmp_path / "secret", data / "team" / "faq" / "door")
    with pytest.raises(RequestError, match="door is a link that leads outside"):
        roots.contained(data)


def test_a_folder_of_too_many_files_is_none_of_an_index(data, monkeypatch):
    monkeypatch.setattr(roots, "MAX_FILES", 3)
    with pytest.raises(RequestError, match="more than 3 files"):
        roots.contained(data)
