import numpy as np

from inspector.records.shares import FairShares
from inspector.records.units import Unit


def test_a_document_has_a_column_or_none():
    nothing = np.zeros((0, 2))
    found = FairShares((), ("a", "b"), nothing, nothing, np.zeros(2), np.zeros(2), 0, True, 2)
    assert (found.column("b"), found.column("c")) == (1, -1)


def test_a_unit_reaches_from_its_first_span_to_its_last():
    unit = Unit("turn … off", ((0, 4), (15, 18)))
    assert (unit.start, unit.end) == (0, 18)
