"""What was proved and what was left open: nothing is asked twice, nothing that failed is taken for a no."""

import pytest

from inspector.diagnose.trace.causes.rule import Proof, Rule
from inspector.diagnose.trace.proofs import prove
from inspector.errors import CancelledError, EmbedderError
from inspector.records.documents import Condition
from inspector.records.findings import Cause
from tests.diagnose.trace.worlds import Words, case, ladder, ladder_world, lines_of, opened


def lacks(asked_case):
    raise EmbedderError("There is no model.")


def stops(asked_case):
    raise CancelledError("stopped")


def test_a_cause_that_lacks_something_is_left_open_with_the_reason_and_the_others_are_asked(tmp_path):
    rules = (
        Rule(Cause.STALE_VECTOR, lacks, integrity=True),
        Rule(Cause.ANN_MISS, lambda asked_case: None),
        Rule(Cause.BELOW_CUT, lambda asked_case: Proof("Near.")),
    )
    proofs = prove(case(ladder_world(tmp_path), "d20"), rules)
    assert proofs.open == ((Cause.STALE_VECTOR, "There is no model."),)
    assert [held for held, _ in proofs.held] == [Cause.BELOW_CUT]
    assert proofs.get(Cause.BELOW_CUT).summary == "Near."
    assert proofs.get(Cause.ANN_MISS) is None


def test_stopping_stops_and_is_not_taken_for_a_cause_left_open(tmp_path):
    with pytest.raises(CancelledError):
        prove(case(ladder_world(tmp_path), "d20"), (Rule(Cause.STALE_VECTOR, stops, integrity=True),))


def test_once_the_filter_leaves_it_out_only_the_other_integrity_causes_are_asked(tmp_path):
    words = ladder(3)
    index = opened(tmp_path, [{**each, "kind": "a"} for each in lines_of(words)], Words(words))
    asked_for: list[Cause] = []

    def noting(cause, holds=False):
        def find(asked_case):
            asked_for.append(cause)
            return Proof("So it is.") if holds else None

        return find

    rules = (
        Rule(Cause.FILTERED_OUT, noting(Cause.FILTERED_OUT, holds=True), integrity=True),
        Rule(Cause.ZERO_VECTOR, noting(Cause.ZERO_VECTOR), integrity=True),
        Rule(Cause.ANN_MISS, noting(Cause.ANN_MISS)),
    )
    prove(case(index, "d1", where=(Condition("kind", "b"),)), rules)
    assert asked_for == [Cause.FILTERED_OUT, Cause.ZERO_VECTOR]
