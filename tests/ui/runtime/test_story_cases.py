"""The failure stories as cases: named by their ids, told without a model, measured only when they can be."""

import pytest

from inspector.sample import location
from inspector.sample.stories import stories
from inspector.ui.runtime import engine, story_cases
from tests.ui.waiting import until


def test_every_story_has_an_id_of_its_own_and_is_found_by_it():
    found = story_cases.ids()
    assert len(set(found)) == len(stories())
    assert [story_cases.story_named(each) for each in found] == list(stories())
    assert story_cases.story_named("story-nowhere") is None
    assert story_cases.story_named("error-code") is None


def test_without_the_sample_there_are_none(tmp_path, monkeypatch):
    monkeypatch.setattr(location, "INDEX", tmp_path / "none")
    assert story_cases.ids() == ()
    assert story_cases.story_named(f"story-{stories()[0].id}") is None


def test_a_story_of_a_copy_that_is_not_made_has_no_index_and_begins_nothing():
    looked = story_cases.look(next(each for each in stories() if each.fault))
    assert (looked.path, looked.growing, looked.case) == (None, None, None)
    assert looked.fault is not None


def test_the_title_of_the_expected_document_is_the_samples():
    assert story_cases.title_of(stories()[0]) == "Error E-4201: too many requests"


@pytest.mark.model
def test_a_story_is_measured_in_the_list_it_is_missing_from(monkeypatch):
    monkeypatch.setattr(engine, "FIRST_PAINT_SECONDS", 0)
    contract = engine.collection(location.INDEX).contract
    engine.forget_embedder(contract.model, contract.max_tokens)  # what another test has made of it
    story = next(each for each in stories() if each.cause == "fusion_dropped")
    until(lambda: story_cases.look(story).case is not None)
    case = story_cases.look(story).case
    assert case.id == f"story-{story.id}"
    assert [trace.cause for trace in case.seen.traces] == [story.cause]
    assert not case.seen.expected[0].met
