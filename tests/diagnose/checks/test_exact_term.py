import pytest

from inspector.diagnose.checks.exact_term import CHECK
from inspector.records.findings import Cause
from inspector.records.inspection import TermTest
from inspector.records.results import HybridHit
from tests.diagnose.samples import effects, hit, inspection, neighbor


def missed(effect: float, floor: float, rank_without: int | None, documents: int = 1, **fields):
    """Document b: keyword rank 1, embedding rank 37; its strongest term is E-1042, the second word of the query."""
    return inspection(
        neighbors=(neighbor(1, "a"),),
        keyword=(hit(1, "b", 37, ("E-1042", 5.0)),),
        contributions=effects("reset E-1042", ("a", "b"), [[0.2, 0.1], [0.3, effect]], floor),
        term_tests=(TermTest("b", "E-1042", ((6, 12),), documents, 1, rank_without),),
        **fields,
    )


def test_fires_when_the_word_carries_the_keyword_hit_and_not_the_embedding():
    finding = CHECK.run(missed(0.001, 0.02, None))
    assert finding is not None
    assert finding.cause is Cause.EXACT_TERM_MISSED
    assert finding.summary == 'Keyword search finds "Title b" 1st because of "E-1042"; the embedding puts it 37th.'


@pytest.mark.parametrize(
    ("effect", "floor", "rank_without"),
    [(0.021, 0.02, None), (-0.021, 0.02, None), (0.02, 0.02, None), (0.001, 0.02, 3)],
    ids=["effect above the floor", "pushes away above the floor", "at the floor", "still within k without the word"],
)
def test_silent_when_any_part_of_the_proof_is_missing(effect, floor, rank_without):
    assert CHECK.run(missed(effect, floor, rank_without)) is None


def test_says_the_hybrid_rank_where_the_hybrid_list_has_the_document():
    finding = CHECK.run(missed(0.0, 0.02, 4, hybrid=(HybridHit(2, "b", "Title b", 0.03, 37, 1),)))
    assert finding is not None
    assert "The hybrid list has it 2nd" in finding.try_this


def test_silent_when_the_word_was_beyond_the_budget():
    assert CHECK.run(inspection(term_tests=(TermTest("b", "E-1042", ((6, 12),), 1, 1, None),))) is None


def test_a_word_that_stands_in_more_than_k_documents_points_at_none():
    assert CHECK.run(missed(0.0, 0.02, None, documents=3)) is not None  # k is 3
    assert CHECK.run(missed(0.0, 0.02, None, documents=4)) is None
