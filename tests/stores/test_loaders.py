import pytest

from inspector.errors import StoreError
from inspector.stores import LOADERS, open_index
from tests.stores.samples import make_folder


def test_paths_that_are_no_folder_are_told_apart(tmp_path):
    with pytest.raises(StoreError, match="does not exist"):
        open_index(tmp_path / "none")
    (tmp_path / "corpus.jsonl").write_text("{}")
    with pytest.raises(StoreError, match="is a file"):
        open_index(tmp_path / "corpus.jsonl")


def test_an_index_opens_by_path_and_by_scheme(tmp_path):
    folder = make_folder(tmp_path / "index")
    for where in (folder, str(folder), f"folder:{folder}"):
        assert open_index(where).count == 6


def test_an_unknown_scheme_lists_those_there_are():
    with pytest.raises(StoreError) as caught:
        open_index("nowhere:somewhere?x=1")
    assert all(loader.name in str(caught.value) for loader in LOADERS)


def test_a_folder_whose_name_looks_like_a_scheme_opens_as_a_folder(tmp_path, monkeypatch):
    make_folder(tmp_path / "my:index")
    monkeypatch.chdir(tmp_path)
    assert open_index("my:index").count == 6
