"""What moved since a case was kept, in sentences."""

from dataclasses import replace

from inspector.records.findings import Cause
from inspector.records.replays import FactChanged, ListMoved, Moved, Replay, Verdict
from inspector.records.results import Retriever
from inspector.records.seen import SeenPlace
from inspector.records.trace import Places
from inspector.ui.parts.cases.all_replayed import summary
from inspector.ui.parts.cases.replayed import NAMED, ids_words, list_sentence, moved_sentence, sentences_of
from inspector.ui.runtime.replays import LastReplay
from tests.ui.case_samples import case_of, index_in


def place(rank, *, met):
    return SeenPlace("thread", Places(rank, rank if met else None, None, None), None, indexed=True, met=met)


def test_a_document_that_moved_is_named_with_both_places_and_causes(tmp_path):
    case = case_of(index_in(tmp_path))
    then, now = place(12, met=False), place(9, met=False)
    moved = Moved("thread", "", then, now, Cause.TRUNCATED, Cause.MODEL_LIMIT)
    assert moved_sentence(case, moved) == '◆ "thread": 12th → 9th; cause then truncated, now model limit.'
    found = replace(moved, now=place(2, met=True), cause_now=None)
    assert moved_sentence(case, found) == '◆ "thread": 12th → 2nd.'


def test_a_list_says_what_is_new_and_gone_or_that_only_the_order_changed():
    moved = ListMoved(Retriever.EMBEDDING, 10, 9, 0.9, ("a",), ("b",))
    assert list_sentence(moved) == 'The embedding list shares 9 of 10 places. New: "a". Gone: "b".'
    turned = ListMoved(Retriever.KEYWORD, 10, 10, 0.8, (), ())
    assert list_sentence(turned) == "The keyword list has the same documents in another order."


def test_many_ids_are_counted():
    assert ids_words(("a", "b")) == '"a" and "b"'
    assert ids_words(tuple("abcdefgh")).endswith(f"and {8 - NAMED} more")


def test_everything_that_is_another_one_today_is_said():
    same = ListMoved(Retriever.KEYWORD, 3, 3, 1.0, (), ())
    facts = (FactChanged("The model", "a", "b"),)
    answer = Replay(
        "x", Verdict.FIXED, "", lists=(same,), facts=facts, gone=("old",), edited=("new",), notes=("Note.",)
    )
    assert sentences_of(answer) == (
        "Note.",
        "Unchanged: the keyword list.",
        'Not in the index any more: "old".',
        'With another text today: "new".',
        "Changed since: The model a → b.",
    )


def test_replays_of_many_cases_are_summed_up_worst_first():
    found = [LastReplay(verdict, "", "") for verdict in (Verdict.FIXED, Verdict.STILL_FAILING, Verdict.STILL_FAILING)]
    assert summary([*found, None]) == "3 cases replayed: 2 still failing and 1 fixed."
    assert summary([None]) == "Nothing was replayed."
