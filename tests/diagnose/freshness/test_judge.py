"""What a stored vector is of: judged on indexes of the toy encoder whose vectors were changed in a known way."""

import numpy as np
import pytest

from inspector.diagnose.freshness.judge import Freshness, Origin
from inspector.diagnose.freshness.rounding import EQUAL
from inspector.diagnose.freshness.sample import load_reembedded
from tests.diagnose.freshness.spaces import any_direction
from tests.diagnose.trace.worlds import Words, embedded, line, opened

COUNT, WIDE = 90, 128
VOCABULARY = ("red", "green", "blue", "fox", "frog", "bird", "tree", "river", "stone", "cloud", "lamp", "chair")


def documents():
    """Documents of two words in the title and eight in the text, of a small vocabulary and one word of their own."""
    rng = np.random.default_rng(2)
    picked = [rng.choice(VOCABULARY, 10) for _ in range(COUNT)]
    return [
        line(f"d{row}", " ".join([*words[2:], f"own{row}"]), " ".join(words[:2])) for row, words in enumerate(picked)
    ]


def judged(folder, change, row=3, with_sample=True, **settings):
    """Judge one vector of an index whose vectors were changed after they were made."""
    embedder = Words({}, dim=WIDE)
    vectors = embedded(embedder, documents())
    vectors = change(vectors, embedder)
    collection = opened(folder, documents(), embedder, vectors, **settings).collection

    def sample():
        assert with_sample, "a vector that agrees was held against a sample"
        return load_reembedded(collection, embedder)

    return Freshness(collection, embedder, sample).judge(row)


def one(vector_of):
    """Change the vector in row 3 alone."""

    def change(vectors, embedder):
        out = vectors.copy()
        out[3] = vector_of(vectors, embedder)
        return out

    return change


def number(judgement, name):
    return next((each.value for each in judgement.numbers if each.name == name), None)


def as_bytes(vectors):
    """Round each vector to 255 steps of its largest component."""
    step = np.abs(vectors).max(axis=1, keepdims=True) / 127
    return np.round(vectors / step) * step


def test_a_vector_as_the_model_makes_it_is_the_same_and_needs_no_sample(tmp_path):
    found = judged(tmp_path, lambda vectors, embedder: vectors, with_sample=False)
    assert found.origin is Origin.SAME
    assert found.deviation <= EQUAL


def test_length_says_nothing_about_what_a_vector_is_of(tmp_path):
    assert judged(tmp_path, lambda vectors, embedder: 17 * vectors, with_sample=False).origin is Origin.SAME


@pytest.mark.parametrize("round_off", [as_bytes, lambda vectors: vectors.astype(np.float16)])
@pytest.mark.parametrize("all_of_them", [True, False])
def test_storing_in_fewer_bits_is_precision_and_no_fault(tmp_path, round_off, all_of_them):
    def change(vectors, embedder):
        return round_off(vectors) if all_of_them else np.vstack([vectors[:3], round_off(vectors[3:4]), vectors[4:]])

    found = judged(tmp_path, change, with_sample=False)
    assert found.origin in (Origin.SAME, Origin.PRECISION)
    assert found.origin is Origin.PRECISION or found.deviation <= EQUAL
    assert found.deviation <= number(found, "rounding")


def test_the_vector_of_another_document_is_stale(tmp_path):
    assert judged(tmp_path, one(lambda vectors, embedder: vectors[9])).origin is Origin.STALE


@pytest.mark.parametrize("edited", [2, 5, 8])
def test_the_vector_of_an_edited_text_is_stale(tmp_path, edited):
    def earlier(vectors, embedder):
        words = f"{documents()[3]['title']} {documents()[3]['text']}".split()
        words[:edited] = VOCABULARY[:edited]
        return embedder.encode([" ".join(words)])[0]

    found = judged(tmp_path, one(earlier))
    assert found.origin is Origin.STALE
    assert 0.01 < found.deviation < 1


