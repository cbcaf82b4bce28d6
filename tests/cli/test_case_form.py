"""What became of cases as JSON: every field is there, whatever could be told."""

from __future__ import annotations

import json

from inspector.cases.replay import unread
from inspector.cases.shelf import Shelf, Shelved
from inspector.cli.case_form import counts, print_replay, print_replays, print_shelf, replay_json, shelf_json
from inspector.records.findings import Cause
from inspector.records.replays import FactChanged, ListMoved, Moved, Replay, Verdict
from inspector.records.results import Retriever
from inspector.records.seen import SeenPlace
from inspector.records.trace import Places

PLACE = SeenPlace("a", Places(4, None, 2, None), 2, True, False)
ANSWER = Replay(
    "c",
    Verdict.STILL_FAILING,
    "Still failing.",
    (Moved("a", "A", PLACE, PLACE, Cause.TRUNCATED, None),),
    (ListMoved(Retriever.KEYWORD, 3, 2, 0.75, ("x",), ("y",)),),
    (FactChanged("Documents", "12", "11"),),
    ("y",),
    ("z",),
    ("Edited.",),
)


def test_a_replay_is_json_of_plain_values_and_says_all_it_knows() -> None:
    form = json.loads(json.dumps(replay_json("c.json", None, ANSWER)))
    assert form["expected"][0]["now"]["ranks"] == {"exact": 4, "embedding": None, "keyword": 2, "hybrid": None}
    assert (form["expected"][0]["cause_then"], form["expected"][0]["cause_now"]) == ("truncated", None)
    assert form["changed"] == [{"what": "Documents", "then": "12", "now": "11"}]
    assert (form["gone"], form["edited"], form["notes"]) == (["y"], ["z"], ["Edited."])
    assert (form["title"], form["query"]) == (None, None)


def test_every_verdict_is_counted_those_of_no_case_as_0() -> None:
    assert counts([ANSWER, ANSWER, unread("x", "No.")]) == {
        **dict.fromkeys(Verdict, 0),
        Verdict.STILL_FAILING: 2,
        Verdict.CANNOT_TELL: 1,
    }


def test_people_read_the_sentence_and_what_moved(capfd) -> None:
    print_replay("c.json", None, ANSWER)
    out = capfd.readouterr()[0]
    for said in (
        "still_failing: Still failing.",
        "a: exact 4 → 4, keyword 2 → 2",
        "2 of 3 shared",
        "came x",
        "12 → 11",
    ):
        assert said in out
    print_replays([("c.json", None, ANSWER), ("x.json", None, unread("x", "Torn."))])
    assert "2 cases: 1 still failing and 1 cannot tell." in capfd.readouterr()[0]


def test_a_broken_case_of_the_shelf_says_why_and_the_rest_is_counted(capfd) -> None:
    shelf = Shelf((Shelved("good", "Good", cause=Cause.TRUNCATED, index="i"), Shelved("torn", "t", broken="Torn.")), 3)
    form = shelf_json(shelf)
    assert [each["broken"] for each in form["cases"]] == [None, "Torn."]
    assert form["more"] == 3
    print_shelf(shelf)
    out = capfd.readouterr()[0]
    assert "Good · i · truncated" in out
    assert "Torn." in out
    assert "3 further cases" in out


def test_a_short_list_that_stayed_the_same_is_shared_whole(capfd) -> None:
    lists = (ListMoved(Retriever.KEYWORD, 10, 1, 1.0, (), ()), ListMoved(Retriever.HYBRID, 10, 1, 0.5, ("a", "b"), ()))
    print_replay("x", None, Replay("x", Verdict.UNCHANGED, "Unchanged.", lists=lists))
    said = capfd.readouterr().out
    assert "keyword list: 1 of 1 shared" in said
    assert "hybrid list: 1 of 3 shared" in said
