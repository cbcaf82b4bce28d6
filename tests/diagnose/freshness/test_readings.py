"""Other ways to have read a text: which prompts, recipes and lengths are tried, and that the right one is found."""

import numpy as np
import pytest

from inspector.contract import Contract
from inspector.diagnose.freshness.readings import (
    COMMON_PROMPTS,
    RECIPES,
    Reading,
    Way,
    closest,
    prompts,
    readings,
)
from inspector.embedders.facts import ModelFacts
from inspector.records.documents import Document
from inspector.stores.recipe import embedded_text
from tests import oracle
from tests.diagnose.trace.worlds import DIM, Words

DOCUMENT = Document("d", "Reset the lamp", "Hold the red button until the lamp blinks twice")
TEXT = embedded_text("{title}\n{text}", DOCUMENT)


def contract(**fields):
    return Contract("toy", DIM, **fields)


def tried(own, embedder, document, stored, way=None):
    """All readings in the order in which they are tried, or those of one way."""
    found = [each for step in readings(own, embedder, document, stored) for each in step]
    return tuple(each for each in found if way in (None, each.way))


def test_the_contract_s_own_prompt_is_not_tried_and_none_is_tried_twice():
    asking = Words({}, facts=ModelFacts(query_prompt="query: ", document_prompt="text: "))
    known = prompts(contract(document_prompt="text: ", query_prompt="ask: "), asking)
    assert known == ("", "query: ", "ask: ", "passage: ", *COMMON_PROMPTS[2:])
    assert prompts(contract(), Words({})) == COMMON_PROMPTS


def test_the_closest_reading_is_the_one_of_the_largest_similarity():
    some = (Reading(Way.PROMPT, "a", 0.2), Reading(Way.PROMPT, "b", 0.9), Reading(Way.PROMPT, "c", -1.0))
    assert closest(some).value == "b"
    assert closest(()) is None


def test_prompts_then_recipes_then_lengths_each_held_against_the_stored_vector():
    embedder, stored = Words({}), Words({}).encode(["query: lamp"])
    found = tried(contract(), embedder, DOCUMENT, stored)
    assert list(dict.fromkeys(each.way for each in found)) == [Way.PROMPT, Way.RECIPE]  # it does not show its tokens
    for each in found:
        text = each.value + TEXT if each.way is Way.PROMPT else embedded_text(each.value, DOCUMENT)
        wanted = oracle.similarity(embedder.encode([text])[0], stored[0])
        assert each.similarity == pytest.approx(wanted, abs=1e-12)
    assert {each.value for each in found if each.way is Way.RECIPE} <= set(RECIPES) - {"{title}\n{text}"}


def test_recipes_that_give_the_same_text_are_not_tried():
    untitled = Document("d", "", "Hold the red button.")
    recipes = tried(contract(), Words({}), untitled, np.ones((1, DIM), dtype=np.float32), Way.RECIPE)
    texts = [embedded_text(each.value, untitled) for each in recipes]
    assert "Hold the red button." not in texts
    assert "" not in texts


@pytest.mark.parametrize("prompt", COMMON_PROMPTS)
def test_the_prompt_that_made_the_vector_comes_out_closest(prompt):
    embedder = Words({})
    first = tried(contract(), embedder, DOCUMENT, embedder.encode([TEXT], prompt=prompt), Way.PROMPT)
    assert closest(first).value == prompt
    assert closest(first).similarity == pytest.approx(1)


def test_longer_readings_are_tried_only_of_a_text_that_is_cut_off():
    asked_for = []

    def longer():
        asked_for.append(True)
        return (Words({}, max_tokens=6), Words({}, max_tokens=9))

    def lengths(embedder, stored):
        steps = readings(contract(), embedder, DOCUMENT, stored, longer)
        return tuple(each for step in steps for each in step if each.way is Way.LENGTH)

    whole = Words({}, max_tokens=12)
    assert lengths(whole, whole.encode([TEXT])) == ()
    assert not asked_for
    found = lengths(Words({}, max_tokens=3), Words({}, max_tokens=9).encode([TEXT]))
    assert (closest(found).value, len(found)) == ("9", 2)
    assert closest(found).similarity == pytest.approx(1)


LONG = Document("d", "Lamp", " ".join(f"Step {number}: turn the red knob a little further." for number in range(16)))


@pytest.mark.model
@pytest.mark.parametrize("length", [32, 101])
def test_the_length_to_which_a_text_was_read_comes_out_exactly(minilm, length):
    text = embedded_text("{title}\n{text}", LONG)
    tokens = minilm.read_tokens(text)
    head = text[: tokens.spans[length - 2, 1]]  # one special token before the text, one behind it
    assert int(minilm.token_counts([head])[0]) == length
    lengths = tried(Contract(minilm.name, minilm.dim), minilm, LONG, minilm.encode([head]), Way.LENGTH)
    assert (closest(lengths).way, closest(lengths).value) == (Way.LENGTH, str(length))
    assert closest(lengths).similarity == pytest.approx(1, abs=1e-6)


@pytest.mark.model
def test_a_text_of_one_word_has_no_shorter_reading(minilm):
    word = Document("d", "", "lamp")
    assert tried(Contract(minilm.name, minilm.dim), minilm, word, minilm.encode(["lamp"]), Way.LENGTH) == ()
