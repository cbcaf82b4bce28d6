from inspector.diagnose.checks.no_good_answer import CHECK
from inspector.records.findings import Cause
from tests.diagnose.samples import inspection, neighbor


def answer(best: float):
    return CHECK.run(inspection(neighbors=(neighbor(1, "a", best),), best_background=(0.40, 0.60, 0.80)))


def test_fires_below_the_fifth_percentile_of_the_best_similarities():
    finding = answer(0.39)
    assert finding is not None
    assert finding.cause is Cause.OUT_OF_DOMAIN
    assert [fact.value for fact in finding.evidence] == ["0.610", "0.400, 0.600"]


def test_silent_at_the_bar_and_above():
    assert answer(0.40) is None
    assert answer(0.9) is None
