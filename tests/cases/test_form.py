"""Whatever is wrong in a case from elsewhere, it is refused with its place; never a traceback, never a guess."""

from __future__ import annotations

import copy
import json
import math
import re

import pytest

from inspector.cases.errors import CaseError
from inspector.cases.file import case_bytes, read_case
from inspector.cases.form import LARGEST, plain, record
from inspector.records.cases import Case, CaseRequest
from inspector.records.documents import Condition
from inspector.records.results import Retriever, TermScore
from inspector.records.seen import SeenEffects
from inspector.records.trace import Number, Places

WRONG = ("x", -7.5, True, None, [[1]], {"x": 1}, 2**60)
"""Values of every type; each leaf of a case refuses all of them but those of its own type."""
REQUEST = {"query": "a", "k": 3, "where": [{"field": "f", "value": "v"}], "retriever": "keyword"}


def places(value: object, path: tuple[str | int, ...] = ()):
    """Every place in a JSON value, of the items of a list the first alone."""
    yield path
    if isinstance(value, dict):
        for key, each in value.items():
            yield from places(each, (*path, key))
    elif isinstance(value, list) and value:
        yield from places(value[0], (*path, 0))


def put(value: object, path: tuple[str | int, ...], new: object) -> object:
    """The value with another one in a place."""
    if not path:
        return new
    value = copy.deepcopy(value)
    inner = value
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = new
    return value


def test_every_place_of_a_case_takes_a_value_of_its_type_or_is_refused_by_name(case: Case) -> None:
    whole = json.loads(case_bytes(case))
    refused = 0
    for path in list(places(whole))[1:]:
        for wrong in WRONG:
            try:
                read_case(json.dumps(put(whole, path, wrong)).encode())
            except CaseError as error:
                refused += 1
                assert str(path[0]) in error.message or path[0] == "format"
    assert refused > 900


def test_every_key_of_a_case_that_has_no_default_is_missed(case: Case) -> None:
    whole = json.loads(case_bytes(case))
    for key in ("id", "request", "expectation", "index", "seen", "kept"):
        with pytest.raises(CaseError, match=f"{key} is missing"):
            read_case(json.dumps({name: each for name, each in whole.items() if name != key}).encode())


def test_the_message_names_place_found_and_expected(case: Case) -> None:
    whole = json.loads(case_bytes(case))
    whole["seen"]["lists"]["embedding"][2]["rank"] = "x"
    said = 'seen.lists.embedding[2].rank is "x", expected a whole number ≥ 1'
    with pytest.raises(CaseError, match=re.escape(said)):
        read_case(json.dumps(whole).encode())


def test_a_record_reads_back_from_its_plain_values() -> None:
    asked = CaseRequest("a", 3, (Condition("f", "v"),), Retriever.KEYWORD)
    assert record(CaseRequest, plain(asked), "") == asked
    assert record(CaseRequest, REQUEST, "") == asked


def test_an_unknown_key_is_named_and_those_that_may_be_are_listed() -> None:
    with pytest.raises(CaseError, match=r"request\.colour is no key of a case\. There may be: query, k, "):
        record(CaseRequest, {**REQUEST, "colour": "red"}, "request")


def test_a_number_that_does_not_exist_is_null_where_it_may_be_unknown_and_nowhere_else() -> None:
    effects = SeenEffects("a", math.nan, None, 0.0, 0.5, (math.nan, 0.25), (None, 4))
    values = plain(effects)
    assert values["similarity"] is None
    assert values["removal"] == [None, 0.25]
    assert math.isnan(record(SeenEffects, values, "").removal[0])
    with pytest.raises(CaseError, match="score is null, expected a number ≥ 0"):
        record(TermScore, {"term": "a", "score": None}, "")


@pytest.mark.parametrize(
    ("field", "value"), [("k", 0), ("k", LARGEST + 1), ("k", 2.0), ("k", True), ("weight", 1.01), ("weight", "0.5")]
)
def test_a_number_outside_its_range_or_of_another_type_is_refused(field: str, value: object) -> None:
    with pytest.raises(CaseError, match=f"^{field} is "):
        record(CaseRequest, {**REQUEST, field: value}, "")


def test_a_whole_number_is_a_number_and_true_is_none() -> None:
    assert record(CaseRequest, {**REQUEST, "weight": 1}, "").weight == 1.0
    assert record(Number, {"name": "n", "value": True}, "").value is True
    with pytest.raises(CaseError, match="weight is true"):
        record(CaseRequest, {**REQUEST, "weight": True}, "")


def test_one_name_in_two_records_has_a_range_for_each() -> None:
    with pytest.raises(CaseError, match="keyword is 0, expected a whole number ≥ 1"):
        record(Places, {"exact": 1, "ann": 1, "keyword": 0, "hybrid": 1}, "")
