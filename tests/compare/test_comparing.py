"""Comparisons against brute force, with chunks, documents in place of queries, missing models, and bad input."""

from dataclasses import replace

import numpy as np
import pytest

from inspector.compare import comparing
from inspector.compare.comparing import compare
from inspector.errors import CancelledError, RequestError
from inspector.evaluate.judgements import parse_judgements
from inspector.records.comparison import AskedWith, Reason
from inspector.records.documents import Condition
from inspector.records.index_changes import DocumentKind
from inspector.records.results import Retriever
from inspector.records.runs import Query
from tests.compare.planted import AT_ZERO, FIVE, AngleEmbedder, planted
from tests.toy import ToyEmbedder
from tests.toy_index import TWELVE, toy_index

ASKED = tuple(Query(f"q{place}", text) for place, text in enumerate(("copy a list", "error E-1042", "read file", "?")))


@pytest.fixture(scope="module")
def five(tmp_path_factory):
    return planted(tmp_path_factory.mktemp("five") / "five")


@pytest.fixture(scope="module")
def shorter(tmp_path_factory):
    return planted(tmp_path_factory.mktemp("shorter") / "four", {k: v for k, v in FIVE.items() if k != "d1"})


def toy(folder, *given):
    """Build a toy index in a folder of its own."""
    folder.mkdir()
    return toy_index(folder, *given)


def brute_force(index, text, k):
    """Rank by cosine in float64, ties by place; a zero vector is similar to nothing."""
    vectors = index.collection.vectors(np.arange(index.collection.count)).astype(np.float64)
    query = index.embedder.encode([text])[0].astype(np.float64)
    lengths = np.linalg.norm(vectors, axis=1) * np.linalg.norm(query)
    scores = np.divide(vectors @ query, lengths, out=np.zeros(len(vectors)), where=lengths > 0)
    return index.collection.ids_at(np.argsort(-np.round(scores, 12), kind="stable")[:k])


def test_both_lists_are_those_of_a_brute_force_with_each_index_s_own_model(tmp_path):
    before = toy(tmp_path / "a")
    after = toy(tmp_path / "b", TWELVE[::-1], ToyEmbedder(seed=1))
    found = compare(before, after, ASKED, k=5)
    assert len(found.queries) == len(ASKED)
    for each in found.queries:
        assert tuple(placed.id for placed in each.before) == brute_force(before, each.query.text, 5)
        assert tuple(placed.id for placed in each.after) == brute_force(after, each.query.text, 5)
        shared = {placed.id for placed in each.before} & {placed.id for placed in each.after}
        assert (each.shared, each.jaccard) == (len(shared), len(shared) / (10 - len(shared)))
        assert {left.id for left in each.left} == {placed.id for placed in each.before} - shared
        assert {came.id for came in each.came} == {placed.id for placed in each.after} - shared


def test_queries_without_a_word_are_left_out_of_every_number_and_that_is_said(five, shorter):
    found = compare(five, shorter, (*AT_ZERO, Query("e", ""), Query("s", " ")), k=3)
    assert (found.blast.queries, [each.query.id for each in found.queries]) == (1, ["q"])
    assert "2 queries without a word left out." in found.notes
    with pytest.raises(RequestError, match="None of the queries has a word"):
        compare(five, shorter, (Query("e", ""),))


def test_ranks_stand_on_both_sides(five, shorter):
    (only,) = compare(shorter, five, AT_ZERO, k=3).queries
    assert [(left.id, left.rank, left.rank_after) for left in only.left] == [("d4", 3, 4)]
    assert [(came.id, came.rank, came.rank_before) for came in only.came] == [("d1", 1, None)]


def test_judged_documents_are_lost_and_won_and_measured(five, shorter):
    judged = parse_judgements("query\tdoc\tgrade\nq\td1\t1\nq\td4\t1\nq\td9\t0\n")
    (only,) = compare(five, shorter, AT_ZERO, judged, k=3).queries
    assert (only.lost, only.won) == (("d1",), ("d4",))
    # Two relevant ones: at rank 1 of 3 before, at rank 3 after; a perfect list has them at 1 and 2.
    ideal = 1 + 1 / np.log2(3)
    assert only.ndcg_before == pytest.approx(1 / ideal)
    assert only.ndcg_after == pytest.approx(0.5 / ideal)
    blast = compare(five, shorter, AT_ZERO, judged, k=3).blast
    assert (blast.lost, blast.won, blast.judged) == (1, 1, 1)
    assert blast.ndcg.value == pytest.approx(-0.5 / ideal)


def test_queries_come_worst_first_and_the_frequent_ones_weigh_more(five, shorter):
    asked = (Query("far", "60", 1), Query("near", "0", 3))
    found = compare(five, shorter, asked, k=1)
    assert [each.query.id for each in found.queries] == ["near", "far"]
    assert found.blast.other_list.value == 0.75
    assert found.blast.weighted


