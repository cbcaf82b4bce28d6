import threading

import numpy as np
import pytest

from inspector.errors import CancelledError, EmbedderError
from inspector.explain.budget import Budget, OverBudgetError
from inspector.explain.vector_cache import STEP_TEXTS, Encoding, VectorCache, encode_at_once, encode_cached, missing
from tests.toy import ToyEmbedder


def encoding(embedder=None, prompt: str = "", max_bytes: int = 1 << 20) -> Encoding:
    return Encoding(embedder or ToyEmbedder(), prompt, VectorCache(max_bytes))


class FailsAt(ToyEmbedder):
    """Fails on every batch that holds a certain text; `spoil` then gives it a broken vector instead."""

    def __init__(self, text: str, spoil: bool = False) -> None:
        super().__init__()
        self.text, self.spoil = text, spoil

    def encode(self, texts, *, prompt="", batch=32):
        if self.text in texts and not self.spoil:
            raise EmbedderError("The model failed.", "Try again.")
        vectors = super().encode(texts, prompt=prompt)
        if self.spoil:
            vectors[[text == self.text for text in texts], 0] = np.nan
        return vectors


def test_vectors_are_those_of_the_model_in_the_order_asked_for():
    texts = ["a longer text", "b", "", "b", "a longer text"]
    found = encode_cached(encoding(), texts)
    assert np.array_equal(found, ToyEmbedder().encode(texts))


def test_each_distinct_text_is_encoded_once_and_never_again():
    one = encoding()
    encode_cached(one, ["a", "b", "a"])
    encode_cached(one, ["b", "c"])
    assert one.embedder.calls == 3
    assert (one.cache.encodes, one.cache.hits) == (3, 1)
    assert missing(one, ["c", "dd", "e", "dd"]) == ["e", "dd"]


def test_another_model_or_prompt_is_another_key():
    cache = VectorCache()
    for model, prompt in ((ToyEmbedder(), ""), (ToyEmbedder(), "query: "), (ToyEmbedder(seed=1), "")):
        encode_cached(Encoding(model, prompt, cache), ["reset"])
    assert cache.encodes == 3
    encode_cached(Encoding(ToyEmbedder(), "query: ", cache), ["reset"])  # equal content, another object
    assert cache.encodes == 3


def test_the_cache_stays_below_its_bytes_and_forgets_the_least_recently_used():
    one = encoding(max_bytes=2_000)  # room for three entries of about 600 bytes
    for text in ("a", "b", "c", "a", "d"):
        encode_cached(one, [text])
    assert one.cache.bytes <= 2_000
    assert missing(one, ["a", "b", "c", "d"]) == ["b"]


def test_a_request_larger_than_the_cache_is_still_answered_right():
    texts = [f"text {place}" for place in range(50)]
    found = encode_cached(encoding(max_bytes=1_500), texts)
    assert np.array_equal(found, ToyEmbedder().encode(texts))


def test_what_is_kept_is_a_copy_that_cannot_be_written():
    one = encoding()
    encode_cached(one, ["a"])[0, 0] = 99.0
    kept = one.cache.get(one.key("a"))
    assert kept[0] != 99.0
    with pytest.raises(ValueError, match="read-only"):
        kept[0] = 1.0


def test_a_budget_is_kept_before_anything_is_encoded():
    one = encoding()
    with pytest.raises(OverBudgetError, match="3 encodes"):
        encode_cached(one, ["a", "b", "c"], budget=Budget(2))
    assert one.embedder.calls == 0
    budget = Budget(3)
    encode_cached(one, ["a", "b"], budget=budget)
    encode_cached(one, ["a", "b", "c"], budget=budget)  # what is known costs nothing
    assert (one.embedder.calls, budget.left) == (3, 0)


def test_a_model_that_fails_half_way_leaves_only_finished_steps_behind():
    texts = [f"w{place:03}" for place in range(3 * STEP_TEXTS)]
    one = encoding(FailsAt(texts[STEP_TEXTS]))  # in the second of three steps
    with pytest.raises(EmbedderError, match="The model failed"):
        encode_cached(one, texts)
    assert len(one.cache) == STEP_TEXTS
    one.embedder.text = ""
    assert np.array_equal(encode_cached(one, texts), ToyEmbedder().encode(texts))


def test_a_vector_that_is_not_finite_is_an_error_and_is_not_kept():
    one = encoding(FailsAt("odd", spoil=True))
    with pytest.raises(EmbedderError, match='not finite for "odd"'):
        encode_cached(one, ["even", "odd"])
    assert len(one.cache) == 0


def test_a_model_that_gives_another_shape_is_an_error():
    class Narrow(ToyEmbedder):
        def encode(self, texts, *, prompt="", batch=32):
            return super().encode(texts)[:, :5]

    with pytest.raises(EmbedderError, match=r"shape \(1, 5\), expected were \(1, 32\)"):
        encode_cached(encoding(Narrow()), ["a"])


