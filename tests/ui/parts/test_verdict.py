"""The verdict strip's sentences about itself."""

from inspector.records.findings import NotChecked
from inspector.records.inspection import Cost, Timings
from inspector.text import counted
from inspector.ui.parts.verdict import LOADING, account, nothing_found
from tests.diagnose.samples import inspection


def test_nothing_found_counts_the_checks_that_were_made():
    assert nothing_found(inspection(checked=5)) == "5 checks, nothing found."
    assert nothing_found(inspection(checked=1)) == "1 check, nothing found."
    assert nothing_found(inspection(checked=0)) == "No check could be made."


def test_while_the_model_loads_no_check_is_missed_but_on_its_way():
    assert nothing_found(inspection(checked=0), loading=True) == LOADING
    assert nothing_found(inspection(checked=0, matching=0), loading=True) == "No check could be made."


def test_the_account_names_stages_that_took_time_and_what_it_cost():
    found = inspection(
        checked=5,
        timings=Timings(encode=12.4, search=0.4, keyword=1.0, total=14.0),
        cost=Cost(encodes=1, tokens=1234),
    )
    assert account(found) == "5 checks · encode 12 ms · keyword 1 ms · 1 encode, 1,234 tokens"


def test_checks_that_wait_for_the_same_thing_are_counted_together():
    waiting = (*(NotChecked(name, "the model is loading") for name in "ab"), NotChecked("c", "no background"))
    said = account(inspection(checked=2, not_checked=waiting))
    assert "not checked: 2 checks, because the model is loading" in said
    assert "not checked: 1 check, because no background" in said


def test_one_is_one_and_many_have_commas():
    assert [counted(number, "word") for number in (0, 1, 2, 1234)] == ["0 words", "1 word", "2 words", "1,234 words"]
