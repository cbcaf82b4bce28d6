"""Every story fails as it is told: by its rank with the real model and for its cause; broken copies by their fault."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from inspector.embedders.embedder import Embedder
from inspector.inspection import OpenIndex, inspect
from inspector.records.findings import Cause
from inspector.records.inspection import Inspection
from inspector.records.results import ExplainLevel, Request
from inspector.records.stories import Story
from inspector.sample import location
from inspector.sample.copies import write_copy
from inspector.sample.faults import FAULTS, Fault
from inspector.sample.stories import stories
from inspector.search.keyword import open_keyword
from inspector.stores import open_index
from tests.sample.proofs import PROOFS, Bench, K

HEALTHY = [story for story in stories() if not story.fault]
BY_EMBEDDING = [story for story in HEALTHY if not story.where and story.cause is not Cause.FUSION_DROPPED]


@pytest.fixture(scope="module")
def bench(minilm: Embedder) -> Bench:
    return Bench(minilm)


@pytest.fixture(scope="module")
def healthy(minilm: Embedder) -> OpenIndex:
    return opened(location.INDEX, minilm)


def opened(folder: Path, embedder: Embedder) -> OpenIndex:
    collection = open_index(folder)
    assert collection.keyword_folder is not None
    return OpenIndex(collection, open_keyword(collection.keyword_folder), embedder)


def answer(index: OpenIndex, story: Story) -> Inspection:
    """Inspect a story's query; only documents that are there can be asked about."""
    there = index.collection.rows_of([story.expected])[0] >= 0
    also = (story.expected,) if there else ()
    request = Request(story.query, k=K, where=story.where, explain=ExplainLevel.NONE, also=also)
    return inspect(index, request)


def is_returned(found: Inspection, story: Story) -> bool:
    return any(hit.id == story.expected for hit in found.neighbors)


def test_there_are_sixteen_stories_and_more_of_many_causes_and_every_fault():
    told = stories()
    assert len(told) >= 16
    assert len({story.cause for story in told}) >= 15
    assert {story.fault for story in told if story.fault} == {fault.name for fault in FAULTS}
    assert {story.fault: story.cause for story in told if story.fault} == {each.name: each.cause for each in FAULTS}
    assert len({story.query for story in HEALTHY}) == len(HEALTHY)


def test_a_story_speaks_to_a_person_in_two_sentences_without_jargon():
    for story in stories():
        assert story.asked.endswith(".")
        assert story.why.endswith(".")
        assert not {"cosine", "nDCG", "nprobe", "tokens", "ANN"} & set(f"{story.asked} {story.why}".split())


def test_a_title_in_a_story_is_the_beginning_of_the_expected_article_s_own():
    collection = open_index(location.INDEX)
    for story in stories():
        (article,) = collection.documents([story.expected])
        for title in re.findall(r'"([^"]+)"', story.asked):
            assert article.title.startswith(title)


@pytest.mark.model
@pytest.mark.parametrize("story", BY_EMBEDDING, ids=lambda story: story.id)
def test_the_embedding_does_not_bring_the_document_and_for_this_cause(bench, healthy, story):
    found = answer(healthy, story)
    standing = found.standing(story.expected)
    assert standing is not None
    assert standing.neighbor_rank == bench.rank(story) > K
    assert not is_returned(found, story)
    assert PROOFS[story.cause](bench, story)


@pytest.mark.model
def test_fusion_drops_what_one_of_the_two_lists_has(healthy):
    (story,) = [each for each in HEALTHY if each.cause is Cause.FUSION_DROPPED]
    found = answer(healthy, story)
    assert any(hit.id == story.expected for hit in found.keyword)
    assert not any(hit.id == story.expected for hit in found.hybrid)


@pytest.mark.model
def test_the_filter_alone_hides_the_document(healthy):
    (story,) = [each for each in HEALTHY if each.cause is Cause.FILTERED_OUT]
    assert not is_returned(answer(healthy, story), story)
    without = Request(story.query, k=K, explain=ExplainLevel.NONE)
    assert is_returned(inspect(healthy, without), story)


@pytest.mark.model
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_broken_copy_loses_what_the_healthy_index_finds(healthy, minilm, tmp_path, fault: Fault):
    done = write_copy(tmp_path / "copy", fault)
    broken = opened(done.path, minilm)
    assert broken.collection.name == location.copy_name(fault.name)
    told = [story for story in stories() if story.fault == fault.name]
    assert told
    for story in told:
        assert is_returned(answer(healthy, story), story)
        assert not is_returned(answer(broken, story), story)
