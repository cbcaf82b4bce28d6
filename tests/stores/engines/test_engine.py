import numpy as np
import pytest

from inspector.contract import Metric
from inspector.errors import RequestError
from inspector.stores.engines.engine import EngineFacts, check_dimension

FACTS = EngineFacts("Milvus", "docs", 5, 3, Metric.COSINE)


def test_queries_of_another_length_are_refused_with_both_lengths():
    check_dimension(FACTS, np.zeros((0, 3)))
    for shape, found in (((2, 4), 4), ((3,), 3), ((), 0)):
        with pytest.raises(RequestError, match=f"docs has 3 dimensions, but the query has {found}"):
            check_dimension(FACTS, np.zeros(shape))
