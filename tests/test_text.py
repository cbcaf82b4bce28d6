"""Words with exact spans, texts without a word, and how words are shown."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.text import (
    Word,
    join_spaces,
    listed,
    ordinal,
    quoted,
    shortened,
    without,
    without_spans,
    words,
)

ANY_TEXT = st.text(max_size=200) | st.text(
    "ab1 .,;()[]<>*_-—…'\"#/\\`你好はペ😀\u200d\ufe0fé\u0301\u200b\n", max_size=60
)


def texts(text: str) -> list[str]:
    return [word.text for word in words(text)]


@given(ANY_TEXT)
def test_a_word_is_the_text_at_its_span_and_spans_ascend_without_overlap(text: str) -> None:
    end = 0
    for word in words(text):
        assert end <= word.start < word.end <= len(text)
        assert text[word.start : word.end] == word.text
        assert not any(char.isspace() for char in word.text)
        end = word.end


@given(ANY_TEXT)
def test_words_and_what_stands_between_them_reassemble_the_text(text: str) -> None:
    pieces, end = [], 0
    for word in words(text):
        pieces += [text[end : word.start], word.text]
        end = word.end
    assert "".join([*pieces, text[end:]]) == text


@given(ANY_TEXT)
def test_no_letter_or_digit_stands_outside_the_words(text: str) -> None:
    inside = {place for word in words(text) for place in range(word.start, word.end)}
    assert [char for place, char in enumerate(text) if char.isalnum() and place not in inside] == []


@given(ANY_TEXT)
def test_every_word_holds_a_letter_a_digit_or_a_symbol(text: str) -> None:
    for word in words(text):
        assert any(unicodedata.category(char)[0] in "LNSC" for char in word.text)


@given(st.text(max_size=40), st.sampled_from([" ", "\n", "\t", "\u3000"]), st.text(max_size=40))
def test_white_space_parts_words_whatever_stands_beside_it(left: str, space: str, right: str) -> None:
    assert texts(left + space + right) == texts(left) + texts(right)


@pytest.mark.parametrize(
    "word",
    [
        "E-1042",
        "C++",
        "C#",
        "--dry-run",
        "-5",
        "os.path.join",
        "copy.deepcopy(x)",
        "print()",
        "list[int]",
        "word(s)",
        "__init__",
        "_private",
        "*args",
        "**kwargs",
        ".gitignore",
        "./run",
        "../up",
        "/usr/bin",
        "don't",
        "user’s",
        "3.14",
        "1,000",
        "$5",
        "100%",
        "@name",
        "#tag",
        "R&D",
        "foo/bar",
        "U.S.",
        "e.g.",
        "a@b.org",
        "http://x.org/y?z=1",
        "!=",
        "->",
        ">=3.11",
        "cafe\u0301",
        "ג׳",
        "½",
    ],
)
@pytest.mark.parametrize("around", ["{}", "see {}, then", "({})", '"{}"?'])
def test_an_identifier_stays_whole_whatever_punctuation_is_around_it(word: str, around: str) -> None:
    assert word in texts(around.format(word))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("list?", ["list"]),
        ("(e.g. this)", ["e.g.", "this"]),
        ("see f(x)).", ["see", "f(x)"]),
        ("«mot» ‘quoted’ “x”", ["mot", "quoted", "x"]),
        ("¿qué? ¡no!", ["qué", "no"]),
        ("`code` **bold** <div>", ["code", "bold", "div"]),
        ("users' guide", ["users", "guide"]),
        ("it's—really", ["it's", "really"]),
        ("wait...what …so", ["wait", "what", "so"]),
        ("red,green;blue", ["red", "green", "blue"]),
        ("end.", ["end"]),
        ("a - b -- c — d", ["a", "b", "c", "d"]),
    ],
)
def test_punctuation_around_and_between_words_is_no_part_of_them(text: str, expected: list[str]) -> None:
    assert texts(text) == expected


@pytest.mark.parametrize("text", ["", " \n\t ", "?!", "... -- — * ** ()", "''", "。！", "\u200b\u200f", "``"])
def test_a_text_of_white_space_and_punctuation_has_no_words(text: str) -> None:
    assert words(text) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("你好，世界！2020年", ["你", "好", "世", "界", "2020", "年"]),
        ("私はPythonでリストをコピーする。", ["私", "は", "Python", "で", "リスト", "を", "コピー", "する"]),
        ("人々「らーめん」", ["人", "々", "らーめん"]),
        ("ฉันรักแมว ภาษา\u200bไทย", ["ฉันรักแมว", "ภาษา", "ไทย"]),
        ("שלום, עולם؟", ["שלום", "עולם"]),
        ("مرحبا،عالم؟", ["مرحبا", "عالم"]),
        ("\u202bשלום\u202c", ["שלום"]),
        ("नमस्ते दुनिया।", ["नमस्ते", "दुनिया"]),
        ("안녕 세계", ["안녕", "세계"]),
    ],
)
def test_scripts_are_split_where_their_readers_see_a_border(text: str, expected: list[str]) -> None:
    assert texts(text) == expected


@pytest.mark.parametrize("emoji", ["😀", "👩‍👩‍👧‍👦", "🤷🏽‍♂️", "🇩🇪", "1️⃣", "❤️", "🏴󠁧󠁢󠁥󠁮󠁧󠁿"])
@pytest.mark.parametrize("around", ["{}", "great {}!", "wow! {}", "({})"])
def test_an_emoji_is_one_word_however_many_code_points_it_has(emoji: str, around: str) -> None:
    assert emoji in texts(around.format(emoji))


def test_emoji_and_letters_that_touch_are_words_of_their_own() -> None:
    assert texts("great😀😀done 🇩🇪🇫🇷") == ["great", "😀", "😀", "done", "🇩🇪", "🇫🇷"]


def test_a_repeated_word_has_a_span_for_each_time() -> None:
    assert words("no, no") == (Word("no", 0, 2), Word("no", 4, 6))


def test_offsets_count_code_points_not_bytes() -> None:
    assert words("é😀 x") == (Word("é", 0, 1), Word("😀", 1, 2), Word("x", 3, 4))


def test_a_wall_of_brackets_is_read_in_linear_time() -> None:
    assert texts("(" * 20_000 + "a") == ["a"]  # a third of a second; looking for every partner would take a minute


@pytest.mark.parametrize(
    ("text", "word", "rest"),
    [
        ("how do I copy a list", "copy", "how do I a list"),
        ("copy a list", "copy", "a list"),
        ("a list", "list", "a"),
        ("one", "one", ""),
        ("is it E-1042, or?", "E-1042", "is it , or?"),
        ("你好吗", "好", "你吗"),
        ("a  b\n\nc", "b", "a c"),
    ],
)
def test_without_cuts_the_span_out_and_joins_the_white_space(text: str, word: str, rest: str) -> None:
    start = text.index(word)
    assert without(text, start, start + len(word)) == rest


@given(ANY_TEXT, st.data())
def test_without_a_word_all_other_visible_characters_stay_in_order(text: str, data: st.DataObject) -> None:
    found = words(text)
    if found:
        word = data.draw(st.sampled_from(found))
        kept = text[: word.start] + text[word.end :]
        assert without(text, word.start, word.end) == " ".join(kept.split())


def test_without_several_spans_all_are_cut_out_whatever_their_order() -> None:
    assert without_spans("copy a nested list", [(0, 4), (7, 13)]) == "a list"
    assert without_spans("copy a nested list", [(7, 13), (0, 4)]) == "a list"
    assert without_spans(" copy  a ", []) == "copy a"


@given(ANY_TEXT)
def test_joined_spaces_are_single_and_joining_twice_changes_nothing(text: str) -> None:
    joined = join_spaces(text)
    assert joined == join_spaces(joined) == " ".join(text.split())


@pytest.mark.parametrize(
    ("number", "written"),
    [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (12, "12th"), (113, "113th"), (1021, "1,021st")],
)
def test_a_place_is_written_as_people_say_it(number: int, written: str) -> None:
    assert ordinal(number) == written


@pytest.mark.parametrize(
    ("parts", "written"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_parts_are_listed_as_a_sentence_does(parts: list[str], written: str) -> None:
    assert listed(parts) == written


def test_a_shortened_text_is_one_line_of_at_most_the_limit():
    assert shortened("a  b\nc", 5) == "a b c"
    assert shortened("abcdef", 5) == "abcd…"
    assert shortened("abcd ef", 6) == "abcd…"


def test_quoted_words_are_enclosed_whole_whatever_quotes_they_hold():
    assert quoted("plain") == '"plain"'
    assert quoted('say "hi" (or "ho")') == '"say “hi” (or “ho”)"'
    assert quoted('a="b"').count('"') == 2
