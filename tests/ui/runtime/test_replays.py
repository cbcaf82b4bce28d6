"""Replays are kept for the list, are asked once for the same index, and of many none stops another."""

from dataclasses import replace

import pytest

from inspector.cases import shelf
from inspector.records.replays import Verdict
from inspector.records.results import Retriever
from inspector.ui.runtime import engine, replays, roots
from inspector.ui.runtime.replays import Together
from tests.ui.case_samples import case_of, index_in
from tests.ui.waiting import until


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    return index_in(tmp_path_factory.mktemp("toy"))


def test_what_a_replay_came_to_is_kept_and_the_same_question_is_answered_once(index):
    case = shelf.shelve(replace(case_of(index), id="one"))
    assert replays.last_replay("one") is None
    answer = replays.replayed(case, index)
    assert answer.verdict is Verdict.STILL_FAILING
    assert replays.replayed(case, index) is answer
    kept = replays.last_replay("one")
    assert (kept.verdict, kept.summary) == (answer.verdict, answer.summary)


def test_what_was_kept_and_cannot_be_read_is_nothing(index):
    replays.replayed(shelf.shelve(replace(case_of(index), id="one")), index)
    (shelf.folder() / replays.FOLDER / "one.json").write_text('{"verdict": "odd"}')
    assert replays.last_replay("one") is None


def test_of_many_a_broken_file_and_a_gone_index_stop_no_other(index, monkeypatch):
    monkeypatch.setenv(roots.ROOTS_VARIABLE, str(index.collection.folder))
    monkeypatch.setattr(engine, "FIRST_PAINT_SECONDS", 0)
    contract = index.collection.contract
    engine.forget_embedder(contract.model, contract.max_tokens)  # what another test has made of it
    case = case_of(index, Retriever.KEYWORD)
    shelf.shelve(replace(case, id="good"))
    shelf.shelve(replace(case, id="gone", index=replace(case.index, spec="/nowhere", fingerprint="0" * 32)))
    (shelf.folder() / "half.json").write_text("{")
    asked = Together(("half", "gone", "good"), "now")
    until(lambda: not replays.all_replayed(asked).alive, seconds=60)
    assert replays.all_replayed(asked).value == 3
    assert replays.last_replay("gone").verdict is Verdict.CANNOT_TELL
    assert replays.last_replay("good").verdict is Verdict.STILL_FAILING
