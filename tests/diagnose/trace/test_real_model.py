"""The sample's stories through the trace, with the real model: each story's cause comes out, and each copy's fault."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from inspector.diagnose.freshness.sample import load_reembedded
from inspector.diagnose.trace import trace
from inspector.embedders.embedder import Embedder
from inspector.inspection import OpenIndex
from inspector.records.findings import Cause
from inspector.records.results import Retriever
from inspector.records.stories import Story
from inspector.records.trace import StageStatus, Trace, TraceRequest
from inspector.sample import location
from inspector.sample.copies import write_copy
from inspector.sample.faults import FAULTS, Fault
from inspector.sample.stories import stories
from inspector.search.keyword import open_keyword
from inspector.stores import open_index
from tests.diagnose.trace.worlds import refuse_contradictions

pytestmark = pytest.mark.model

HEALTHY = [story for story in stories() if not story.fault]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One home for all stories, so that the sample of the healthy index is embedded once."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(autouse=True)
def shared_home(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INSPECTOR_HOME", str(home))


@pytest.fixture(scope="module")
def healthy(minilm: Embedder) -> OpenIndex:
    return opened(location.INDEX, minilm)


@pytest.fixture(scope="module")
def sampled(home: Path, healthy: OpenIndex, minilm: Embedder) -> Path:
    """The folder of the healthy index's re-embedded sample."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("INSPECTOR_HOME", str(home))
        load_reembedded(healthy.collection, minilm)
    return home / healthy.collection.fingerprint


def opened(folder: Path, embedder: Embedder) -> OpenIndex:
    collection = open_index(folder)
    assert collection.keyword_folder is not None
    return OpenIndex(collection, open_keyword(collection.keyword_folder), embedder)


def asked(index: OpenIndex, story: Story) -> Trace:
    """Trace a story's document in the list that the story is about."""
    retriever = Retriever.HYBRID if story.cause is Cause.FUSION_DROPPED else Retriever.EMBEDDING
    found = trace(index, TraceRequest(story.query, story.expected, where=story.where, retriever=retriever))
    refuse_contradictions(found)
    return found


@pytest.mark.parametrize("story", HEALTHY, ids=lambda story: story.id)
def test_a_story_of_the_healthy_index_has_the_cause_it_tells(healthy: OpenIndex, story: Story) -> None:
    found = asked(healthy, story)
    assert found.cause is story.cause
    assert all(each.status is not StageStatus.UNKNOWN or each.stage == "crowding" for each in found.stages)
    if story.cause is not Cause.MODEL_LIMIT:
        assert any(each.worked for each in found.remedies)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_broken_copy_is_traced_to_its_fault_and_the_healthy_index_to_none(
    healthy: OpenIndex, sampled: Path, minilm: Embedder, tmp_path: Path, fault: Fault
) -> None:
    broken = opened(write_copy(tmp_path / "copy", fault).path, minilm)
    if broken.collection.count == healthy.collection.count:  # the same texts: embedding them once is enough for a test
        shutil.copytree(sampled, sampled.parent / broken.collection.fingerprint)
    for story in stories():
        if story.fault == fault.name:
            assert asked(broken, story).cause is story.cause is fault.cause
            assert asked(healthy, story).cause is Cause.FOUND
