from dataclasses import replace

from inspector.diagnose.checks.ann_missed import CHECK
from inspector.records.findings import Cause, Severity
from inspector.records.results import RanksAre
from tests.diagnose.samples import inspection, neighbor


def returned(*exact_ranks: int, k: int = 3, ranks_are: RanksAre = RanksAre.EXACT):
    rows = tuple(
        replace(neighbor(place, letter), exact_rank=rank)
        for place, (letter, rank) in enumerate(zip("abcdef", exact_ranks, strict=False), start=1)
    )
    return CHECK.run(inspection(k=k, neighbors=rows, ranks_are=ranks_are))


def test_the_skipped_ranks_up_to_k_are_named():
    finding = returned(1, 4, 6)
    assert finding.cause is Cause.ANN_RECALL_LOW
    assert finding.summary == (
        "The approximate index misses 2 of the 3 nearest documents: the 2nd and 3rd are not returned."
    )
    assert finding.ids == ("b", "c")


def test_an_exact_list_is_silent_whatever_its_order_and_length():
    assert returned(1, 2, 3) is None
    assert returned(2, 1, 3) is None
    assert returned(1, 2, k=10) is None
    assert returned() is None


def test_ranks_that_are_not_exact_prove_nothing():
    assert returned(1, 4, 6, ranks_are=RanksAre.SAMPLED) is None


def test_places_that_a_filter_leaves_empty_because_of_the_structure_are_counted_against_an_exact_search():
    finding = CHECK.run(inspection(k=5, neighbors=(neighbor(1, "a"),), matching=10, filling=5))
    assert (finding.cause, finding.severity) == (Cause.FILTERED_OUT, Severity.WARNING)
    assert finding.summary == (
        "The filter leaves 1 of 5 places filled because of the approximate index: an exact search fills 5."
    )
    assert CHECK.run(inspection(k=5, neighbors=(neighbor(1, "a"),), matching=10, filling=1)) is None
