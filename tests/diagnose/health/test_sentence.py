"""The result in a sentence."""

from inspector.diagnose.health.sentence import summary
from inspector.records.findings import Finding, NotChecked, Severity
from inspector.records.health import CheckMade, Health
from inspector.text import counted


def health(*severities: tuple[str, Severity], left_out: int = 0) -> Health:
    findings = tuple(Finding(None, name, severity, "", (), "", "", "") for name, severity in severities)
    checks = tuple(CheckMade(str(number), "") for number in range(18))
    return Health("i", "f", 5, (), findings, (NotChecked("x", "y"),) * left_out, checks, 0, "")


def test_nothing_found_is_said():
    assert summary(health()) == "18 checks, nothing found."


def test_notes_alone_mean_that_nothing_is_wrong():
    said = summary(health(("hubs", Severity.NOTE), ("truncated", Severity.NOTE)))
    assert said == "18 checks, nothing wrong: 2 notes (hubs, truncated)."


def test_the_gravest_come_first():
    found = ("hubs", Severity.NOTE), ("foreign_model", Severity.FAILURE), ("copies", Severity.WARNING)
    assert summary(health(*found)) == "18 checks: 1 failure (foreign model), 1 warning (copies) and 1 note (hubs)."


def test_what_could_not_be_made_is_counted():
    assert summary(health(left_out=1)) == "18 checks, nothing found. 1 check could not be made."


def test_numbers_come_with_their_noun():
    assert (counted(1, "check"), counted(1200, "check")) == ("1 check", "1,200 checks")
