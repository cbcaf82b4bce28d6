"""The JSON form of a trace: exactly the promised fields, null for what does not exist; and the text for people."""

import json

import pytest

from inspector.cli.output import finite
from inspector.cli.trace_form import print_trace, trace_json
from inspector.records.documents import Document
from inspector.records.findings import Cause
from inspector.records.results import Retriever
from inspector.records.trace import (
    Number,
    Places,
    Remedy,
    RemedyKind,
    Stage,
    StageResult,
    StageStatus,
    Trace,
    TraceRequest,
)

NAN = float("nan")


def answer(**fields):
    stages = tuple(
        StageResult(stage, StageStatus.PASS, f"Stage {stage}.", (Number("rank", 3), Number("share", NAN)))
        for stage in Stage
    )
    known = {
        "request": TraceRequest("deep copy", "d1", 5, retriever=Retriever.HYBRID),
        "document": Document("d1", "One", "text"),
        "cause": Cause.BELOW_CUT,
        "also": (Cause.TRUNCATED,),
        "summary": "It just misses.",
        "stages": stages,
        "ranks": Places(6, None, 2, 7),
        "distance": 0.1 + 0.2,
        "kth_distance": NAN,
        "remedies": (
            Remedy(RemedyKind.KEYWORD_ONLY, "Use keyword search.", 7, 2, True),
            Remedy(RemedyKind.REEMBED_TEXT, "Embed it again.", 7, None, False),
            Remedy(RemedyKind.PROMPT, "Could not be tried: no model.", None, None, None),
        ),
    }
    return Trace(**{**known, **fields})


def test_the_fields_are_exactly_the_promised_ones_in_their_order():
    form = trace_json(answer())
    assert list(form) == [
        "query", "doc", "k", "retriever", "cause", "also", "summary", "stages", "ranks", "distance", "kth_distance",
        "remedies", "chunk",
    ]  # fmt: skip
    assert list(form["ranks"]) == ["exact", "ann", "keyword", "hybrid"]
    assert list(form["stages"][0]) == ["stage", "status", "summary", "numbers"]
    assert list(form["remedies"][0]) == ["remedy", "change", "rank_before", "rank_after", "worked"]
    assert " ".join(each["stage"] for each in form["stages"]) == (
        "indexed filter text vector freshness read ann rank crowding keyword fusion words"
    )


def test_numbers_are_written_in_full_and_what_does_not_exist_is_null():
    form = json.loads(json.dumps(finite(trace_json(answer())), allow_nan=False))
    assert (form["distance"], form["kth_distance"]) == (0.1 + 0.2, None)
    assert form["ranks"] == {"exact": 6, "ann": None, "keyword": 2, "hybrid": 7}
    assert form["stages"][0]["numbers"] == {"rank": 3, "share": None}
    assert (form["cause"], form["also"], form["retriever"]) == ("below_cut", ["truncated"], "hybrid")
    assert [each["worked"] for each in form["remedies"]] == [True, False, None]


def test_a_cause_that_cannot_be_said_is_null_and_not_missing():
    form = trace_json(answer(cause=None, also=(), document=None, remedies=()))
    assert (form["cause"], form["also"], form["remedies"]) == (None, [], [])


def test_people_read_the_cause_before_the_stages_and_no_not_a_number(capfd):
    print_trace(answer())
    out, _ = capfd.readouterr()
    assert out.index("below_cut") < out.index("Use keyword search.") < out.index("Stage indexed.")
    assert "nan" not in out.lower().split()


@pytest.mark.parametrize("sentence", ["\x1b[31mred", "[bold]not bold[/bold]", "two\nlines", "\ud83d half"])
def test_what_documents_say_steers_no_terminal(capfd, sentence):
    print_trace(answer(summary=sentence, request=TraceRequest(sentence, sentence)))
    out, _ = capfd.readouterr()
    assert "\x1b" not in out
    assert sentence not in ("[bold]not bold[/bold]",) or out.count("[bold]not bold[/bold]") == 2


def test_a_change_that_could_not_be_tried_is_not_said_to_have_failed(capfd):
    print_trace(answer(remedies=(Remedy(RemedyKind.PROMPT, "Could not be tried: no model.", None, None, None),)))
    out, _ = capfd.readouterr()
    assert "did not" not in out
    assert "no model" in out


def test_a_place_is_said_as_people_say_it(capfd):
    print_trace(answer(request=TraceRequest("deep copy", "d1", 1), kth_distance=0.25))
    assert "the 1st 0.250" in capfd.readouterr()[0]