def test_any_direction_is_foreign(tmp_path):
    found = judged(tmp_path, one(lambda vectors, embedder: any_direction(1)[0]))
    assert found.origin is Origin.FOREIGN
    assert number(found, "closest_text") < number(found, "closest_text_of_sample")


@pytest.mark.parametrize("rows", [slice(3, 4), slice(0, 30), slice(None)], ids=["one", "a third", "all"])
def test_vectors_of_another_model_are_foreign_however_many(tmp_path, rows):
    def change(vectors, embedder):
        out = vectors.copy()
        out[rows] = embedded(Words({}, dim=WIDE, seed=5), documents())[rows]
        return out

    assert judged(tmp_path, change).origin is Origin.FOREIGN


@pytest.mark.parametrize("rows", [slice(3, 4), slice(0, 30), slice(None)], ids=["one", "a third", "all"])
def test_stale_vectors_are_stale_however_many(tmp_path, rows):
    def change(vectors, embedder):
        out = vectors.copy()
        out[rows] = np.roll(vectors, 7, axis=0)[rows]
        return out

    assert judged(tmp_path, change).origin is Origin.STALE


def test_a_prompt_that_the_contract_does_not_name_is_recovered(tmp_path):
    def change(vectors, embedder):
        return embedder.encode([f"passage: {each['title']}\n{each['text']}" for each in documents()])

    found = judged(tmp_path, change)
    assert (found.origin, number(found, "recovered_by")) == (Origin.PROMPT, "passage: ")


def test_a_prompt_of_the_contract_that_was_left_out_is_recovered(tmp_path):
    found = judged(tmp_path, lambda vectors, embedder: vectors, document_prompt="passage: ")
    assert (found.origin, number(found, "recovered_by")) == (Origin.PROMPT, "")


def test_another_recipe_is_recovered(tmp_path):
    def change(vectors, embedder):
        return embedder.encode([str(each["text"]) for each in documents()])

    found = judged(tmp_path, change)
    assert (found.origin, number(found, "evidence"), number(found, "recovered_by")) == (
        Origin.RECIPE,
        "recipe",
        "{text}",
    )


def behind_an_instruction(vectors, embedder):
    """Embed all documents behind words that resemble the instructions models ask for, and are none of them."""
    instruction = "Represent this sentence for searching our passages"
    return embedder.encode([f"{instruction} {each['title']}\n{each['text']}" for each in documents()])


def test_an_unknown_instruction_before_all_texts_is_told_by_their_common_direction(tmp_path):
    found = judged(tmp_path, behind_an_instruction)
    assert (found.origin, number(found, "evidence")) == (Origin.PROMPT, "common direction")


def test_broken_vectors_among_them_hide_no_instruction(tmp_path):
    def change(vectors, embedder):
        out = behind_an_instruction(vectors, embedder)
        out[10:40] = np.nan
        return out

    assert judged(tmp_path, change).origin is Origin.PROMPT


def test_what_moves_all_vectors_alike_and_is_no_instruction_is_precision(tmp_path):
    shift = 0.3 * any_direction(1, seed=6)[0]
    found = judged(tmp_path, lambda vectors, embedder: vectors + shift)
    assert found.origin is Origin.PRECISION


def test_a_vector_that_deviates_more_than_the_whole_sample_is_no_matter_of_precision(tmp_path):
    embedder = Words({}, dim=WIDE)
    vectors = embedded(embedder, documents()) + 0.1 * any_direction(1, seed=6)[0]
    sampled = opened(tmp_path, documents(), embedder, vectors).collection.sample(COUNT // 2, 0)
    row = next(row for row in range(COUNT) if row not in sampled)
    vectors[row] = vectors[(row + 6) % COUNT]
    collection = opened(tmp_path, documents(), embedder, vectors).collection
    freshness = Freshness(collection, embedder, lambda: load_reembedded(collection, embedder, size=COUNT // 2))
    assert freshness.judge(row).origin is Origin.STALE
    assert freshness.judge(int(sampled[0])).origin is Origin.PRECISION