def test_only_the_worst_queries_are_kept_but_all_are_counted(five, shorter, monkeypatch):
    monkeypatch.setattr(comparing, "KEPT", 1)
    monkeypatch.setattr(comparing, "AT_ONCE", 1)
    found = compare(five, shorter, (Query("far", "60"), Query("near", "0"), Query("other", "60")), k=1)
    assert [each.query.id for each in found.queries] == ["near"]
    assert (found.blast.queries, found.blast.overlaps) == (3, (1, 2))


def test_without_queries_documents_ask_and_never_find_themselves(five, tmp_path):
    after = planted(tmp_path / "b", embedder=AngleEmbedder({"5 degrees": 0.9}))
    found = compare(five, after, k=2)
    assert (found.asked_with, found.blast.queries) == (AskedWith.DOCUMENTS, 5)
    by_id = {each.query.id: each for each in found.queries}
    assert [placed.id for placed in by_id["d1"].before] == ["d2", "d3"]
    assert [placed.id for placed in by_id["d1"].after] == ["d5", "d2"]
    assert {left.id: left.reason for left in by_id["d1"].left} == {"d3": Reason.CHANGED_AHEAD}
    # d5 itself asks from elsewhere: with its old vector it would find d4 and d3 again.
    assert {left.id: left.reason for left in by_id["d5"].left} == {"d4": Reason.QUERY, "d3": Reason.QUERY}


def chunks(sizes, parents=3):
    """Give texts by id, and parents, of documents cut into `sizes` pieces each."""
    texts, metadata = {}, {}
    for parent in range(parents):
        for piece in range(sizes):
            texts[f"p{parent}/{sizes}-{piece}"] = f"{10 * parent + piece} degrees"
            metadata[f"p{parent}/{sizes}-{piece}"] = {"parent": f"p{parent}", "position": piece}
    return texts, metadata


def test_other_chunks_of_the_same_parents_are_compared_by_parent(tmp_path):
    (old, old_parents), (new, new_parents) = chunks(2), chunks(3, parents=4)
    before = planted(tmp_path / "a", old, metadata=old_parents)
    after = planted(tmp_path / "b", new, metadata=new_parents)
    found = compare(before, after, (Query("q", "40"),), k=2)
    (only,) = found.queries
    assert [placed.id for placed in only.before] == ["p2", "p1"]
    assert [placed.id for placed in only.after] == ["p3", "p2"]
    assert found.documents.by_parent
    assert found.documents.count(DocumentKind.ADDED) == 1
    assert {left.id: left.reason for left in only.left} == {"p1": Reason.ADDED_AHEAD}
    assert any("parent" in note for note in found.notes)
    with pytest.raises(RequestError, match="only parents"):
        compare(before, after)


def test_indexes_without_a_document_in_common_are_refused_with_an_example_of_each(five, tmp_path):
    after = planted(tmp_path / "b", {"x1": "1 degrees"})
    with pytest.raises(RequestError, match='"d1", here "x1"'):
        compare(five, after, AT_ZERO)


def test_without_a_model_on_one_side_the_keyword_lists_of_both_are_compared(tmp_path):
    before, after = toy(tmp_path / "a"), toy(tmp_path / "b", TWELVE[1:])
    after = replace(after, embedder=None, model_refusal="It is not here.")
    found = compare(before, after, (Query("q", "copy a nested list"),), k=3)
    assert found.retriever is Retriever.KEYWORD
    assert {left.id: left.reason for left in found.queries[0].left} == {"copy": Reason.REMOVED}
    assert "It is not here" in found.notes[0]


def test_a_filter_that_one_index_does_not_know_is_refused_by_its_name(tmp_path):
    before = planted(tmp_path / "with", metadata={each: {"lang": "en"} for each in FIVE})
    after = planted(tmp_path / "without")
    with pytest.raises(RequestError, match=r"^without: "):
        compare(before, after, AT_ZERO, where=(Condition("lang", "en"),))


@pytest.mark.parametrize(
    ("settings", "said"),
    [({"queries": ()}, "no query"), ({"k": 0}, "k is 0"), ({"queries": None, "sample": 0}, "sample of 0")],
)
def test_what_cannot_be_asked_is_refused(five, shorter, settings, said):
    with pytest.raises(RequestError, match=said):
        compare(five, shorter, **{"queries": AT_ZERO, **settings})


def test_the_same_index_twice_changes_nothing_and_is_said_to_be_the_same(five):
    found = compare(five, five, AT_ZERO)
    assert found.same_content
    assert (found.blast.other_list.value, found.blast.places.value, found.reasons) == (0, 0, ())


def test_progress_may_stop_the_work(five, shorter):
    def stop(done, total, message):
        raise CancelledError("Stopped.")

    with pytest.raises(CancelledError):
        compare(five, shorter, AT_ZERO, progress=stop)
