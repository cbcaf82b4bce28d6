"""The link from a case into the living pages carries the whole question, and a long query by the case's id."""

from dataclasses import replace

import pytest

from inspector.records.documents import Condition
from inspector.records.results import Fusion
from inspector.ui.parts.cases.live import view_of
from inspector.ui.runtime import roots
from inspector.ui.runtime.links import MAX_QUERY, Param
from tests.ui.case_samples import EXPECTED, QUERY, case_of, index_in


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    index = index_in(tmp_path_factory.mktemp("toy"))
    return index.collection.folder, case_of(index)


@pytest.fixture(autouse=True)
def open_roots(made, monkeypatch):
    monkeypatch.setenv(roots.ROOTS_VARIABLE, str(made[0]))


def test_a_plain_question_is_its_query_its_k_and_what_should_come(made):
    path, case = made
    view = view_of(case, path)
    assert view.pop(Param.INDEX).startswith("index~")
    assert view == {Param.QUERY: QUERY, Param.EXPECTED: EXPECTED, Param.WHERE: "", Param.K: "3"}


def test_every_setting_that_is_not_the_ordinary_one_is_in_it(made):
    path, case = made
    asked = replace(
        case.request, where=(Condition("kind", "howto"),), fusion=Fusion.WEIGHTED, weight=0.25, exact=True, like="copy"
    )
    view = view_of(replace(case, request=asked), path)
    assert view[Param.WHERE] == ["kind=howto"]
    assert (view[Param.FUSION], view[Param.WEIGHT], view[Param.EXACT]) == ("by score", "0.25", "true")
    assert view[Param.LIKE] == "copy"


def test_a_query_too_long_for_a_link_is_named_by_its_case(made):
    path, case = made
    view = view_of(replace(case, request=replace(case.request, query="a" * (MAX_QUERY + 1))), path)
    assert Param.QUERY not in view
    assert view[Param.CASE] == case.id


def test_without_an_expectation_none_is_in_it(made):
    path, case = made
    assert Param.EXPECTED not in view_of(replace(case, expectation=replace(case.expectation, ids=())), path)
