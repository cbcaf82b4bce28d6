from inspector.diagnose import CHECKS, diagnose
from inspector.diagnose.check import Need
from inspector.records.findings import Cause, Severity
from inspector.records.inspection import Reading
from tests.diagnose.samples import inspection, neighbor


def test_without_a_model_every_check_says_what_it_lacks():
    findings, not_checked = diagnose(inspection())
    assert findings == ()
    assert {each.check for each in not_checked} == {check.name for check in CHECKS}
    assert {each.why for each in not_checked} == {Need.MODEL.value}


def test_where_nothing_passes_the_filter_every_check_says_so_and_nothing_of_the_model():
    findings, not_checked = diagnose(inspection(matching=0))
    assert findings == ()
    assert len(not_checked) == len(CHECKS)
    assert {each.why for each in not_checked} == {Need.MATCHES.value}


def test_an_empty_list_behind_a_filter_is_not_blamed_on_the_model():
    findings, not_checked = diagnose(inspection(filling=2))
    assert [each.cause for each in findings] == [Cause.FILTERED_OUT]
    assert {each.why for each in not_checked} == {Need.NEIGHBORS.value}
    assert "model" not in Need.NEIGHBORS.value


def test_names_are_unique():
    assert len({check.name for check in CHECKS}) == len(CHECKS)


def test_warnings_come_before_notes():
    rows = inspection(
        neighbors=(neighbor(1, "a", 0.1),),
        readings=(Reading("a", 300, 256),),
        best_background=(0.4, 0.6, 0.8),
    )
    findings, _ = diagnose(rows)
    assert [finding.severity for finding in findings] == [Severity.WARNING, Severity.NOTE, Severity.NOTE]
