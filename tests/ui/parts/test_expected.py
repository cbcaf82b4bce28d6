from dataclasses import replace

from inspector.inspection import inspect
from inspector.records.documents import Condition
from inspector.records.results import Request
from inspector.ui.parts.expected import expected_sentence
from tests.toy_index import toy_index


def test_the_sentence_says_where_each_search_has_the_document(tmp_path):
    index = toy_index(tmp_path)
    found = inspect(index, Request("copy a nested list", k=3, also=("timer",)))
    rank = found.standing("timer").neighbor_rank
    said = expected_sentence(found, "timer")
    assert said.startswith('◆ You expected "call later": embedding ')
    assert f"{rank}th" in said or rank < 4
    assert said.endswith("keyword no query word, hybrid not in 3.")


def test_a_document_that_the_filter_leaves_out_is_said_to_be_left_out(tmp_path):
    index = toy_index(tmp_path)
    found = inspect(index, Request("copy a nested list", k=3, where=(Condition("kind", "code"),), also=("timer",)))
    said = expected_sentence(found, "timer", passes=False)
    assert said == '◆ You expected "call later": the filter "kind=code" leaves it out of all three lists.'


def test_a_parent_is_named_before_the_chunk_that_stands_for_it(tmp_path):
    found = inspect(toy_index(tmp_path), Request("copy a nested list", k=3, also=("timer",)))
    said = expected_sentence(found, "timer", parent="the guide")
    assert said.startswith('◆ You expected "the guide", whose best chunk is "call later": embedding ')


def test_a_document_that_is_near_and_not_returned_is_said_to_be_missed_by_the_index(tmp_path):
    found = inspect(toy_index(tmp_path), Request("copy a nested list", k=3))
    nearest = found.neighbors[0].id
    assert "embedding 1st, keyword" in expected_sentence(found, nearest)
    missed = replace(found, neighbors=tuple(hit for hit in found.neighbors if hit.id != nearest))
    assert "embedding 1st but not returned by the index, keyword" in expected_sentence(missed, nearest)
