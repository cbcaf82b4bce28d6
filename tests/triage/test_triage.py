"""Many queries at once on small real indexes: outcomes, causes, what stops and goes on, what lacks a model."""

from dataclasses import replace

import pytest

from inspector.errors import CancelledError, EmbedderError, RequestError
from inspector.explain.vector_cache import VectorCache
from inspector.records.documents import Condition
from inspector.records.findings import Cause
from inspector.records.results import Retriever
from inspector.records.triage import GroupKind, Outcome, TriageSettings
from inspector.triage import asking, triage
from inspector.triage.kept import ANSWERS, Journal, folder_of, key_of
from inspector.triage.tracing import TRACING
from tests.toy import ToyEmbedder
from tests.toy_index import toy_index
from tests.triage.samples import Choking, Stopping, cases

K1 = TriageSettings(k=1)
ASKED = cases(
    ("copy a nested list", "copy"),
    ("put the items in order", "sort"),
    ("reverse a list", "copy", 5),
    ("read a csv file", "gone"),
    ("download a page", "http", "gone"),
)


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    return toy_index(tmp_path_factory.mktemp("toy"))


def rows(answer):
    return {row.query.text: row for row in answer.rows}


def test_a_query_fails_where_none_of_what_it_expects_is_within_k(index):
    answer = triage(index, ASKED, K1)
    assert {text: row.outcome for text, row in rows(answer).items()} == {
        "copy a nested list": Outcome.HEALTHY,
        "put the items in order": Outcome.HEALTHY,
        "reverse a list": Outcome.FAILING,
        "read a csv file": Outcome.FAILING,
        "download a page": Outcome.HEALTHY,
    }
    counts = answer.counts
    assert (counts.queries, counts.traffic, counts.failing, counts.failing_traffic) == (5, 9, 2, 6)
    assert (counts.healthy, counts.partly, counts.pairs, counts.pairs_missed, counts.pairs_unknown) == (3, 1, 6, 3, 2)


def test_a_document_that_is_not_indexed_is_named_without_a_trace_and_causes_group_by_traffic(index):
    answer = triage(index, ASKED, K1)
    found = rows(answer)
    assert found["read a csv file"].cause is Cause.NOT_INDEXED
    assert answer.rate.traced == 1
    assert [(group.kind, group.traffic, group.queries) for group in answer.groups] == [
        (GroupKind.CAUSE, 5, 1),
        (GroupKind.CAUSE, 1, 1),
    ]
    assert [group.share for group in answer.groups] == [5 / 6, 1 / 6]
    assert answer.summary.startswith("2 of 5 queries fail. 1 of 2 failing queries: ")
    assert "2 expected documents are not in the index." in answer.notes


def test_the_cause_is_that_of_the_trace(index):
    from inspector.diagnose.trace import trace
    from inspector.records.trace import TraceRequest

    row = rows(triage(index, ASKED, K1))["reverse a list"]
    alone = trace(index, TraceRequest("reverse a list", "copy", 1), remedies=False)
    assert (row.cause, row.also, row.summary, row.doc) == (alone.cause, alone.also, alone.summary, "copy")
    assert row.rank == alone.ranks.exact


def test_only_as_many_are_traced_as_asked_the_most_frequent_first_and_the_rest_is_said(index):
    asked = cases(("reverse a list", "copy"), ("call later", "path", 9), ("sort a list", "http", 2))
    answer = triage(index, asked, replace(K1, limit=1))
    assert [row.query.text for row in answer.rows if row.traced] == ["call later"]
    assert answer.not_traced is not None
    assert answer.not_traced.startswith("1 of 3 failing queries were traced, the most frequent first")
    untraced = triage(index, asked, replace(K1, limit=0))
    assert untraced.groups[0].kind is GroupKind.NOT_TRACED
    assert untraced.summary == "3 of 3 queries fail. 3 of 3 failing queries: the cause was not looked for."


