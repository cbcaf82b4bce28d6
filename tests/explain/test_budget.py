import pytest

from inspector.errors import RequestError
from inspector.explain.budget import Budget, OverBudgetError


def test_a_budget_is_spent_bit_by_bit_and_never_overdrawn():
    budget = Budget(5)
    budget.take(3)
    with pytest.raises(OverBudgetError, match="3 encodes, but of the budget of 5 only 2 are left"):
        budget.take(3)
    assert budget.left == 2
    budget.take(2)
    budget.take(0)
    assert budget.left == 0


def test_the_refusal_is_one_that_people_can_act_on():
    assert issubclass(OverBudgetError, RequestError)
