"""Fusion loses what one list has: only where another weight, tried, brings it in."""

import pytest

from inspector.records.findings import Cause
from inspector.records.results import Fusion, Retriever
from inspector.records.trace import Stage, StageStatus
from tests.diagnose.trace.worlds import Words, asked, axis, far_words, ladder, line, lines_of, opened

K = 5
HYBRID = {"retriever": Retriever.HYBRID, "k": K}


def torn(tmp_path, holders: int, target: str = "w25 apple apple apple"):
    """Documents in both lists: d0, d1, … say apple once; "it" says it most, and is 26th by the embedding."""
    words, far = ladder(), far_words(120)
    lines = lines_of(words)
    for place in range(holders):
        lines[place]["text"] += " apple"
    lines[25] = line("it", target)
    nothing = axis(0, length=0)
    return opened(tmp_path, lines + lines_of(far), Words({**words, **far, "apple": nothing}))


def test_fusion_drops_what_keyword_search_has_first(tmp_path):
    # By ranks "it" has 1/61 + 1/86 = 0.02802; d0 to d7 have 1/(61 + r) + 1/(62 + r), for d7 1/68 + 1/69 = 0.02920.
    found = asked(torn(tmp_path, 8), "it", "ask apple", **HYBRID)
    assert found.cause is Cause.FUSION_DROPPED
    assert (found.ranks.exact, found.ranks.keyword, found.ranks.hybrid) == (26, 1, 9)
    stage = found.stage(Stage.FUSION)
    assert stage.status is StageStatus.FAIL
    assert 0 == stage.number("weight_low") < stage.number("weight_high") < 0.5


@pytest.mark.parametrize("fusion", list(Fusion))
def test_the_weights_said_to_admit_it_do_and_the_next_does_not(tmp_path, fusion):
    index = torn(tmp_path, 8)
    found = asked(index, "it", "ask apple", fusion=fusion, **HYBRID)
    stage = asked(index, "it", "ask apple", fusion=fusion, **HYBRID).stage(Stage.FUSION)
    low, high = stage.number("weight_low"), stage.number("weight_high")
    for weight in (low, (low + high) / 2, high):
        assert asked(index, "it", "ask apple", fusion=fusion, weight=weight, **HYBRID).cause is Cause.FOUND
    if found.cause is not Cause.FOUND:
        above = asked(index, "it", "ask apple", fusion=fusion, weight=round(high + 0.01, 2), **HYBRID)
        assert above.cause is not Cause.FOUND


def test_fusion_drops_nothing_that_neither_list_has(tmp_path):
    # Seven others say apple as often, so keyword search has "it" eighth; the embedding has it beyond the candidates.
    words, far = ladder(), far_words(120)
    lines = [line(f"a{place}", f"far{place} apple apple") for place in range(7)]
    lines += [each for each in lines_of(words) if each["id"] != "d25"] + [line("it", "far119 apple apple")]
    lines[7:7] = lines_of({f"far{place}": far[f"far{place}"] for place in range(20, 110)})
    index = opened(tmp_path, lines, Words({**words, **far, "apple": axis(0, length=0)}))
    found = asked(index, "it", "ask apple", **HYBRID)
    assert (found.ranks.keyword, found.ranks.exact) == (8, 7 + 90 + 29 + 1)
    assert (found.cause, found.also) == (Cause.MODEL_LIMIT, ())


def test_fusion_is_no_cause_for_another_retriever(tmp_path):
    index = torn(tmp_path, 8)
    assert asked(index, "it", "ask apple", k=K).cause is not Cause.FUSION_DROPPED
    assert asked(index, "it", "ask apple", k=K, retriever=Retriever.KEYWORD).cause is Cause.FOUND


def test_what_the_hybrid_list_has_within_k_is_found_whatever_the_lists_say(tmp_path):
    found = asked(torn(tmp_path, 2), "it", "ask apple", **HYBRID)
    assert (found.cause, found.also) == (Cause.FOUND, ())
    assert found.ranks.exact == 26
