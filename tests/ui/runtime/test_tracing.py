"""The trace as a growing answer: one for all who ask the same, another for another question or without the model."""

from dataclasses import replace

import pytest

from inspector.records.findings import Cause
from inspector.records.trace import TraceRequest
from inspector.ui.runtime.tracing import trace_of
from tests.toy_index import toy_index
from tests.ui.waiting import until

REQUEST = TraceRequest("copy a nested list", "copy", k=3)


@pytest.fixture
def index(tmp_path):
    return toy_index(tmp_path)


def finished(index, request=REQUEST):
    until(lambda: not trace_of(index, request).alive)
    return trace_of(index, request)


def test_the_answer_comes_and_is_the_same_for_all_who_ask_the_same(index):
    found = finished(index)
    assert found.error == ""
    assert found.value.cause is Cause.FOUND
    assert trace_of(index, REQUEST).value is found.value


def test_another_question_or_an_index_without_its_model_is_another_answer(index):
    own = finished(index)
    assert finished(index, replace(REQUEST, k=1)).key != own.key
    without = replace(index, embedder=None, model_refusal="There is no model.")
    assert finished(without).key != own.key
    assert finished(without).error == ""


def test_an_id_that_is_not_there_is_answered(index):
    assert finished(index, replace(REQUEST, doc="gone")).value.cause is Cause.NOT_INDEXED
