"""Lists and chips say their numbers; colour only repeats them."""

from __future__ import annotations

import math
import re
from dataclasses import replace

from inspector.cases.page.seen import STATUS, chips, findings, lists, traces
from inspector.records.cases import Case
from inspector.records.seen import SeenEffects, SeenWords
from inspector.records.trace import STAGE_TITLES
from inspector.text import Word
from inspector.ui.parts.missing import stages
from tests.cases.page.test_markup import Parts


def with_effects(case: Case, removal: tuple[float, ...], floor: float = 0.01) -> Case:
    names = ("a", "b", "c", "d")[: len(removal)]
    words = tuple(Word(each, place, place + 1) for place, each in enumerate(names))
    effects = SeenEffects("thread", 0.5, 9, floor, 0.1, removal, (1, None, 40, 9)[: len(removal)])
    return replace(case, seen=replace(case.seen, words=SeenWords(words, 2, (), (effects,))))


def test_a_chip_has_word_effect_with_sign_and_rank_and_its_colour_follows_its_size(case: Case) -> None:
    page = chips(with_effects(case, (0.2, -0.1, 0.004, math.nan)))
    rows = re.findall(r'<li class="(\w+)"(?: style="[^"]*?(\d+)%[^"]*")?>(.*?)<small>(.*?)</small></li>', page)
    assert rows == [
        ("closer", "38", "a", "+0.200 → 1st"),
        ("away", "19", "b", "−0.100"),
        ("none", "", "c", "+0.004 → 40th"),
        ("none", "", "d", "unknown → 9th"),
    ]
    assert "2 further words not tried." in page


def test_without_effects_there_are_no_chips(case: Case) -> None:
    assert chips(replace(case, seen=replace(case.seen, words=None))) == ""


def test_each_list_has_its_rows_and_the_expected_document_is_marked(case: Case) -> None:
    wanted = replace(case, expectation=replace(case.expectation, ids=(case.seen.lists.keyword[0].id,)))
    page = lists(wanted)
    assert [len(re.findall("<li", part)) for part in page.split("<section")[1:]] == [3, 3, 3]
    keyword, embedding, hybrid = page.split("<section")[1:]
    assert 'class="expected"' in keyword
    assert "◆" in keyword
    assert f"{case.seen.lists.embedding[0].distance:.3f}" in embedding
    assert f"{case.seen.lists.hybrid[0].score:.4f}" in hybrid


def test_a_list_that_is_empty_says_so(case: Case) -> None:
    empty = replace(case, seen=replace(case.seen, lists=replace(case.seen.lists, hybrid=())))
    assert lists(empty).count("Nothing came.") == 1


def test_stages_say_in_words_what_their_signs_say(case: Case) -> None:
    said = "".join(Parts(traces(case)).texts)
    for stage in case.seen.traces[0].stages:
        assert STAGE_TITLES[stage.stage] in said
    assert "fine" in said
    assert traces(replace(case, seen=replace(case.seen, traces=()))) == ""


def test_stages_are_called_as_the_app_calls_them() -> None:
    assert {status: word for status, (_, word) in stages.SIGNS.items()} == STATUS


def test_every_finding_is_told_with_its_evidence(case: Case) -> None:
    said = "".join(Parts(findings(case)).texts)
    for finding in case.seen.findings:
        assert finding.summary in said
        assert all(f"{each.label}: {each.value}" in said for each in finding.evidence)