def test_stopped_while_tracing_and_given_again_it_goes_on_without_asking_twice(tmp_path):
    embedder = ToyEmbedder()
    index = toy_index(tmp_path, embedder=embedder)
    asked = cases(("reverse a list", "copy"), ("call later", "path"), ("sort a list", "http"))
    whole = triage(replace(index, cache=VectorCache()), asked, replace(K1, k=2))
    with pytest.raises(CancelledError):
        triage(replace(index, cache=VectorCache()), asked, K1, progress=Stopping(TRACING, 3))
    again = triage(replace(index, cache=VectorCache()), asked, K1)
    assert again.rate.answered == 0
    assert again.rate.traced == 1
    assert [row.cause is not None for row in again.rows] == [True, True, True]
    calls = embedder.calls
    third = triage(replace(index, cache=VectorCache()), asked, K1)
    assert embedder.calls == calls
    assert replace(third, made_at="", rate=whole.rate) == replace(again, made_at="", rate=whole.rate)


def test_stopped_while_answering_it_keeps_the_parts_that_were_done(tmp_path, monkeypatch):
    monkeypatch.setattr(asking, "PART", 2)
    index = toy_index(tmp_path)
    asked = cases(*(f"query number {number}" for number in range(7)))
    with pytest.raises(CancelledError):
        triage(index, asked, K1, progress=Stopping(asking.ANSWERING, 12))
    kept = Journal(folder_of(key_of(index.collection, asked, K1)) / ANSWERS)
    done = sum("outcome" in line for line in kept.read())
    assert 0 < done < 7
    kept.path.write_bytes(kept.path.read_bytes()[:-9])  # the machine went down in the middle of a line
    answer = triage(index, asked, K1)
    assert answer.rate.answered == 7 - done + 1
    assert answer.counts.open == 7


def test_a_query_the_model_cannot_read_is_said_and_the_others_go_on(tmp_path):
    index = toy_index(tmp_path, embedder=Choking())
    answer = triage(index, cases(("copy a nested list", "copy"), ("choke", "sort"), "csv"), K1)
    assert [row.outcome for row in answer.rows] == [Outcome.HEALTHY, Outcome.UNANSWERED, Outcome.OPEN]
    assert answer.rows[1].summary == "The model choked."
    assert answer.counts.unanswered == 1
    assert GroupKind.UNANSWERED in [group.kind for group in answer.groups]


def test_a_model_that_reads_nothing_is_an_error(tmp_path):
    with pytest.raises(EmbedderError, match="choked"):
        triage(toy_index(tmp_path, embedder=Choking()), cases("choke", "choke on it"), K1)


def test_without_a_model_keyword_search_is_looked_at_and_what_is_missing_is_said(index):
    bare = replace(index, embedder=None, model_refusal="Nobody has the model.")
    answer = triage(bare, cases(("error E-1042", "E-1042"), ("nested", "http")), K1)
    assert answer.settings.retriever is Retriever.KEYWORD
    assert [row.outcome for row in answer.rows] == [Outcome.HEALTHY, Outcome.FAILING]
    assert answer.rows[1].cause is Cause.MODEL_LIMIT
    assert [(each.check, each.why) for each in answer.not_checked] == [
        ("embedding", "Nobody has the model; only keyword search was looked at")
    ]


def test_a_filter_that_leaves_the_document_out_is_the_cause_and_leaving_it_away_helps(index):
    settings = TriageSettings(k=1, where=(Condition("kind", "code"),))
    answer = triage(index, cases(("copy a nested list", "copy"), ("error E-1042", "E-1042")), settings)
    assert answer.rows[0].cause is Cause.FILTERED_OUT
    lever = next(each for each in answer.levers if each.lever == "filter_off")
    assert (lever.saves, lever.breaks, lever.tried) == (1, 0, True)


@pytest.mark.parametrize(
    ("settings", "said"),
    [(TriageSettings(k=0), "k is 0"), (TriageSettings(limit=-1), "-1"), (TriageSettings(weight=2), "weight is 2")],
)
def test_what_cannot_be_asked_is_refused(index, settings, said):
    with pytest.raises(RequestError, match=said):
        triage(index, cases("copy"), settings)


def test_no_query_is_refused(index):
    with pytest.raises(RequestError, match="no query"):
        triage(index, (), K1)
