from __future__ import annotations

import numpy as np
import pytest

from inspector.embedders.embedder import Embedder
from inspector.embedders.token_embedder import ReadTokens, TokenEmbedder, TokenKind, TokenParts
from inspector.explain.document.matrix import location_matrix, matrix_refusal, sum_refusal, token_matrix
from inspector.records.location import LocationMatrix, UnitKind
from inspector.vectors import cosine_similarity
from tests.explain.document.toys import TokenToy
from tests.toy import ToyEmbedder


def located(embedder: TokenEmbedder, query: str, document: str, prompt: str = "") -> LocationMatrix:
    parts = embedder.token_parts([query])[0], embedder.token_parts([document], prompt=prompt)[0]
    return location_matrix(query, document, parts)


def test_cells_are_the_products_of_the_parts_over_the_lengths_of_the_sums() -> None:
    toy = TokenToy({"cat": [2, 0], "dog": [0, 1], "sat": [2, 3], ".": [1, 0], "</s>": [1, 1]})
    found = located(toy, "cat dog", "The cat sat.")
    # The query sums to (2, 0) + (0, 1) + (1, 1) = (3, 2), the document to (2, 0) + (2, 3) + (1, 0) + (1, 1) = (6, 4).
    lengths = np.sqrt(13) * np.sqrt(52)
    assert [unit.text for unit in found.query] == ["<s>", "cat", "dog", "</s>"]
    assert [unit.text for unit in found.document] == ["<s>", "The", "cat", "sat", ".", "</s>"]
    assert np.allclose(found.cells[1] * lengths, [0, 0, 4, 4, 2, 2])
    assert np.allclose(found.cells[2] * lengths, [0, 0, 0, 3, 0, 1])
    assert found.similarity == pytest.approx((3 * 6 + 2 * 4) / lengths)
    assert found.within(4, 11) * lengths == pytest.approx(4 + 4 + 3 + 2 + 5)
    # What is left when the rows "cat" and "dog" and the columns that stand in the document are taken away.
    assert found.outside * lengths == pytest.approx(26 - (4 + 4 + 2) - 3)


def test_words_gather_their_tokens_and_marks_stand_by_themselves() -> None:
    toy = TokenToy({"x": [1.0]})
    found = located(toy, "e.g. don't", "a, b", prompt="passage: ")
    assert [(unit.text, unit.kind) for unit in found.query[1:-1]] == [
        ("e.g.", UnitKind.WORD),
        ("don't", UnitKind.WORD),
    ]
    assert [(unit.text, unit.start, unit.end, unit.kind) for unit in found.document] == [
        ("<s>", 0, 0, UnitKind.SPECIAL),
        ("prompt", 0, 0, UnitKind.PROMPT),
        ("a", 0, 1, UnitKind.WORD),
        (",", 1, 2, UnitKind.MARK),
        ("b", 3, 4, UnitKind.WORD),
        ("</s>", 0, 0, UnitKind.SPECIAL),
    ]


def test_a_token_over_several_words_belongs_to_the_first_and_a_bias_to_itself() -> None:
    tokens = ReadTokens(("日本", "bias"), np.array([[0, 2], [0, 0]]), (TokenKind.TEXT, TokenKind.BIAS))
    parts = TokenParts(tokens, np.eye(2))
    found = location_matrix("日本", "日本", (parts, parts))
    assert [(unit.text, unit.kind) for unit in found.query] == [("日", UnitKind.WORD), ("bias", UnitKind.BIAS)]
    assert found.cells.tolist() == pytest.approx(np.eye(2) / 2)


def test_a_zero_vector_has_similarity_zero_everywhere() -> None:
    toy = TokenToy({"cat": [1.0, 0.0]})
    parts = toy.token_parts(["cat", "dog"])
    assert not token_matrix(*parts).any()


def test_a_matrix_that_does_not_sum_to_the_similarity_is_refused_with_both_numbers() -> None:
    found = located(TokenToy({"cat": [1.0, 0.0]}), "cat", "cat")
    assert sum_refusal(found, 1.0 + 9e-6) == ""
    assert "sum to 1.000000, but the similarity is 0.990000" in sum_refusal(found, 0.99)


def test_a_model_without_tokens_or_without_sums_is_refused_with_the_reason() -> None:
    assert "vectors of whole texts only" in matrix_refusal(ToyEmbedder())
    toy = TokenToy({"x": [1.0]})
    assert matrix_refusal(toy) == ""
    toy.split_refusal = "It takes the largest value."
    assert matrix_refusal(toy) == "It takes the largest value."


@pytest.mark.model
@pytest.mark.parametrize(
    "document",
    [
        "",
        "Open the settings, choose Security and press “Reset password”.",
        "שלום עולם mixed with English, مرحبا",
        "忘れたパスワードを再設定する 🙂👩‍👩‍👧 é",
        "A long text goes on and on, and is cut off somewhere. " * 40,
    ],
)
def test_minilm_s_cells_sum_to_the_cosine(minilm: Embedder, document: str) -> None:
    assert isinstance(minilm, TokenEmbedder)
    query = "how do I reset a forgotten password? 🙂 密码"
    found = located(minilm, query, document)
    whole = float(cosine_similarity(minilm.encode([query]), minilm.encode([document]))[0, 0])
    assert abs(found.cells.sum() - whole) <= 1e-5
    assert sum_refusal(found, whole) == ""
    read = document[: minilm.read_end(document)]
    assert all(document[unit.start : unit.end] == unit.text for unit in found.document if unit.end)
    assert all(any(unit.start <= place < unit.end for unit in found.document) for place in places_of_letters(read))


def places_of_letters(text: str) -> list[int]:
    return [place for place, char in enumerate(text) if char.isalnum()]
