"""Means of both sides: lengths, split words and texts cut off, by arithmetic; intervals by published ones."""

import numpy as np
import pytest

from inspector.embedders.token_embedder import ReadTokens, TokenKind
from inspector.monitor.groups import LEAST
from inspector.monitor.quantities import difference, quantities, share_difference
from inspector.records.drift import Measured
from inspector.text import words
from tests.toy import ToyEmbedder


class PieceEmbedder(ToyEmbedder):
    """Splits a word into pieces of four letters, puts two special tokens around a text, and does not know "☃"."""

    split_refusal = ""

    def token_counts(self, texts, *, prompt=""):
        return np.array([2 + sum(-(-len(word.text) // 4) for word in words(prompt + text)) for text in texts])

    def read_tokens(self, text, *, prompt=""):
        names = tuple("[UNK]" if "☃" in word.text else word.text for word in words(text))
        return ReadTokens(names, np.zeros((len(names), 2), dtype=np.int64), (TokenKind.TEXT,) * len(names))

    def token_parts(self, texts, *, prompt="", batch=32):
        raise NotImplementedError

    def encode_without(self, text, removed, *, prompt="", batch=32):
        raise NotImplementedError


def test_shares_and_lengths_are_those_of_the_texts():
    then = ["fox tree", "stones"]  # 1.5 words; split: 0 of 2, 1 of 1
    now = ["☃ clouds clouds fox"]  # 4 words; split 2 of 4, unknown 1 of 4; 2 + 1 + 2 + 2 + 1 = 8 tokens
    found = {each.what: (each.then, each.now) for each in quantities(then, now, PieceEmbedder(), limit=7)}
    assert found == {
        Measured.WORDS: (1.5, 4.0),
        Measured.SPLIT: (0.5, 0.5),
        Measured.UNKNOWN: (0.0, 0.25),
        Measured.CUT_OFF: (0.0, 1.0),
    }


def test_a_prompt_counts_to_what_is_read():
    found = quantities(["fox"], ["fox"], PieceEmbedder(), prompt="tree: ", limit=3)  # 2 + 1 + 1 tokens
    assert {each.what: each.now for each in found}[Measured.CUT_OFF] == 1.0


def test_a_model_that_shows_no_tokens_says_nothing_of_unknown_words_and_without_a_model_only_lengths_are_known():
    kinds = [each.what for each in quantities(["fox"], ["tree"], ToyEmbedder())]
    assert kinds == [Measured.WORDS, Measured.SPLIT, Measured.CUT_OFF]
    assert [each.what for each in quantities(["fox"], ["tree"], None)] == [Measured.WORDS]
    assert quantities([], ["tree"], ToyEmbedder()) == ()


def test_an_interval_is_given_only_where_both_sides_have_enough_texts():
    (few,) = quantities(["fox"] * LEAST, ["fox tree"] * (LEAST - 1), None)
    (enough,) = quantities(["fox"] * LEAST, ["fox tree"] * LEAST, None)
    assert (few.low, few.high) == (None, None)
    assert (enough.low, enough.high) == (1.0, 1.0)


def test_the_interval_of_two_shares_is_the_published_one():
    # Newcombe, Statistics in Medicine 17 (1998), table II, example (a): 56 of 70 and 48 of 80
    now, then = np.arange(70) < 56, np.arange(80) < 48
    assert share_difference(then, now) == pytest.approx((0.0524, 0.3339), abs=5e-5)


def test_the_interval_of_two_means_is_the_normal_one():
    # means 1 and 4, variances 2 and 2 over 2 each: 3 -+ 1.96 * sqrt(2)
    low, high = difference(np.array([0.0, 2.0]), np.array([3.0, 5.0]))
    assert (low, high) == pytest.approx((3 - 1.959964 * 2**0.5, 3 + 1.959964 * 2**0.5))
