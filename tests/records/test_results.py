"""Requests and hits are values that can key a cache."""

from __future__ import annotations

import pytest

from inspector.records.documents import Condition
from inspector.records.results import ExplainLevel, Fusion, RanksAre, Request, Retriever


def test_equal_requests_are_one_key() -> None:
    one = Request("copy", 10, (Condition("module", "copy"),))
    assert len({one, Request("copy", where=(Condition("module", "copy"),)), Request("copy", 11)}) == 2


def test_a_request_asks_for_ten_results_explained_and_fused_by_rank() -> None:
    request = Request("copy")
    assert (request.k, request.exact, request.explain, request.fusion, request.weight) == (
        10,
        False,
        ExplainLevel.FIRST,
        Fusion.RRF,
        0.5,
    )


@pytest.mark.parametrize(
    ("vocabulary", "words"),
    [
        (Retriever, "keyword embedding hybrid"),
        (RanksAre, "exact retrieved sampled"),
        (Fusion, "rrf weighted"),
        (ExplainLevel, "none first full"),
    ],
)
def test_vocabularies_are_the_words_of_the_command_line(vocabulary: type, words: str) -> None:
    assert [str(member) for member in vocabulary] == words.split()
