import pytest

from inspector.errors import RequestError
from inspector.records.documents import Document
from inspector.stores.recipe import check_recipe, embedded_text

PAGE = Document("a", "Reset", "Press {it} twice.", {"section": "Admin", "year": 2024, "note": None})


def test_fields_are_filled_in_and_ends_trimmed():
    assert embedded_text("{title}\n{text}", PAGE) == "Reset\nPress {it} twice."
    assert embedded_text("{section} {year}: {title} {note}", PAGE) == "Admin 2024: Reset"
    assert embedded_text("{title}\n{text}", Document("b", "", "x")) == "x"


def test_text_of_a_document_is_never_read_as_a_recipe():
    assert embedded_text("{text}", Document("c", "t", "{title} {text} {x.__class__}")) == "{title} {text} {x.__class__}"


def test_an_unknown_field_is_refused_with_the_ones_there_are():
    with pytest.raises(RequestError, match=r"\{body\}.*\{section\}"):
        check_recipe("{title} {body}", ["section"])


def test_a_recipe_without_fields_is_refused():
    with pytest.raises(RequestError, match="names no field"):
        check_recipe("hello", [])
    check_recipe("{section}: {text}", ["section"])
