"""What keyword search reads: bm25s' own words, and identifiers beside their parts."""

from __future__ import annotations

import bm25s
import pytest
import Stemmer
from bm25s.stopwords import STOPWORDS_EN
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.search.tokens import Tokenizer, is_identifier


def tokens(text: str) -> list[str]:
    return Tokenizer(STOPWORDS_EN).tokens(text)


def pieces(text: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(text[piece.start : piece.end], piece.tokens) for piece in Tokenizer(STOPWORDS_EN).pieces(text)]


IDENTIFIERS = [
    ("E-1042", ("1042",)),
    ("os.path.join", ("os", "path", "join")),
    ("--dry-run", ("dri", "run")),
    ("gpt-4o", ("gpt", "4o")),
    ("C++", ()),
    ("c#", ()),
    ("v2.3.1", ("v2",)),
    ("foo_bar/baz", ("foo_bar", "baz")),
    ("-v", ()),
    (".gitignore", ("gitignor",)),
    ("@property", ("properti",)),
    ("#1042", ("1042",)),
    ("$HOME/.bashrc", ("home", "bashrc")),
    ("../run.sh", ("run", "sh")),
    ("std::vector", ("std", "vector")),
    ("https://example.com/a/b", ("https", "exampl", "com")),
    ("C:\\Users\\ada", ("user", "ada")),
    ("ada@example.com", ("ada", "exampl", "com")),
    ("R&D", ()),
    ("3.11", ("11",)),
    ("IL-6", ("il",)),
    ("2026-11-22", ("2026", "11", "22")),
]


@pytest.mark.parametrize(("written", "parts"), IDENTIFIERS)
def test_an_identifier_is_its_lower_case_whole_and_its_parts(written, parts):
    assert pieces(written) == [(written, (written.lower(), *parts))]


@pytest.mark.parametrize(("written", "parts"), IDENTIFIERS)
@pytest.mark.parametrize("around", ["({})", '"{}"', "`{}`,", "{}?", "see {}.", "{};", "<{}>", "x={}", "{}'s"])
def test_punctuation_around_an_identifier_is_no_part_of_it(written, parts, around):
    text = around.format(written)
    assert (written, (written.lower(), *parts)) in pieces(text)


@pytest.mark.parametrize(
    "prose",
    ["state-of-the-art", "well-known", "10-year-old", "and/or", "don't", "wait...what", "fast--really", "end. Next",
     "pre- and post-war", "(TNF)-dependent", "1 - 2", "snake_case", "word", "etc.", "- item", "…so", "*bold*"],
)  # fmt: skip
def test_prose_has_no_tokens_but_its_words(prose):
    plain = bm25s.tokenize(
        [prose], stopwords="en", stemmer=Stemmer.Stemmer("english"), show_progress=False, return_ids=False
    )
    assert sorted(tokens(prose)) == sorted(plain[0])


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=80))
def test_the_words_are_those_of_bm25s_for_any_text(text):
    plain = bm25s.tokenize(
        [text], stopwords="en", stemmer=Stemmer.Stemmer("english"), show_progress=False, return_ids=False
    )
    if "\u2010" not in text and "\u2011" not in text:
        assert tokens(text)[: len(plain[0])] == plain[0]


texts = st.lists(
    st.sampled_from(
        [
            "E-1042",
            "the",
            "not",
            "C++",
            "copies",
            "İl",
            " ",
            "\n",
            ".",
            "-",
            "/",
            "a",
            "猫",
            "日本語",
            "🙂",
            "don't",
            "x1",
        ]
    ),
    max_size=12,
).map("".join)


@settings(max_examples=150, deadline=None)
@given(texts | st.text(max_size=60))
def test_the_tokens_of_a_text_are_those_of_its_pieces_which_lie_in_order_and_apart(text):
    found = Tokenizer(STOPWORDS_EN).pieces(text)
    assert sorted(token for piece in found for token in piece.tokens) == sorted(tokens(text))
    ends = [0]
    for piece in found:
        assert ends[-1] <= piece.start < piece.end <= len(text)
        ends.append(piece.end)


def test_case_makes_no_difference():
    assert tokens("TCP/IP On GPT-4o") == tokens("tcp/ip on gpt-4O")


def test_a_typographic_hyphen_is_a_hyphen():
    assert pieces("E\u20111042") == [("E\u20111042", ("e-1042", "1042"))]


def test_stop_words_and_lone_letters_are_pieces_without_tokens_and_apostrophe_tails_are_none():
    assert pieces("not a 猫, I'm what's") == [("not", ()), ("a", ()), ("猫", ()), ("what", ("what",))]


def test_offsets_hold_where_lower_casing_makes_a_text_longer():
    assert pieces("İİ E-1042 İstanbul copies")[2:] == [
        ("E-1042", ("e-1042", "1042")),
        ("İ", ()),
        ("stanbul", ("stanbul",)),
        ("copies", ("copi",)),
    ]


def test_a_megabyte_without_a_space_is_read_in_linear_time():
    for unit in ("a-", "a.", "-", "1-a", "a+", "/", "x"):
        Tokenizer(()).tokens(unit * 200_000)


@pytest.mark.parametrize(
    ("candidate", "expected"), [("a-b", False), ("a-1", True), ("1-a", False), ("1-2", True), ("a.b", True)]
)
def test_hyphens_alone_need_a_digit(candidate, expected):
    assert is_identifier(candidate) is expected


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.sampled_from(["the", "Copies", "E-1042", "1042", "C++", "and/or", "İstanbul", "x", "."])).map(" ".join)
)
def test_pieces_with_some_tokens_are_those_of_all_pieces_that_have_one(text: str) -> None:
    tokenizer, wanted = Tokenizer(STOPWORDS_EN), frozenset({"copi", "1042", "c++"})
    having = tuple(piece for piece in tokenizer.pieces(text) if wanted & set(piece.tokens))
    assert tokenizer.pieces_with(text, wanted) == having
