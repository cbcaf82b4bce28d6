"""The verdict: found beats everything, then the first proof, then an honest limit; nothing where something is open."""

import pytest

from inspector.diagnose.trace.causes.rule import Proof
from inspector.diagnose.trace.proofs import Proofs
from inspector.diagnose.trace.verdict import verdict
from inspector.inspection import OpenIndex
from inspector.records.findings import Cause
from inspector.records.results import Retriever
from tests.diagnose.trace.worlds import case, ladder_world

HELD = Proofs(((Cause.STALE_VECTOR, Proof("It is old.")), (Cause.BELOW_CUT, Proof("It is near."))))


def test_found_beats_every_proof(tmp_path):
    cause, also, said = verdict(case(ladder_world(tmp_path), "d3"), HELD)
    assert (cause, also) == (Cause.FOUND, ())
    assert "4th" in said


def test_the_first_proof_is_the_cause_and_the_others_are_said_as_well(tmp_path):
    assert verdict(case(ladder_world(tmp_path), "d20"), HELD) == (Cause.STALE_VECTOR, (Cause.BELOW_CUT,), "It is old.")


@pytest.mark.parametrize("retriever", list(Retriever))
def test_without_a_proof_it_is_a_limit_with_its_place(tmp_path, retriever):
    one = case(ladder_world(tmp_path), "d20", "w3 w4", k=1, retriever=retriever)
    assert verdict(one, Proofs())[:2] == (Cause.MODEL_LIMIT, ())


def test_what_could_not_be_asked_leaves_the_cause_open_unless_another_is_proved(tmp_path):
    one = case(ladder_world(tmp_path), "d20")
    left_open = ((Cause.STALE_VECTOR, "The model broke down."),)
    cause, also, said = verdict(one, Proofs((), left_open))
    assert (cause, also) == (None, ())
    assert "The model broke down." in said
    assert verdict(one, Proofs(HELD.held[1:], left_open))[0] is Cause.BELOW_CUT


def test_without_a_model_only_what_is_proved_is_said(tmp_path):
    index = ladder_world(tmp_path)
    bare = OpenIndex(index.collection, index.keyword, model_refusal="It is not there.")
    assert verdict(case(bare, "d3"), Proofs())[0] is None
    assert verdict(case(bare, "d3"), HELD)[0] is Cause.STALE_VECTOR
    assert verdict(case(bare, "d3", "w3", retriever=Retriever.KEYWORD), Proofs())[0] is Cause.FOUND
