from __future__ import annotations

from pathlib import Path

import pytest

from inspector.build.settings import BuildSettings, check_settings
from inspector.errors import RequestError, StoreError
from inspector.stores.ann_spec import parse_ann
from tests.build.corpora import jsonl, numbered


def test_an_ann_structure_is_built_or_adopted_not_both(tmp_path: Path) -> None:
    settings = BuildSettings(ann=parse_ann("flat"), ann_file=tmp_path / "x.faiss")
    with pytest.raises(RequestError, match="not both"):
        check_settings(jsonl(tmp_path, *numbered(1)), tmp_path / "out", settings)


def test_a_batch_holds_at_least_one_text(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="batch of 0"):
        check_settings(jsonl(tmp_path, *numbered(1)), tmp_path / "out", BuildSettings(batch=0))


def test_given_files_must_be_there(tmp_path: Path) -> None:
    for settings in (BuildSettings(vectors=tmp_path / "no"), BuildSettings(ann_file=tmp_path / "no")):
        with pytest.raises(StoreError, match="does not exist"):
            check_settings(jsonl(tmp_path, *numbered(1)), tmp_path / "out", settings)


def test_a_folder_with_other_things_is_never_overwritten(tmp_path: Path) -> None:
    corpus, out = jsonl(tmp_path, *numbered(1)), tmp_path / "photos"
    out.mkdir()
    check_settings(corpus, out, BuildSettings())
    (out / "me.jpg").touch()
    with pytest.raises(StoreError, match="will not be overwritten"):
        check_settings(corpus, out, BuildSettings())


def test_a_file_in_the_place_of_the_folder_is_never_overwritten(tmp_path: Path) -> None:
    corpus = jsonl(tmp_path, *numbered(1))
    with pytest.raises(StoreError, match="is a file"):
        check_settings(corpus, corpus, BuildSettings())


def test_a_corpus_inside_the_folder_to_be_replaced_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "manifest.json").touch()
    corpus = jsonl(tmp_path / "out", *numbered(1))
    with pytest.raises(StoreError, match="lies inside"):
        check_settings(corpus, tmp_path / "out", BuildSettings())
