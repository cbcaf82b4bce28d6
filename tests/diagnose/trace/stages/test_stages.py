"""The stages: all twelve, in order, whatever happens to one of them."""

import pytest

from inspector.diagnose.trace.proofs import Proofs
from inspector.diagnose.trace.stages import STAGES, nowhere, stages_of
from inspector.diagnose.trace.stages.document import missing
from inspector.errors import CancelledError, StoreError
from inspector.records.trace import Stage, StageResult, StageStatus
from tests.diagnose.trace.worlds import case, ladder_world


def test_every_stage_has_one_row_in_the_order_a_document_passes_them():
    assert [stage for stage, _ in STAGES] == list(Stage)


def test_each_row_answers_for_its_own_stage(tmp_path):
    one = case(ladder_world(tmp_path), "d20", "ask w5")
    assert [look(one, Proofs()).stage for _, look in STAGES] == list(Stage)


def breaks(one, proofs):
    raise StoreError("The file is damaged.")


def stops(one, proofs):
    raise CancelledError("stopped")


def passes(one, proofs):
    return StageResult(Stage.TEXT, StageStatus.PASS, "Fine.")


def test_a_stage_that_lacks_something_is_unknown_with_the_reason_and_the_next_is_looked_at(tmp_path, monkeypatch):
    monkeypatch.setattr("inspector.diagnose.trace.stages.STAGES", ((Stage.ANN, breaks), (Stage.TEXT, passes)))
    first, second = stages_of(case(ladder_world(tmp_path), "d20"), Proofs())
    assert first == StageResult(Stage.ANN, StageStatus.UNKNOWN, "The file is damaged.")
    assert second.status is StageStatus.PASS


def test_stopping_is_not_taken_for_something_unknown(tmp_path, monkeypatch):
    monkeypatch.setattr("inspector.diagnose.trace.stages.STAGES", ((Stage.ANN, stops),))
    with pytest.raises(CancelledError):
        stages_of(case(ladder_world(tmp_path), "d20"), Proofs())


def test_a_document_that_is_not_there_failed_the_first_stage_and_no_other():
    found = nowhere(missing(1234, "KB-9", ("KB-90", "KB-19")))
    assert [each.stage for each in found] == list(Stage)
    assert [each.status for each in found] == [StageStatus.FAIL] + [StageStatus.UNKNOWN] * 11
    assert found[0].number("documents") == 1234
    assert "KB-90" in found[0].summary
