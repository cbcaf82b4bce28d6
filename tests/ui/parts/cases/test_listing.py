"""The search of the list finds every word wherever it stands, whatever its case."""

from inspector.cases.shelf import Shelved
from inspector.records.findings import Cause
from inspector.ui.parts.cases.listing import matching

LINES = (
    Shelved("one", "Refund", "money back", expected=("KB-348",), cause=Cause.MODEL_LIMIT, index="help-centre"),
    Shelved("two", "Éclair", "money", cause=Cause.TRUNCATED, index="shop"),
    Shelved("half", "half.json", broken="It is no case."),
)


def ids(wanted):
    return [line.id for line in matching(LINES, wanted)]


def test_all_words_must_be_there_in_any_field():
    assert ids("MONEY kb-348") == ["one"]
    assert ids("money") == ["one", "two"]
    assert ids("model limit") == ["one"]
    assert ids("shop éclair") == ["two"]
    assert ids("shop refund") == []


def test_nothing_typed_leaves_everything_and_a_broken_file_is_found_by_its_name():
    assert ids("  ") == ["one", "two", "half"]
    assert ids("half") == ["half"]
