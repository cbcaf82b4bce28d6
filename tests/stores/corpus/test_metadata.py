from __future__ import annotations

import pytest

from inspector.records.documents import FieldType
from inspector.stores.corpus.metadata import FieldTypes, parsed


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ([True, False, None], FieldType.BOOLEAN),
        ([1, -2], FieldType.INTEGER),
        ([1, 2.5], FieldType.NUMBER),
        ([1, True], FieldType.TEXT),
        ([1, "one"], FieldType.TEXT),
        ([None, None], FieldType.TEXT),
        ([["a"], {"b": 1}], FieldType.TEXT),
        ([2**63 - 1, -(2**63)], FieldType.INTEGER),
        ([2**63], FieldType.TEXT),
        ([2**53 + 1, 0.5], FieldType.TEXT),
    ],
)
def test_a_field_has_one_type_in_the_whole_corpus(values: list[object], kind: FieldType) -> None:
    types = FieldTypes(cells=False)
    for value in values:
        types.add({"f": value})
    assert types.fields()[0].type is kind


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("", None),
        ("true", True),
        ("True", "True"),
        ("0", 0),
        ("-7", -7),
        ("-0", "-0"),
        ("007", "007"),
        ("1.5", 1.5),
        ("1.50", "1.50"),
        ("1e5", "1e5"),
        ("١٢", "١٢"),
        ("nan", float("nan")),
        (" 1", " 1"),
        ("9" * 30, "9" * 30),
    ],
)
def test_a_cell_is_a_number_only_in_the_number_s_own_writing(cell: str, value: object) -> None:
    assert repr(parsed(cell)) == repr(value)


def test_fields_keep_the_order_of_their_first_appearance() -> None:
    types = FieldTypes(cells=False)
    types.add({"b": 1})
    types.add({"a": 1, "b": 2})
    assert [field.name for field in types.fields()] == ["b", "a"]
