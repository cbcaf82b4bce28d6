"""Documents then and now compared: changed, unchanged, identical, too few, and vectors that do not go together."""

from pathlib import Path

import numpy as np
import pytest

from inspector.errors import CancelledError
from inspector.monitor.documents import compare_documents, compare_parts
from inspector.monitor.sentence import headline
from inspector.records.drift import Drifting, Measured, Verdict
from inspector.stores import open_index
from tests.monitor.indexes import ANIMALS, MACHINES, collection, numbered, sentences
from tests.toy import ToyEmbedder

OLD = numbered("a", sentences(ANIMALS, 60, 0))
MORE = numbered("b", sentences(ANIMALS, 40, 1))
OTHER = numbered("m", sentences(MACHINES, 30, 2))


@pytest.fixture
def then(tmp_path):
    return collection(tmp_path, "then", OLD)


def test_documents_on_another_subject_are_a_change_with_words_examples_and_consequence(tmp_path, then):
    now = collection(tmp_path, "now", {**OLD, **OTHER})
    found = compare_documents(then, now, ToyEmbedder(), queries=("fox", "lamp"), k=5)
    assert (found.drifting, found.verdict) == (Drifting.DOCUMENTS, Verdict.CHANGED)
    assert found.test.p_value == 1 / 1000
    assert found.separation.low > 0.9
    assert {each.term for each in found.vocabulary.came} == set(MACHINES)
    assert all(each.id.startswith("m") for each in found.examples)
    # "lamp" finds five documents of machines; "fox" still finds foxes
    assert (found.neighbors.changed, found.neighbors.arrived, found.neighbors.neighbors) == (5, 5, 10)
    assert [(each.text, each.new) for each in found.neighbors.worst] == [("lamp", 5)]
    assert (found.turnover.new, found.turnover.stayed, found.turnover.gone) == (30, 60, 0)
    assert [each.what for each in found.quantities] == [Measured.WORDS, Measured.SPLIT, Measured.CUT_OFF]
    assert found.notes == ()


def test_more_documents_on_the_same_subject_are_no_change_and_have_no_examples(tmp_path, then):
    found = compare_documents(then, collection(tmp_path, "now", {**OLD, **MORE}), ToyEmbedder())
    assert found.verdict is Verdict.UNCHANGED
    assert found.examples == ()
    assert found.vocabulary.came == ()
    assert found.neighbors.made
    assert found.neighbors.changed > 0  # new documents are among the nearest without being of another kind


def test_an_index_against_itself_is_identical(then):
    found = compare_documents(then, then, ToyEmbedder())
    assert (found.verdict, found.test, found.neighbors.changed) == (Verdict.IDENTICAL, None, 0)


def test_a_few_new_documents_are_shown_but_not_tested(tmp_path, then):
    few = dict(list(OTHER.items())[:8])
    found = compare_documents(then, collection(tmp_path, "now", {**OLD, **few}), ToyEmbedder())
    assert (found.verdict, found.test) == (Verdict.TOO_FEW, None)
    assert {each.id for each in found.examples} < few.keys()


def test_where_many_went_and_few_came_the_change_is_found_and_what_came_is_shown(tmp_path):
    before = collection(tmp_path, "before", {**OLD, **OTHER})
    found = compare_documents(before, collection(tmp_path, "after", {**OLD, "new": "fox oak"}), ToyEmbedder())
    assert found.verdict is Verdict.CHANGED
    assert found.then.name == "the 30 documents that went"
    assert {each.term for each in found.vocabulary.went} == set(MACHINES)
    assert [each.id for each in found.examples] == ["new"]


def test_vectors_that_are_not_finite_are_left_out_and_counted(tmp_path, then):
    texts = {**OLD, **OTHER}
    vectors = ToyEmbedder().encode(list(texts.values()))
    vectors[[60, 61]] = np.nan
    found = compare_documents(then, collection(tmp_path, "now", texts, vectors=vectors))
    assert (found.now.sampled, found.now.left_out) == (28, 2)
    assert found.verdict is Verdict.CHANGED


