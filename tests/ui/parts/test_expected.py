from inspector.inspection import inspect
from inspector.records.results import Request
from inspector.ui.parts.expected import OFFERED, candidates, expected_sentence
from tests.toy_index import toy_index


def test_an_id_comes_before_what_its_words_find(tmp_path):
    index = toy_index(tmp_path)
    assert candidates(index, " sort ")[0].id == "sort"
    assert candidates(index, "E-1042")[0].id == "E-1042"


def test_words_find_documents_by_keyword_each_once(tmp_path):
    index = toy_index(tmp_path)
    found = [each.id for each in candidates(index, "list")]
    assert found == list(index.collection.ids_at(index.keyword.score("list").top(OFFERED)[0]))
    assert len(set(found)) == len(found) > 1


def test_nothing_wanted_offers_nothing(tmp_path):
    assert candidates(toy_index(tmp_path), "  ") == ()


def test_the_sentence_says_where_each_search_has_the_document(tmp_path):
    index = toy_index(tmp_path)
    found = inspect(index, Request("copy a nested list", k=3, also=("timer",)))
    rank = found.standing("timer").neighbor_rank
    said = expected_sentence(found, "timer")
    assert said.startswith('◆ You expected "call later": embedding ')
    assert f"{rank}th" in said or rank < 4
    assert said.endswith("keyword no query word, hybrid not in 3.")
