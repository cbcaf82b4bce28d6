"""A story of the sample, made into a case, shows its failure: cause, remedies, words and picture."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector.cases.file import ID, case_bytes, read_case
from inspector.cases.page import report_html
from inspector.cases.replay import replay
from inspector.cases.stories import story_case
from inspector.cases.where import index_of
from inspector.embedders.embedder import Embedder
from inspector.inspection import OpenIndex
from inspector.records.findings import Cause
from inspector.records.replays import Verdict
from inspector.records.results import Retriever
from inspector.sample import location
from inspector.sample.stories import stories
from inspector.search.keyword_cache import keyword_of
from inspector.stores import open_index


@pytest.mark.model
def test_a_story_is_a_case_that_still_fails_for_its_cause(home: Path, minilm: Embedder) -> None:
    collection = open_index(location.INDEX)
    index = OpenIndex(collection, keyword_of(collection), minilm)
    story = next(each for each in stories() if each.id == "error-code")
    case = read_case(case_bytes(story_case(story, index)))
    assert (case.id, case.expectation.ids, case.index.spec) == ("story-error-code", (story.expected,), "")
    (trace,) = case.seen.traces
    assert trace.cause is story.cause
    assert any(remedy.worked for remedy in trace.remedies)
    assert case.seen.picture is not None
    assert case.seen.words is not None
    assert story.expected in [each.id for each in case.seen.words.documents]
    assert index_of(case) == str(location.INDEX)
    assert replay(case, index).verdict is Verdict.STILL_FAILING
    assert story.asked.split('"')[0].strip() in report_html(case)


def test_the_id_of_every_story_makes_the_id_of_a_case() -> None:
    assert stories()
    assert all(ID.fullmatch(f"story-{each.id}") for each in stories())


def test_only_what_fusion_dropped_is_missing_from_the_hybrid_list() -> None:
    hybrid = {each.cause for each in stories() if each.retriever is Retriever.HYBRID}
    assert hybrid == {Cause.FUSION_DROPPED}