def test_vectors_of_another_length_are_not_compared_but_their_words_are(tmp_path, then):
    wide = np.random.default_rng(0).normal(size=(30, 40))
    found = compare_documents(
        then, collection(tmp_path, "now", OTHER, vectors=wide), None, no_model="no model is known"
    )
    assert (found.verdict, found.test, found.neighbors) == (Verdict.NOT_COMPARABLE, None, None)
    assert {each.term for each in found.vocabulary.came} == set(MACHINES)
    assert headline(found).startswith(
        "Whether the vectors have drifted cannot be said: they had 32 dimensions then and have 40 now. Their words"
    )


def test_without_a_model_documents_are_asked_and_what_needs_it_is_said(tmp_path, then):
    now = collection(tmp_path, "now", {**OLD, **OTHER})
    found = compare_documents(then, now, None, no_model="the model cannot be loaded")
    assert found.verdict is Verdict.CHANGED
    assert found.neighbors.queries == 60
    assert [each.what for each in found.quantities] == [Measured.WORDS]
    assert sum("because the model cannot be loaded" in note for note in found.notes) == 2
    asked = compare_documents(then, now, None, queries=("fox",), no_model="the model cannot be loaded")
    assert asked.neighbors is None
    assert any(note.startswith("Changed neighbors were not counted") for note in asked.notes)


def test_the_parts_of_one_index_before_and_after_a_date_are_compared(tmp_path):
    dates = ["2024-05-01"] * 60 + ["2025-05-01"] * 29 + [None]
    whole = collection(tmp_path, "whole", {**OLD, **OTHER}, updated=dates)
    found = compare_parts(whole, "updated", "2025-01-01", ToyEmbedder(), queries=("fox", "lamp"), k=5)
    assert found.verdict is Verdict.CHANGED
    assert (found.then.count, found.now.count, found.turnover) == (60, 29, None)
    assert (found.neighbors.changed, found.neighbors.neighbors) == (5, 10)
    assert found.notes == ("1 document without updated is left out.",)


def test_an_empty_part_is_too_little_to_say(tmp_path):
    whole = collection(tmp_path, "whole", OLD, updated=["2024-05-01"] * 60)
    found = compare_parts(whole, "updated", "2025-01-01", ToyEmbedder())
    assert (found.verdict, found.now.count, found.vocabulary) == (Verdict.TOO_FEW, 0, None)


@pytest.mark.model
def test_the_later_articles_of_the_sample_are_seen_to_be_longer_and_of_another_kind(minilm):
    sample = open_index(Path("sample_data/help-centre"))
    found = compare_parts(sample, "updated", "2026-04-01", minilm)
    means = {each.what: each for each in found.quantities}
    assert (found.then.count, found.now.count, found.verdict) == (279, 171, Verdict.CHANGED)
    assert means[Measured.WORDS].low > 0
    assert means[Measured.UNKNOWN].then == 0.0
    # 171 of 450 documents are of now: were they like the others, 38 % of the neighbors would be theirs
    assert 0.2 < found.neighbors.share < 0.5


def test_it_stops_when_asked(then):
    def stop(done: int, total: int, message: str) -> None:
        raise CancelledError("Stopped.")

    with pytest.raises(CancelledError):
        compare_documents(then, then, progress=stop)


@pytest.mark.parametrize("spoil", [lambda vectors: vectors[:, ::-1], lambda vectors: vectors * np.nan])
def test_an_index_whose_vectors_alone_changed_is_not_called_the_same(tmp_path, then, spoil):
    texts = {each.id: each.text for batch in then.iterate(100) for each in batch}
    vectors = spoil(np.asarray(then.vectors(np.arange(then.count))))
    found = compare_documents(then, collection(tmp_path, "now", texts, vectors=vectors))
    assert found.verdict is Verdict.IDENTICAL
    assert found.notes[0] == f"Same text, another vector: {then.count} of {then.count} documents compared."
    counted = found.neighbors is not None and found.neighbors.changed > 0
    assert counted or any("no query finds anything now" in note for note in found.notes)
