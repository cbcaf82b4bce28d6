"""What pseudo-queries are made of, and that their source is never found."""

from __future__ import annotations

import numpy as np
import pytest

from inspector.progress import silent
from inspector.records.documents import Document
from inspector.search.pseudo_queries import first_hit_similarities, pseudo_queries, pseudo_query
from inspector.vectors import cosine_similarity
from tests.search.small_collection import embedded
from tests.toy import ToyEmbedder


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        ("A title", "First\n one. Second one.", "First one."),
        ("Copy a\n list", " ", "Copy a list"),
        ("", "", ""),
    ],
)
def test_the_question_is_the_first_sentence_or_the_title_where_there_is_no_text(title, text, expected):
    assert pseudo_query(Document("a", title, text)) == expected


def test_documents_without_words_ask_nothing():
    documents = [Document("a", "red", ""), Document("b", "", ""), Document("c", "", "blue.")]
    asked = pseudo_queries(embedded(documents, ToyEmbedder()), ToyEmbedder(), 10, 0, silent)
    assert asked.rows.tolist() == [0, 2]
    assert [document.id for document in asked.sources] == ["a", "c"]


def test_progress_counts_the_questions_in_batches():
    documents = [Document(str(n), f"t{n}", "") for n in range(70)]
    calls = []
    pseudo_queries(embedded(documents, ToyEmbedder()), ToyEmbedder(), 70, 0, lambda *call: calls.append(call[:2]))
    assert calls == [(0, 70), (32, 70), (64, 70), (70, 70)]


def test_a_first_hit_is_found_below_many_copies():
    copies = [Document(f"c{n}", "red fox", "same") for n in range(25)]
    other = Document("o", "red frog", "other")
    collection = embedded([*copies, other], ToyEmbedder())
    asked = pseudo_queries(collection, ToyEmbedder(), 26, 0, silent)
    found = first_hit_similarities(collection, asked)
    to_other = cosine_similarity(asked.vectors[:1], collection.vectors(np.array([25])))[0, 0]
    assert len(found) == 26
    assert np.count_nonzero(found == to_other) == 25
