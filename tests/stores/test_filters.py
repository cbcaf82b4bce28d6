import pytest

from inspector.errors import RequestError
from inspector.records.documents import Condition
from inspector.stores.documents import DocumentTable
from inspector.stores.writer import DocumentWriter
from tests.stores.samples import DOCUMENTS, FIELDS


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    path = tmp_path_factory.mktemp("filters") / "documents.arrow"
    with DocumentWriter(path, FIELDS) as writer:
        writer.write(DOCUMENTS)
    return DocumentTable(path)


def passing(table, *pairs):
    mask = table.matching(tuple(Condition(field, value) for field, value in pairs))
    return [document.id for document, passes in zip(DOCUMENTS, mask, strict=True) if passes]


def test_no_filter_is_no_mask(table):
    assert table.matching(()) is None


@pytest.mark.parametrize(
    ("pairs", "wanted"),
    [
        ([("lang", "en")], ["a"]),
        ([("lang", "EN")], []),
        ([("year", "2021")], ["b", "文書-1"]),
        ([("year", " 2021 ")], ["b", "文書-1"]),
        ([("year", "-5")], ["🔎"]),
        ([("year", "99999999999999999999999")], []),
        ([("price", "2")], ["b"]),
        ([("price", ".5")], ["a"]),
        ([("price", "inf")], ["z z"]),
        ([("draft", "TRUE")], ["a", "مستند"]),
        ([("draft", "no")], ["b"]),
        ([("parent", "whole")], ["مستند", "z z"]),
        ([("id", "own")], ["a"]),
        ([("text_sha256", "own")], ["b"]),
        ([("lang", "en"), ("lang", "de"), ("year", "2021")], ["b"]),
        ([("lang", "en"), ("year", "2021")], []),
        ([("lang", "\ud800")], []),
    ],
)
def test_fields_join_by_and_values_of_a_field_by_or(table, pairs, wanted):
    assert passing(table, *pairs) == wanted


@pytest.mark.parametrize(
    ("field", "wanted"),
    [
        ("lang", ["🔎", "z z"]),
        ("year", ["مستند", "z z"]),
        ("draft", ["文書-1", "🔎", "z z"]),
        ("parent", ["a", "b", "文書-1", "🔎"]),
    ],
)
def test_an_empty_value_matches_what_is_missing(table, field, wanted):
    assert passing(table, (field, "")) == wanted


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("year", "abc", 'The field "year" holds whole numbers, "abc" is none.'),
        ("year", "2021.5", "holds whole numbers"),
        ("price", "cheap", 'The field "price" holds numbers, "cheap" is none.'),
        ("price", "nan", "holds numbers"),
        ("draft", "maybe", 'The field "draft" holds true or false, "maybe" is none.'),
        ("author", "x", 'Its fields are: "lang", "year", "price", "draft", "id", "text_sha256".'),
    ],
)
def test_a_filter_that_cannot_be_read_says_what_the_field_holds(table, field, value, says):
    with pytest.raises(RequestError) as caught:
        passing(table, (field, value))
    assert says in str(caught.value)
