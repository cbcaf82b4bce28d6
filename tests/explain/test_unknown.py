from collections.abc import Sequence

import pytest

from inspector.embedders import Embedder
from inspector.explain.unknown import unknown_sentence, unknown_words
from tests.explain.document.toys import TokenToy
from tests.toy import ToyEmbedder


@pytest.mark.model
@pytest.mark.parametrize(
    ("query", "unknown"),
    [
        ("how do I reset naïve E-1042 xqzzkw", ()),
        ("🔑 forgot 🔑 𓀀𓀁", ("🔑", "𓀀𓀁")),
        ("كيف أغير password", ()),
        ("", ()),
    ],
)
def test_words_that_the_real_tokenizer_reads_as_unknown_are_named_once(
    minilm: Embedder, query: str, unknown: Sequence[str]
):
    assert unknown_words(minilm, query) == unknown


def test_an_unknown_word_is_named_and_one_of_the_prompt_is_not():
    model = TokenToy({"reset": [1.0]}, unknown={"ꙮ", "query"})
    assert unknown_words(model, "ꙮ reset ꙮ", "query: ") == ("ꙮ",)


def test_a_model_that_shows_tokens_and_knows_them_all_has_no_unknown_word():
    assert unknown_words(TokenToy({"reset": [1.0]}), "reset 🔑", "query: ") == ()


def test_of_a_model_that_shows_no_tokens_nothing_is_said():
    assert unknown_words(ToyEmbedder(), "🔑 𓀀") == ()


def test_the_sentence_names_five_words_and_counts_the_rest():
    assert unknown_sentence(()) == ""
    assert unknown_sentence(("ꙮ",)).startswith('The model does not know "ꙮ". It reads every unknown word')
    assert unknown_sentence(tuple("忘记了密码信息")).startswith(
        'The model does not know "忘", "记", "了", "密", "码" and 2 more. '
    )
