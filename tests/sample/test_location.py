"""Names of the sample's index and of its broken copies."""

import pytest

from inspector.sample import location


@pytest.mark.parametrize(
    ("index", "fault"),
    [
        ("help-centre", ""),
        ("help-centre-stale-texts", "stale-texts"),
        ("faq", None),
        ("help", None),
        ("my-help-centre", None),
    ],
)
def test_an_index_name_says_which_fault_it_shows(index, fault):
    assert location.fault_of(index) == fault


def test_the_name_of_a_copy_leads_back_to_its_fault():
    assert location.fault_of(location.copy_name("one-probe")) == "one-probe"
