import numpy as np
import pytest

from inspector.errors import RequestError
from inspector.stores.asked import refuse_misfit


def test_queries_of_the_dimension_are_let_through():
    refuse_misfit(np.zeros((0, 3)), 3)
    refuse_misfit(np.zeros((2, 3)), 3, k=1)


@pytest.mark.parametrize(("shape", "found"), [((2, 4), "4"), ((3,), "3"), ((), "0")])
def test_other_dimensions_are_told(shape, found):
    with pytest.raises(RequestError, match=f"has 3 dimensions, but the query has {found}"):
        refuse_misfit(np.zeros(shape), 3)


def test_no_result_asked_for_is_told():
    with pytest.raises(RequestError, match="k is 0, at least 1 was expected"):
        refuse_misfit(np.zeros((1, 3)), 3, k=0)
