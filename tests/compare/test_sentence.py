"""The sentences, word for word."""

from dataclasses import replace

import pytest

from inspector.compare.sentence import KINDS, changes, cut_off, structure, summary
from inspector.records.comparison import AskedWith, BlastRadius, IndexComparison
from inspector.records.index_changes import DocumentChanges, DocumentKind, Interval, KindCount, Side
from inspector.records.results import Retriever

SAME = tuple(KindCount(kind, 450 if kind is DocumentKind.SAME else 0) for kind in DocumentKind)
BLAST = BlastRadius(300, 10, Interval(0.84, 0.8, 0.88), Interval(0.7, 0.65, 0.75), Interval(3.1, 2.8, 3.4))
FOUND = IndexComparison(
    Side("now", "a", 450, "m"),
    Side("next", "b", 450, "m", "hnsw,m=8", Interval(0.93, 0.9, 0.95), 256, 0.4, 300),
    Retriever.EMBEDDING,
    AskedWith.QUERIES,
    BLAST,
    (),
    DocumentChanges(SAME),
    (),
    (),
)


def test_the_blast_radius_is_one_sentence_with_intervals():
    said = "84 % [80, 88] would show a different list; on average 3.1 of 10 places change [2.8, 3.4]."
    assert summary(FOUND) == f"Of 300 queries, {said}"
    weighted = replace(FOUND, blast=replace(BLAST, weighted=True))
    assert summary(weighted) == f"Of 300 queries, weighed by how often each was asked, {said}"
    documents = replace(FOUND, asked_with=AskedWith.DOCUMENTS)
    assert summary(documents) == f"Asked with 300 documents in place of queries, {said}"
    assert "a different keyword list" in summary(replace(FOUND, retriever=Retriever.KEYWORD))


def test_judged_documents_are_a_second_sentence():
    judged = replace(BLAST, judged=120, lost=12, won=30, ndcg=Interval(0.021, -0.004, 0.05))
    assert summary(replace(FOUND, blast=judged)).endswith(
        "12 judged documents are lost, 30 won; nDCG@10 changes by +0.021 [−0.004, +0.050] over 120 judged queries."
    )


def test_the_same_content_is_said_to_be_the_same():
    assert summary(replace(FOUND, after=FOUND.before)) == (
        "now and now are the same content; nothing changes for any query."
    )


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ({DocumentKind.SAME: 450}, "All 450 documents are the same in both."),
        ({DocumentKind.REMOVED: 50, DocumentKind.SAME: 400}, "Documents: 50 removed and 400 the same."),
        (
            {DocumentKind.OTHER_VECTOR: 8, DocumentKind.SAME: 442},
            "Documents: 8 with another vector for the same text and 442 the same. Vectors whose text is the same moved "
            "by a distance of 0.2 in the middle, 0.5 at most.",
        ),
    ],
)
def test_what_became_of_the_documents_is_counted_in_words(counts, said):
    moved = (0.2, 0.5) if DocumentKind.OTHER_VECTOR in counts else (None, None)
    listed = tuple(KindCount(kind, counts.get(kind, 0)) for kind in DocumentKind)
    assert changes(replace(FOUND, documents=DocumentChanges(listed, False, True, *moved))) == said


def test_a_structure_says_what_it_returns_and_none_that_all_vectors_are_compared():
    assert structure(FOUND.before) == "now compares with all vectors."
    assert "next is searched through hnsw,m=8, which returned 93 % [90, 95] of the nearest" in structure(FOUND.after)


def test_what_a_model_does_not_read_is_said_where_it_is_known():
    assert cut_off(FOUND) == "Of next, 40 % of 300 documents are longer than the 256 tokens its model reads."
    assert cut_off(replace(FOUND, after=FOUND.before)) == ""


def test_every_kind_has_a_name():
    assert list(KINDS) == list(DocumentKind)


def test_vectors_that_changed_their_lengths_alone_are_not_said_to_have_moved():
    kinds = tuple(KindCount(kind, 7 if kind is DocumentKind.OTHER_VECTOR else 0) for kind in DocumentKind)
    documents = DocumentChanges(kinds, median_distance=0.0, largest_distance=1e-9)
    said = changes(replace(FOUND, documents=documents))
    assert said.endswith(" Vectors whose text is the same point the same way as before; only their lengths changed.")