def test_steps_are_bounded_and_sorted_by_length_and_progress_counts_them():
    seen, sizes = [], []

    class Watching(ToyEmbedder):
        def encode(self, texts, *, prompt="", batch=32):
            sizes.append([len(text) for text in texts])
            return super().encode(texts)

    texts = ["x" * (place % 200) for place in range(400)] + ["y" * 9_000]
    encode_cached(encoding(Watching()), texts, progress=lambda done, total, _: seen.append((done, total)))
    assert all(len(step) <= STEP_TEXTS for step in sizes)
    assert [length for step in sizes for length in step] == sorted(len(text) for text in set(texts))
    assert seen == [(sum(len(step) for step in sizes[:place]), 201) for place in range(len(sizes) + 1)]


def test_stopping_keeps_what_was_encoded():
    def stop(done: int, total: int, message: str) -> None:
        if done:
            raise CancelledError("Stopped.")

    one = encoding()
    texts = [f"w{place}" for place in range(3 * STEP_TEXTS)]
    with pytest.raises(CancelledError):
        encode_cached(one, texts, progress=stop)
    assert len(one.cache) == STEP_TEXTS


def test_threads_that_want_the_same_texts_encode_them_once():
    one = encoding()
    texts = [f"w{place}" for place in range(4 * STEP_TEXTS)]
    found: list[np.ndarray] = []
    threads = [threading.Thread(target=lambda: found.append(encode_cached(one, texts))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert one.embedder.calls == len(texts)
    assert all(np.array_equal(each, found[0]) for each in found) and len(found) == 4


def test_a_first_answer_takes_one_call_keeps_what_is_finite_and_gives_the_rest_as_it_is():
    class Lost(ToyEmbedder):
        def encode(self, texts, *, prompt="", batch=32):
            found = super().encode(texts, prompt=prompt)
            found[[text == "lost" for text in texts]] = np.nan
            return found

    encoding = Encoding(Lost(), "", VectorCache())
    vectors, encoded = encode_at_once(encoding, ["reset", "lost"])
    assert encoded == ("reset", "lost")
    assert np.isnan(vectors[1]).all()
    again, encoded = encode_at_once(encoding, ["reset", "lost", "copy"])
    assert encoded == ("lost", "copy")
    assert np.array_equal(again[0], vectors[0])
    assert encoding.embedder.calls == 4


class Held(ToyEmbedder):
    """Holds every call that has a certain text in it until it is let through."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text, self.begun, self.through = text, threading.Event(), threading.Event()

    def encode(self, texts, *, prompt="", batch=32):
        if self.text in texts:
            self.begun.set()
            self.through.wait(60)
        return super().encode(texts, prompt=prompt)


def test_who_wants_other_texts_does_not_wait_and_who_wants_the_same_encodes_only_the_rest():
    one, found = encoding(Held("slow")), {}
    slow = threading.Thread(target=lambda: found.update(slow=encode_cached(one, ["slow"])))
    slow.start()
    assert one.embedder.begun.wait(60)
    assert encode_at_once(one, ["quick"])[1] == ("quick",)  # while "slow" is still being encoded
    both = threading.Thread(target=lambda: found.update(both=encode_at_once(one, ["slow", "other"])))
    both.start()
    while one.key("other") not in one.cache:
        assert both.is_alive()
    assert "both" not in found
    one.embedder.through.set()
    slow.join()
    both.join()
    assert found["both"][1] == ("other",)
    assert np.array_equal(found["both"][0], ToyEmbedder().encode(["slow", "other"]))
    assert one.embedder.calls == 3


def test_who_waited_for_a_text_that_failed_encodes_it_himself():
    class FailsOnce(Held):
        def encode(self, texts, *, prompt="", batch=32):
            first = not self.begun.is_set()
            vectors = super().encode(texts, prompt=prompt)
            if first:
                raise EmbedderError("The model failed.", "Try again.")
            return vectors

    one, found = encoding(FailsOnce("slow")), []

    def first():
        with pytest.raises(EmbedderError):
            encode_cached(one, ["slow"])
        found.append("failed")

    threads = [
        threading.Thread(target=first),
        threading.Thread(target=lambda: found.append(encode_at_once(one, ["slow"]))),
    ]
    threads[0].start()
    assert one.embedder.begun.wait(60)
    threads[1].start()
    one.embedder.through.set()
    for thread in threads:
        thread.join()
    vectors, encoded = next(each for each in found if each != "failed")
    assert encoded == ("slow",)
    assert np.array_equal(vectors, ToyEmbedder().encode(["slow"]))
