from itertools import combinations

import numpy as np
import pytest

from inspector.errors import RequestError
from inspector.explain.counterfactual import counterfactual, counterfactual_sentence, overtaking
from inspector.explain.evaluator import IndexEvaluator
from inspector.explain.game import game_of
from inspector.explain.vector_cache import VectorCache
from inspector.records.counterfactuals import Goal
from inspector.records.documents import Condition
from inspector.records.results import RanksAre
from inspector.stores.collection import Hits, Ranking
from tests import oracle
from tests.explain.toys import ToyEvaluator, additive, any_of, letters
from tests.toy import ToyEmbedder
from tests.toy_index import toy_index


class ToyRanking(ToyEvaluator):
    """Its documents are the whole collection; ties keep their order."""

    lists_are = RanksAre.EXACT

    def ranks(self, texts):
        found = self.ask(texts)
        order = np.argsort(-found, axis=1, kind="stable")
        return Ranking(np.argsort(order, axis=1, kind="stable") + 1, found, RanksAre.EXACT)

    def lists(self, texts, k):
        found = self.ask(texts)
        best = np.argsort(-found, axis=1, kind="stable")[:, :k]
        return tuple(Hits(tuple(self.ids[d] for d in row), s[row]) for row, s in zip(best, found, strict=True))

    def rerun(self, text, k):
        return self.lists([text], k)[0]


def answer(tmp_path, query: str, document: str, k: int, **settings):
    index = toy_index(tmp_path)
    evaluator = IndexEvaluator(ToyEmbedder(), index.collection, (document,), VectorCache(), **settings)
    return index, counterfactual(game_of(query), evaluator, document, k)


def brute_force(index, query: str, document: str, k: int) -> tuple[int, set[tuple[str, ...]]]:
    """The size of the smallest sets of words that do it, and all sets of that size that do."""
    documents = index.collection.vectors(np.arange(index.collection.count))
    row = int(index.collection.rows_of([document])[0])
    named = query.split()  # toy queries: one space between words

    def inside(words: list[str]) -> bool:
        return oracle.rank("cosine", ToyEmbedder().encode([" ".join(words)])[0], documents, row) <= k

    for size in range(1, len(named)):
        sets = {
            gone
            for gone in combinations(range(len(named)), size)
            if inside([word for place, word in enumerate(named) if place not in gone]) != inside(named)
        }
        if sets:
            return size, {tuple(named[place] for place in gone) for gone in sets}
    return 0, set()


@pytest.mark.parametrize(
    ("query", "document", "k"),
    [
        ("copy a nested list of rows", "copy", 1),
        ("copy a nested list of rows", "copy", 3),
        ("read a csv file into a json list", "csv", 2),
        ("read a csv file into a json list", "http", 2),
        ("sync client lost its folder token over http", "E-1042", 1),
        ("sync client lost its folder token over http", "thread", 3),
    ],
)
def test_the_answer_is_a_smallest_set_by_brute_force_over_all_sets(tmp_path, query: str, document: str, k: int):
    index, found = answer(tmp_path, query, document, k)
    size, sets = brute_force(index, query, document, k)
    assert size, "the example must have an answer"
    assert found.found is not None
    assert tuple(unit.text for unit in found.found.units) in sets
    assert found.found.minimal and found.found.verified
    assert (found.goal is Goal.LEAVE) == (found.found.rank_before <= k)


def test_ranks_and_distances_are_those_of_the_text_that_is_left(tmp_path):
    index, found = answer(tmp_path, "copy a nested list of rows", "copy", 1)
    documents = index.collection.vectors(np.arange(index.collection.count))
    row = int(index.collection.rows_of(["copy"])[0])
    for text, rank, distance in (
        ("copy a nested list of rows", found.found.rank_before, found.found.distance_before),
        (found.found.text, found.found.rank_after, found.found.distance_after),
    ):
        vector = ToyEmbedder().encode([text])[0]
        assert rank == oracle.rank("cosine", vector, documents, row)
        assert distance == pytest.approx(oracle.distance(vector, documents[row]), abs=1e-12)


def test_of_sets_of_one_size_the_one_that_moves_it_farthest_wins():
    """Without "b" the first falls to 2nd, without "c" to 3rd."""
    first, second, third = additive(a=0.2, b=0.5, c=0.6), lambda there: 0.85, lambda there: 0.75
    found = counterfactual(game_of("a b c"), ToyRanking(first, second, third), "d0", 1)
    assert [unit.text for unit in found.found.units] == ["c"]
    assert (found.found.rank_before, found.found.rank_after) == (1, 3)
    assert counterfactual_sentence(found) == (
        'Without "c" it leaves the first 1 (1st → 3rd, distance 0.00 → 0.30). No smaller set of words does it.'
    )


def test_two_duplicates_must_both_go():
    found = counterfactual(game_of("forgot my reset"), ToyRanking(any_of("forgot", "reset"), lambda _: 0.5), "d0", 1)
    assert [unit.text for unit in found.found.units] == ["forgot", "reset"]
    assert found.found.text == "my"
    assert found.tried == 3 + 3


