"""The story says what was asked, what should have come, what came, why, and what brings it back."""

from __future__ import annotations

from dataclasses import replace

from inspector.cases.page.story import move, name_of, own_document, story, title_of, verdict
from inspector.records.cases import Case
from inspector.records.documents import Condition
from inspector.records.replays import FactChanged, Replay, Verdict
from inspector.records.trace import Remedy, RemedyKind
from tests.cases.page.test_markup import Parts


def texts(markup: str) -> str:
    return "".join(Parts(markup).texts)


def test_a_case_without_a_title_is_headed_by_its_query_and_does_not_repeat_it(case: Case) -> None:
    assert title_of(case) == "“read the items of a list”"
    assert "Asked" not in texts(story(case))
    named = replace(case, title="Threads")
    assert title_of(named) == "Threads"
    assert "Asked“read the items of a list”" in texts(story(named))


def test_a_change_that_worked_is_told_with_its_move_and_others_are_counted(case: Case) -> None:
    (trace,) = case.seen.traces
    worked = Remedy(RemedyKind.QUERY_EDIT, "Ask for threads.", 9, 1, True)
    failed = Remedy(RemedyKind.COLLAPSE_COPIES, "Collapse.", 9, None, False)
    for remedies, said in (
        ((worked, failed), "Ask for threads. 9th → 1st"),
        ((failed,), "1 change tried, each alone; none brings it back."),
    ):
        seen = replace(case.seen, traces=(replace(trace, remedies=remedies),))
        assert said in texts(story(replace(case, seen=seen)))
    assert (move(worked), move(failed)) == ("9th → 1st", "9th → still not there")


def test_the_filter_is_told(case: Case) -> None:
    asked = replace(case.request, where=(Condition("kind", "howto"), Condition("row", "")))
    assert "kind = howto and row = (none)" in texts(story(replace(case, request=asked)))


def test_a_document_without_a_title_goes_by_its_id(case: Case) -> None:
    kept = case.document("thread")
    assert name_of(kept, "thread") == "wait for a thread"
    assert name_of(None, "thread") == "thread"
    assert own_document(case, case.seen.expected[0]) == kept


def test_the_strip_tells_verdict_changes_and_notes(case: Case) -> None:
    answer = Replay(
        "x", Verdict.BROKEN, "Broken since: gone.", facts=(FactChanged("Documents", "12", "11"),), notes=("Edited.",)
    )
    said = texts(verdict(answer))
    assert said == "Today: broken sincegone.Edited.Changed since: documents: 12 → 11."
    assert 'class="verdict fails"' in verdict(answer)
    assert 'class="verdict holds"' in verdict(replace(answer, verdict=Verdict.FIXED))
    assert verdict(None) == ""
