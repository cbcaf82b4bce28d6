"""What was not checked is grouped by its reason, and asked as people ask."""

from inspector.records.findings import NotChecked
from inspector.ui.parts.health.made import QUESTIONS, left_out
from tests.ui.health_samples import health


def test_checks_with_one_reason_stand_together_in_order():
    missing = (NotChecked("hubs", "b"), NotChecked("stale_vector", "a"), NotChecked("copies", "b"))
    assert left_out(health(left_out=missing)) == (
        ("b", (QUESTIONS["hubs"], QUESTIONS["copies"])),
        ("a", (QUESTIONS["stale_vector"],)),
    )


def test_a_check_of_another_version_keeps_its_name():
    assert left_out(health(left_out=(NotChecked("older", "why"),))) == (("why", ("older",)),)