def test_a_document_outside_is_brought_in_by_leaving_out_what_pushes_it_away():
    found = counterfactual(
        game_of("not found"), ToyRanking(lambda _: 0.5, additive(found=0.8, **{"not": -0.4})), "d1", 1
    )
    assert (found.goal, [unit.text for unit in found.found.units]) == (Goal.ENTER, ["not"])
    assert counterfactual_sentence(found).startswith('Without "not" it comes into the first 1 (2nd → 1st')


def test_none_found_is_an_answer_and_says_that_all_were_tried():
    found = counterfactual(game_of("a b c"), ToyRanking(lambda _: 0.9, lambda _: 0.1), "d0", 1)
    assert found.found is None and found.complete
    assert found.tried == 2**3 - 2  # all sets but none and all
    assert "all 6 ways were tried" in counterfactual_sentence(found)


@pytest.mark.parametrize("query", ["", "?!", "reset"])
def test_one_word_always_stays(query: str):
    found = counterfactual(game_of(query), ToyRanking(lambda _: 0.9, lambda _: 0.1), "d0", 1)
    assert found.found is None
    assert counterfactual_sentence(found) == "The query has too few words to leave one out."


def test_a_long_query_gives_the_smallest_found_and_puts_idle_words_back():
    """Of 14 words the four that hold the document are redundant: it falls only when all four are gone."""
    holders = [f"w{place}" for place in (1, 5, 8, 12)]
    found = counterfactual(letters(14), ToyRanking(any_of(*holders), lambda _: 0.5), "d0", 1)
    assert [unit.text for unit in found.found.units] == holders
    assert not found.found.minimal and found.found.verified
    assert counterfactual_sentence(found).endswith("This is the smallest set found.")


def test_in_a_long_query_words_are_taken_by_their_similarity_while_the_rank_stays():
    """Only the last four words weigh anything: all must go for it to fall below 0.15, three of them for 0.35."""
    value = additive(w10=0.2, w11=0.2, w12=0.2, w13=0.3)
    found = counterfactual(letters(14), ToyRanking(value, lambda _: 0.15), "d0", 1)
    assert [unit.text for unit in found.found.units] == ["w10", "w11", "w12", "w13"]
    few = counterfactual(letters(14), ToyRanking(value, lambda _: 0.35), "d0", 1)
    assert [unit.text for unit in few.found.units] == ["w10", "w11", "w12"]


def test_in_a_long_query_one_word_or_two_are_still_minimal():
    one = counterfactual(letters(14), ToyRanking(additive(w3=0.9), lambda _: 0.5), "d0", 1)
    assert ([unit.text for unit in one.found.units], one.found.minimal) == (["w3"], True)
    value = additive(w3=0.4, w7=0.3, w9=0.3)
    two = counterfactual(letters(14), ToyRanking(value, lambda _: 0.65, lambda _: 0.55), "d0", 2)
    assert ([unit.text for unit in two.found.units], two.found.minimal) == (["w3", "w7"], True)


def test_two_documents_swap_whichever_of_them_is_asked_for_first():
    evaluator = ToyRanking(additive(reset=0.6, my=0.1), additive(my=0.5))
    for first, second in (("d0", "d1"), ("d1", "d0")):
        found = overtaking(game_of("reset my phone"), evaluator, first, second)
        assert (found.goal, found.id, found.rival) == (Goal.SWAP, "d0", "d1")
        assert [unit.text for unit in found.found.units] == ["reset"]
        assert found.found.verified
        assert counterfactual_sentence(found).startswith('Without "reset" "d1" overtakes "d0" (1st → 2nd')


def test_what_a_search_does_not_confirm_is_not_called_verified():
    class Stubborn(ToyRanking):
        def rerun(self, text, k):
            return super().rerun("reset it", k)

    found = counterfactual(game_of("reset it"), Stubborn(additive(reset=0.9), lambda _: 0.5), "d0", 1)
    assert found.found.units and not found.found.verified
    assert counterfactual_sentence(found).endswith(
        "That goes by exact ranks: a search for the shorter query answers otherwise."
    )


def test_a_document_that_is_filtered_out_or_not_on_show_is_refused(tmp_path):
    with pytest.raises(RequestError, match="has no rank"):
        answer(tmp_path, "copy a list", "copy", 3, where=(Condition("kind", "code"),))
    with pytest.raises(RequestError, match="not one of the documents"):
        counterfactual(game_of("a b"), ToyRanking(any_of("a")), "gone", 3)
    with pytest.raises(RequestError, match="overtake itself"):
        overtaking(game_of("a b"), ToyRanking(any_of("a")), "d0", "d0")
    with pytest.raises(RequestError, match="k is 0"):
        counterfactual(game_of("a b"), ToyRanking(any_of("a")), "d0", 0)


def test_texts_are_encoded_once_and_the_proof_anew(tmp_path):
    index = toy_index(tmp_path)
    model = ToyEmbedder()
    evaluator = IndexEvaluator(model, index.collection, ("copy", "http"), VectorCache())
    game = game_of("copy a nested list of rows")
    found = [counterfactual(game, evaluator, "copy", k) for k in (1, 2)]
    proofs = sum(one.found is not None for one in found)
    assert model.calls <= 2**6 - 1 + proofs
