"""A case is asked of the index it names, of the sample by name or content, and never of an address on a file's word."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from inspector.cases.errors import CaseError
from inspector.cases.where import index_of
from inspector.records.cases import Case
from inspector.sample import location
from inspector.stores.manifest import read_manifest

DATABASE = "pgvector:postgresql://reader@db.example/support?table=chunks"


def named(case: Case, **values: str) -> Case:
    return replace(case, index=replace(case.index, **values))


def test_the_folder_a_case_names_is_opened(case: Case, home: Path) -> None:
    assert index_of(case) == case.index.spec


def test_the_sample_is_found_by_its_name_and_by_its_content(case: Case, home: Path) -> None:
    assert index_of(named(case, name=location.NAME, spec="")) == str(location.INDEX)
    content = read_manifest(location.INDEX).fingerprint
    assert index_of(named(case, spec="/gone/help-centre", fingerprint=content)) == str(location.INDEX)


def test_a_broken_copy_is_found_where_the_app_makes_it_or_said_to_be_missing(case: Case, home: Path) -> None:
    copy = named(case, name=location.copy_name("one-probe"), spec="")
    folder = home / "samples" / location.copy_name("one-probe")
    with pytest.raises(CaseError, match="sample help-centre --fault one-probe") as refused:
        index_of(copy)
    assert f'--out "{folder}"' in refused.value.hint  # where it is found without --index, whatever else is replayed
    folder.mkdir(parents=True)
    (folder / "manifest.json").touch()
    assert index_of(copy) == str(folder)


@pytest.mark.parametrize("name", ["wiki", "help-centre-", "help-centre-../../x", "help-centre-; rm -rf ~"])
def test_a_case_that_names_no_index_asks_for_one(case: Case, home: Path, name: str) -> None:
    with pytest.raises(CaseError, match=r"does not say where its index .* lies\. Give another one with --index"):
        index_of(named(case, name=name, spec=""))


def test_an_index_that_is_gone_is_said_to_be(case: Case, home: Path) -> None:
    with pytest.raises(CaseError, match=r"/gone/index, is not there any more\. Give another one with --index"):
        index_of(named(case, spec="/gone/index"))
    for wrong in ("faiss:", "x" * 5000, "a\x00b"):
        with pytest.raises(CaseError, match=r"Give another one with --index"):
            index_of(named(case, spec=wrong))


def test_a_file_made_elsewhere_is_opened_by_its_spec(case: Case, home: Path) -> None:
    spec = "numpy:/data/v.npy?documents=/data/d.jsonl"
    assert index_of(named(case, spec=spec)) == spec


def test_a_database_is_asked_only_where_the_user_saved_that_connection(case: Case, home: Path) -> None:
    pytest.importorskip("psycopg")
    with pytest.raises(CaseError, match="a file does not say which address is asked"):
        index_of(named(case, spec=DATABASE))
    (home / "connections.toml").write_text(
        '[support]\nopen = "pgvector:postgresql://reader@db.example/support"\ntable = "chunks"\n'
    )
    assert index_of(named(case, spec=DATABASE)) == DATABASE
    assert index_of(named(case, spec="support")) == "support"
