"""The queries to measure with: given, made, or documents in their place; and lists as people paste them."""

import numpy as np
import pytest

from inspector.errors import RequestError
from inspector.monitor.asked import asked, read_list
from inspector.monitor.groups import Group
from inspector.progress import silent
from tests.monitor.indexes import collection
from tests.toy import ToyEmbedder


@pytest.fixture
def then(tmp_path):
    opened = collection(tmp_path, "then", {"a": "A fox runs. It is red.", "b": "", "c": "A frog jumps."})
    return Group("all", opened, np.arange(3))


def test_without_queries_first_sentences_of_documents_are_asked(then):
    found = asked(then, ToyEmbedder(), (), "", silent)
    assert (found.texts, found.made) == (("A fox runs.", "A frog jumps."), True)
    assert np.array_equal(found.vectors, ToyEmbedder().encode(found.texts))


def test_given_queries_are_asked_and_those_without_a_direction_left_out(then):
    found = asked(then, ToyEmbedder(), ("fox", "…", "frog"), "", silent)
    assert (found.texts, found.made) == (("fox", "frog"), False)


def test_without_a_model_stored_vectors_are_asked_and_that_is_said(then):
    found = asked(then, None, (), "the model cannot be loaded", silent)
    assert len(found.texts) == len(found.vectors) == 2
    assert np.array_equal(found.vectors, then.collection.vectors(np.array([0, 2])))
    assert found.note == "Documents of then were asked in place of queries, because the model cannot be loaded."
    assert asked(then, None, ("fox",), "no model", silent) is None


def test_a_list_is_one_query_a_line_or_one_json_object_a_line():
    assert read_list("\ufeffwhere  is it\r\n\n  how  ") == ("where is it", "how")
    assert read_list('{"id": 1, "text": "where"}\n\n{"text": "how"}\n') == ("where", "how")
    assert read_list("  \n") == ()


@pytest.mark.parametrize(
    ("text", "said"), [('{"text": "a"}\nplain', "Query 2 is not JSON"), ('{"query": "a"}', 'Query 1 has no "text"')]
)
def test_a_broken_line_of_json_is_named(text, said):
    with pytest.raises(RequestError, match=said):
        read_list(text)
