"""The shelf in the app: a file is read again only when it changed, and a case has its place among others."""

import os
from dataclasses import replace

import pytest

from inspector.cases import shelf
from inspector.ui.runtime import cases
from tests.ui.case_samples import case_of, index_in


@pytest.fixture(scope="module")
def case(tmp_path_factory):
    return case_of(index_in(tmp_path_factory.mktemp("toy")))


def test_a_line_is_read_once_and_again_when_its_file_changes(case):
    shelf.shelve(replace(case, id="one"))
    (first,) = cases.listed().cases
    assert cases.listed().cases[0] is first
    shelf.rewrite(replace(case, id="one", title="Another"))
    assert cases.listed().cases[0].title == "Another"
    assert cases.take("one").title == "Another"


def test_what_was_taken_off_by_others_is_gone_at_once(case):
    shelf.shelve(replace(case, id="one"))
    assert len(cases.listed().cases) == 1
    os.unlink(shelf.folder() / "one.json")
    assert cases.listed().cases == ()


def test_an_id_is_placed_among_others_and_an_unknown_one_means_the_first():
    ids = ("a", "b", "c")
    assert cases.next_to(ids, "b") == (1, "a", "c")
    assert cases.next_to(ids, "c") == (2, "b", "")
    assert cases.next_to(ids, "x") == (0, "", "b")
