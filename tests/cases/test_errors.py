"""What goes wrong with a case is the user's to mend."""

from inspector.cases.errors import CaseError
from inspector.errors import InspectorError


def test_a_problem_with_a_case_is_one_that_people_can_act_on() -> None:
    assert issubclass(CaseError, InspectorError)
    assert str(CaseError("It is torn.", "Get it again.")) == "It is torn. Get it again."
