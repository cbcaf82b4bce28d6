import re

import pytest

from inspector.records.documents import Condition, FieldType, MetadataField
from inspector.stores.engines.milvus_filters import MilvusField, among, beyond, expression, quoted
from tests.stores.engines.same_documents import HOSTILE

LANG = MilvusField("lang", FieldType.TEXT, nullable=True)
YEAR = MilvusField("year", FieldType.INTEGER, bits=16)
PRICE = MilvusField("price", FieldType.NUMBER, dynamic=True)
WEIGHT = MilvusField("weight", FieldType.NUMBER, bits=32)
KNOWN = (LANG, YEAR, PRICE, WEIGHT)
FIELDS = tuple(MetadataField(field.name, field.type) for field in KNOWN)


def written(*pairs, parent=None):
    return expression(tuple(Condition(*pair) for pair in pairs), FIELDS, KNOWN, parent)


@pytest.mark.parametrize("text", [*HOSTILE, '"', "\\", '\\"', "\r\n", "検索 👩‍🔬"])
def test_a_quoted_text_ends_where_it_should_and_says_what_was_written(text):
    literal = quoted(text)
    assert re.fullmatch(r'"(?:[^"\\\r\n]|\\["\\nr])*"', literal)
    back = re.sub(r"\\(.)", lambda found: {"n": "\n", "r": "\r"}.get(found[1], found[1]), literal[1:-1])
    assert back == text


def test_conditions_on_one_field_are_any_of_them_and_fields_must_all_hold():
    assert written(("lang", "en"), ("year", "7"), ("lang", "de")) == '(lang == "en" or lang == "de") and (year == 7)'
    assert written() == ""


def test_an_empty_value_matches_what_is_missing():
    assert written(("lang", "")) == '(lang == "" or lang is null)'
    assert written(("price", "")) == '(not (exists $meta["price"]))'
    assert written(("year", "")) is None  # not nullable: nothing is missing


def test_what_a_field_cannot_hold_matches_nothing():
    assert written(("year", "40000")) is None  # 16 bits end at 32,767
    assert written(("weight", "inf")) is None
    assert written(("lang", "\ud800")) is None


def test_a_number_in_32_bits_is_sought_as_it_is_written_and_as_it_is_kept():
    assert written(("weight", "0.1")) == "(weight == 0.1 or weight == 0.10000000149011612)"
    assert written(("weight", "2")) == "(weight == 2.0)"
    assert written(("price", "1e300")) == '($meta["price"] == 1e+300)'


def test_a_parent_is_sought_in_its_field_and_every_document_lacks_one_where_there_is_none():
    number = MilvusField("whole", FieldType.INTEGER)
    assert written(("parent", "7"), parent=number) == "(whole == 7)"
    assert written(("parent", "seven"), parent=number) is None
    assert written(("parent", "")) == "" and written(("parent", "7")) is None


def test_ids_are_listed_as_the_type_of_the_key():
    text, number = MilvusField("id", FieldType.TEXT), MilvusField("id", FieldType.INTEGER)
    assert among(text, ["a", 'b"']) == 'id in ["a", "b\\""]'
    assert among(number, ["1", "01", "x", "-2"]) == "id in [1, -2]"
    assert among(number, ["x"]) == ""
    assert beyond(text, 'b"') == 'id > "b\\""' and beyond(number, "5") == "id > 5"
