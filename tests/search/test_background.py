"""The two backgrounds: what is compared with what, and what is kept."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from inspector import files
from inspector.errors import CancelledError, EmbedderError
from inspector.records.documents import Document
from inspector.search.background import (
    Background,
    best_percentile,
    load_background,
    measure_background,
    related_percentile,
)
from inspector.vectors import cosine_similarity
from tests.search.small_collection import SmallCollection, embedded
from tests.toy import ToyEmbedder


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("INSPECTOR_HOME", str(tmp_path / "home"))


DOCUMENTS = (
    Document("a", "red fox", "The fox is red."),
    Document("b", "blue fox", ""),
    Document("c", "", "Green frogs jump. They are loud."),
    Document("d", "red frog", "Frogs may be red."),
)
QUESTIONS = ("The fox is red.", "blue fox", "Green frogs jump.", "Frogs may be red.")
"""What they are asked by: first sentences, and the title of the one without a text."""


def background(random=(), best=()) -> Background:
    return Background(np.array(random, dtype=float), np.array(best, dtype=float), 1)


def test_random_holds_every_pair_of_a_pseudo_query_and_another_document():
    embedder = ToyEmbedder()
    collection = embedded(DOCUMENTS, embedder)
    questions = embedder.encode(QUESTIONS)
    table = cosine_similarity(questions, collection.vectors(np.arange(4)))
    measured = measure_background(collection, embedder)
    np.testing.assert_array_equal(measured.random, np.sort(table[~np.eye(4, dtype=bool)]))
    assert measured.queries == 4
    assert measured.reason == ""


def test_best_is_the_highest_similarity_besides_the_own_document():
    embedder = ToyEmbedder()
    collection = embedded(DOCUMENTS, embedder)
    questions = embedder.encode(QUESTIONS)
    table = cosine_similarity(questions, collection.vectors(np.arange(4)))
    np.fill_diagonal(table, -2)
    np.testing.assert_array_equal(measure_background(collection, embedder).best, np.sort(table.max(axis=1)))


def test_copies_of_the_own_document_count_as_itself():
    embedder = ToyEmbedder()
    same_text = [replace(DOCUMENTS[0], id=f"a{n}", title=f"red fox {n}") for n in range(30)]
    vectors = embedder.encode([f"{each.title}\n{each.text}" for each in (*DOCUMENTS, *same_text)])
    same_vector = Document("v", "something else", "entirely")
    collection = SmallCollection((*DOCUMENTS, *same_text, same_vector), np.vstack([vectors, vectors[:1]]))
    found = cosine_similarity(embedder.encode(QUESTIONS[:1]), collection.vectors(np.arange(35)))[0]
    others = found[1:4].max()
    copies = found[[0, *range(4, 35)]]
    assert np.count_nonzero(copies > others) > 10  # further down than the first ten hits
    best = measure_background(collection, embedder).best
    assert np.count_nonzero(best == others) == 1  # the first document passes over its thirty-one copies
    assert np.count_nonzero(best == found[34]) == 30  # its copies by text are none of the one by vector


def test_both_are_ascending_and_read_only():
    measured = measure_background(embedded(DOCUMENTS, ToyEmbedder()), ToyEmbedder())
    for values in (measured.random, measured.best):
        assert np.all(np.diff(values) >= 0)
        with pytest.raises(ValueError, match="read-only"):
            values[0] = 1


def test_pseudo_queries_carry_the_query_prompt_of_the_contract():
    embedder = ToyEmbedder()
    with_prompt = measure_background(embedded(DOCUMENTS, embedder, "query: "), embedder)
    questions = embedder.encode(QUESTIONS[:1], prompt="query: ")
    expected = cosine_similarity(questions, embedded(DOCUMENTS, embedder).vectors(np.array([1])))[0, 0]
    assert expected in with_prompt.random


def test_a_sample_is_the_same_for_the_same_seed_and_has_the_size_asked_for():
    embedder = ToyEmbedder()
    documents = [Document(str(n), f"title {n}", f"text {n} {n * 7 % 13}") for n in range(60)]
    collection = embedded(documents, embedder)
    first = measure_background(collection, embedder, queries=10, documents=20, seed=3)
    again = measure_background(collection, embedder, queries=10, documents=20, seed=3)
    np.testing.assert_array_equal(first.random, again.random)
    assert first.queries == 10
    assert 10 * 19 <= len(first.random) <= 10 * 20
    assert len(first.best) == 10


def test_one_document_gives_empty_backgrounds_and_the_reason():
    measured = measure_background(embedded(DOCUMENTS[:1], ToyEmbedder()), ToyEmbedder())
    assert len(measured.random) == len(measured.best) == 0
    assert "no two different documents" in measured.reason
    assert measured.best_percentiles is None


def test_a_collection_without_words_gives_empty_backgrounds_and_the_reason():
    documents = [Document(str(n), " ", "") for n in range(3)]
    measured = measure_background(SmallCollection(documents, np.eye(3, 32, dtype=np.float32)), ToyEmbedder())
    assert measured.queries == 0
    assert "No sampled document has a title or a text" in measured.reason


def test_vectors_that_are_not_finite_are_compared_with_nothing():
    embedder = ToyEmbedder()
    vectors = embedder.encode([f"{each.title}\n{each.text}" for each in DOCUMENTS])
    vectors[1] = np.nan
    measured = measure_background(SmallCollection(DOCUMENTS, vectors), embedder)
    assert len(measured.random) == 4 * 4 - 3 - 4  # less the three finite own documents and one column
    assert np.isfinite(measured.best).all()


def test_a_model_of_another_dimension_is_refused_with_both_numbers():
    with pytest.raises(EmbedderError, match=r"32 dimensions, but toy/bag-of-words makes 8\."):
        measure_background(embedded(DOCUMENTS, ToyEmbedder(32)), ToyEmbedder(8))


def test_progress_can_stop_it():
    def stop(done: int, total: int, message: str) -> None:
        raise CancelledError("stopped")

    with pytest.raises(CancelledError):
        measure_background(embedded(DOCUMENTS, ToyEmbedder()), ToyEmbedder(), progress=stop)


@pytest.mark.parametrize(
    ("similarity", "expected"),
    [(0.0, 0.0), (0.1, 100 * 0.5 / 4), (0.2, 100 * (1 + 2 / 2) / 4), (0.25, 75.0), (0.4, 87.5), (0.9, 100.0)],
)
def test_a_percentile_is_the_share_below_with_ties_counted_half(similarity, expected):
    assert related_percentile(background(random=[0.1, 0.2, 0.2, 0.4]), similarity) == expected
    assert best_percentile(background(best=[0.1, 0.2, 0.2, 0.4]), similarity) == expected


def test_there_is_no_percentile_without_a_background_or_a_similarity():
    assert related_percentile(background(), 0.5) is None
    assert best_percentile(background(best=[0.1]), float("nan")) is None


def test_best_percentiles_are_the_fifth_the_middle_and_the_ninety_fifth():
    assert background(best=np.arange(101) / 100).best_percentiles == pytest.approx((0.05, 0.5, 0.95))


def test_a_kept_background_comes_back_bit_by_bit_without_the_model():
    embedder = ToyEmbedder()
    collection = embedded(DOCUMENTS, embedder)
    measured = load_background(collection, embedder)
    calls = embedder.calls
    kept = load_background(collection, embedder)
    assert embedder.calls == calls
    assert kept.random.tobytes() == measured.random.tobytes()
    assert kept.best.tobytes() == measured.best.tobytes()
    assert (kept.queries, kept.reason) == (measured.queries, measured.reason)


def test_another_model_or_another_collection_is_measured_anew():
    first, second = ToyEmbedder(seed=0), ToyEmbedder(seed=1)
    collection = embedded(DOCUMENTS, first)
    load_background(collection, first)
    load_background(collection, second)
    load_background(embedded(DOCUMENTS[:3], first), first)
    assert len(list(files.home().glob("*/background-*.json"))) == 3


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"random": ["x"]}', '{"random": [1e999], "best": [], "queries": 1, "reason": ""}']
)
def test_a_broken_file_is_measured_again(content):
    embedder = ToyEmbedder()
    collection = embedded(DOCUMENTS, embedder)
    measured = load_background(collection, embedder)
    (path,) = files.home().glob("*/background-*.json")
    path.write_text(content)
    again = load_background(collection, embedder)
    np.testing.assert_array_equal(again.random, measured.random)
    np.testing.assert_array_equal(load_background(collection, embedder).best, measured.best)


def test_a_home_that_cannot_be_written_to_costs_only_the_memory(tmp_path, monkeypatch):
    blocked = tmp_path / "file"
    blocked.write_text("")
    monkeypatch.setenv("INSPECTOR_HOME", str(blocked / "home"))
    assert load_background(embedded(DOCUMENTS, ToyEmbedder()), ToyEmbedder()).queries == 4
