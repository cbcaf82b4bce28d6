from __future__ import annotations

import tracemalloc

import pytest
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

from inspector.embedders.reading import LONGEST_HEAD, PIECE, Reader
from inspector.embedders.token_embedder import TokenKind

CLS, SEP = 2, 3
VOCABULARY = {"[PAD]": 0, "[UNK]": 1, "[CLS]": CLS, "[SEP]": SEP, "one": 4, "two": 5, "three": 6, "four": 7, "日": 8}


@pytest.fixture
def reader() -> Reader:
    """Reads five tokens: two special ones and three of the text."""
    tokenizer = Tokenizer(models.WordPiece(VOCABULARY, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", SEP), ("[CLS]", CLS))
    tokenizer.enable_truncation(2)
    tokenizer.enable_padding(length=50)
    return Reader(tokenizer.to_str(), 5)


def test_a_text_is_cut_to_the_tokens_that_are_read_special_ones_included(reader: Reader) -> None:
    assert [read.ids for read in reader.tokens(["one two three four", "one", ""])] == [
        [CLS, 4, 5, 6, SEP],
        [CLS, 4, SEP],
        [CLS, SEP],
    ]


def test_tokens_are_counted_before_any_cut(reader: Reader) -> None:
    assert reader.counts(["one two three four", "one", ""]).tolist() == [4 + 2, 1 + 2, 2]
    assert reader.counts([]).tolist() == []


def test_reading_ends_behind_the_last_token_that_is_read(reader: Reader) -> None:
    assert reader.read_end("one two three four", "") == len("one two three")
    assert reader.read_end("one two three  ", "") == len("one two three  ")
    assert reader.read_end("", "") == 0


def test_offsets_count_code_points_not_bytes(reader: Reader) -> None:
    assert reader.read_end("日 🙂 é three", "") == len("日 🙂 é")
    assert reader.read_end("\ud800 日日日日", "") == len("\ud800 日日日")


def test_a_prompt_takes_its_share_of_what_is_read(reader: Reader) -> None:
    assert reader.read_end("two three four", "one ") == len("two three")
    assert reader.read_end("four", "one two three ") == 0


def test_the_prompt_s_length_counts_the_token_that_opens_a_text(reader: Reader) -> None:
    assert reader.prompt_length("one two ") == 1 + 2


def test_a_long_text_is_read_the_same_as_its_head(reader: Reader) -> None:
    text = "one two three four " * 50_000
    assert reader.tokens([text])[0].ids == [CLS, 4, 5, 6, SEP]
    assert reader.read_end(text, "") == len("one two three")


def test_the_tokens_of_ten_megabytes_are_counted_in_pieces(reader: Reader) -> None:
    text = "one two " * 1_250_000
    tracemalloc.start()
    counted = reader.counts([text, "one"]).tolist()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert counted == [2_500_000 + 2, 1 + 2]
    assert peak < 100 * PIECE


def test_a_text_that_is_one_endless_word_is_read_up_to_a_million_code_points(reader: Reader) -> None:
    text = "x" * (LONGEST_HEAD + 500_000)
    assert reader.tokens([text])[0].ids == [CLS, 1, SEP]
    assert reader.read_end(text, "") == LONGEST_HEAD


def test_tokens_are_placed_in_the_text_without_its_prompt(reader: Reader) -> None:
    ids, placed = reader.placed(" 日 two four", "one ")
    assert ids.ids == [CLS, 4, 8, 5, SEP]
    assert placed.names == ("[CLS]", "one", "日", "two", "[SEP]")
    assert placed.kinds == (
        TokenKind.SPECIAL,
        TokenKind.PROMPT,
        TokenKind.TEXT,
        TokenKind.TEXT,
        TokenKind.SPECIAL,
    )
    assert placed.spans.tolist() == [[0, 0], [0, 0], [1, 2], [3, 6], [0, 0]]


def test_the_space_before_a_word_is_no_part_of_its_token() -> None:
    tokenizer = Tokenizer(models.WordLevel({"[UNK]": 0, "▁one": 1, "▁🙂": 2}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    _, placed = Reader(tokenizer.to_str(), 5).placed("one 🙂", "one ")
    assert placed.kinds == (TokenKind.PROMPT, TokenKind.TEXT, TokenKind.TEXT)
    assert placed.spans.tolist() == [[0, 0], [0, 3], [4, 5]]
