from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from inspector.embedders.shared import SharedEmbedder, shared
from inspector.embedders.token_embedder import TokenEmbedder
from inspector.errors import EmbedderError
from inspector.vectors import Float32Array
from tests.toy import ToyEmbedder

LONG = ["long text " * 300] * 4


class GatedToy(ToyEmbedder):
    """Notes what it encodes, refuses "bad", and waits at a gate."""

    def __init__(self) -> None:
        super().__init__()
        self.passes: list[list[str]] = []
        self.entered, self.gate = threading.Event(), threading.Event()

    def encode(self, texts: Sequence[str], *, prompt: str = "", batch: int = 32) -> Float32Array:
        self.passes.append(list(texts))
        self.entered.set()
        self.gate.wait(30)
        if "bad" in texts:
            raise EmbedderError("This text is refused.")
        return super().encode(texts, prompt=prompt)


@pytest.fixture
def gated() -> Iterator[tuple[GatedToy, SharedEmbedder, ThreadPoolExecutor]]:
    toy = GatedToy()
    wrapped = shared(toy)
    with ThreadPoolExecutor(8) as pool:
        yield toy, wrapped, pool
        toy.gate.set()
    wrapped.close()


def queued(wrapped: SharedEmbedder, count: int) -> None:
    """Wait until so many quick requests stand in the queue."""
    with wrapped._news:
        assert wrapped._news.wait_for(lambda: len(wrapped._quick) >= count, 30)


def test_threads_get_the_vectors_of_the_bare_model() -> None:
    toy, wrapped = ToyEmbedder(), shared(ToyEmbedder())
    texts = [f"text number {row}" for row in range(60)] + [""]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda text: wrapped.encode([text], prompt="q ")[0], texts))
    assert np.abs(np.array(found) - toy.encode(texts, prompt="q ")).max() < 1e-6
    assert np.abs(wrapped.encode(texts + LONG) - toy.encode(texts + LONG)).max() < 1e-6
    wrapped.close()


def test_a_query_passes_bulk_work_after_one_slice_and_queries_share_a_pass(gated) -> None:
    toy, wrapped, pool = gated
    bulk = pool.submit(wrapped.encode, LONG)
    assert toy.entered.wait(30)
    queries = [pool.submit(wrapped.encode, [text]) for text in ("cat", "dog")]
    queued(wrapped, 2)
    toy.gate.set()
    assert all(len(each.result(30)) == 1 for each in (*queries,)) and len(bulk.result(30)) == 4
    assert [len(each[0]) > 100 for each in toy.passes] == [True, False, True, True, True]
    assert sorted(toy.passes[1]) == ["cat", "dog"]


def test_an_error_reaches_only_its_caller(gated) -> None:
    toy, wrapped, pool = gated
    first = pool.submit(wrapped.encode, ["first"])
    assert toy.entered.wait(30)
    good, bad = pool.submit(wrapped.encode, ["cat"]), pool.submit(wrapped.encode, ["bad"])
    queued(wrapped, 2)
    toy.gate.set()
    assert np.array_equal(good.result(30), ToyEmbedder().encode(["cat"])) and len(first.result(30)) == 1
    with pytest.raises(EmbedderError, match="refused"):
        bad.result(30)


def test_closing_ends_the_thread_and_refuses_later_calls() -> None:
    wrapped = shared(ToyEmbedder())
    wrapped.close()
    assert not wrapped._thread.is_alive()
    assert not isinstance(wrapped, TokenEmbedder)
    with pytest.raises(EmbedderError, match="was closed"):
        wrapped.encode(["x"])


def test_short_texts_of_several_lengths_share_a_pass_and_one_much_longer_has_its_own(gated) -> None:
    toy, wrapped, _ = gated
    toy.gate.set()
    texts = ["c" * 48, "", "dd", "e" * 49, "f" * 146, "g" * 147]  # up to 2 x 0 + 48; then up to 2 x 49 + 48 = 146
    wrapped.encode(texts)
    assert [sorted(map(len, each)) for each in toy.passes] == [[0, 2, 48], [49, 146], [147]]


def test_of_a_crowd_so_many_share_a_pass_that_the_first_do_not_wait_for_the_last(gated) -> None:
    toy, wrapped, pool = gated
    first = pool.submit(wrapped.encode, ["first"])
    assert toy.entered.wait(30)
    crowd = []
    for place, letter in enumerate("abcde", start=1):  # 1,500 code points each; a pass has 4,000, two and no third
        crowd.append(pool.submit(wrapped.encode, [letter * 1_500]))
        queued(wrapped, place)
    toy.gate.set()
    assert [len(each.result(30)) for each in (first, *crowd)] == [1] * 6
    assert [sorted(text[0] for text in each) for each in toy.passes] == [["f"], ["a", "b"], ["c", "d"], ["e"]]
