"""The index of a case is the one it names, or one of the same content; nothing outside the roots is opened."""

from dataclasses import replace

import pytest

from inspector.sample import location
from inspector.sample.faults import FAULTS
from inspector.ui.runtime import roots
from inspector.ui.runtime.case_index import home_of
from tests.ui.case_samples import case_of, index_in


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    index = index_in(tmp_path_factory.mktemp("toy"))
    return index.collection.folder, case_of(index)


def test_the_named_folder_is_taken_below_the_roots_alone(made, monkeypatch, tmp_path):
    path, case = made
    monkeypatch.setenv(roots.ROOTS_VARIABLE, str(path))
    assert home_of(case).path == path.resolve()
    monkeypatch.setenv(roots.ROOTS_VARIABLE, str(tmp_path))
    assert home_of(case).path is None
    assert "is not in the folders this app may open" in home_of(case).why


def test_an_index_that_moved_is_found_by_its_content(made, monkeypatch):
    path, case = made
    monkeypatch.setenv(roots.ROOTS_VARIABLE, str(path))
    assert home_of(replace(case, index=replace(case.index, spec="/elsewhere/old"))).path == path.resolve()
    other = replace(case.index, spec="", fingerprint="0" * 32)
    assert home_of(replace(case, index=other)).path is None


def test_the_sample_needs_no_place_and_its_unmade_copy_is_offered(made):
    case = made[1]
    sample = replace(case.index, spec="", name=location.NAME, fingerprint="0" * 32)
    assert home_of(replace(case, index=sample)).path == location.INDEX.resolve()
    broken = replace(sample, name=location.copy_name(FAULTS[0].name))
    home = home_of(replace(case, index=broken))
    assert (home.path, home.copy) == (None, FAULTS[0])
    assert "is not made here yet" in home.why
