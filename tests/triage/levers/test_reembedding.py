"""Documents with the wrong vectors, embedded again: whom that brings back, and whom it pushes out."""

import numpy as np

from inspector.build.build import build
from inspector.build.settings import BuildSettings
from inspector.inspection import OpenIndex
from inspector.records.findings import Cause
from inspector.records.results import Retriever
from inspector.records.triage import LeverKind, TriageSettings
from inspector.search.keyword_cache import keyword_of
from inspector.stores import open_index
from inspector.triage import triage
from inspector.triage.batch import answer_batch
from inspector.triage.levers.reembedding import fresh_vectors, with_fresh
from inspector.triage.wanted import wanted_of
from tests.toy import ToyEmbedder
from tests.toy_index import TWELVE, write_corpus
from tests.triage.samples import cases

LOST = (1, 5)


def broken(folder, rows=TWELVE, lost=LOST):
    """An index in which some documents have vectors of zeros."""
    toy = ToyEmbedder()
    vectors = toy.encode([f"{title}\n{text}" for _, title, text in rows])
    vectors[list(lost)] = 0
    np.save(folder / "v.npy", vectors)
    build(write_corpus(folder, rows), folder / "index", BuildSettings(vectors=folder / "v.npy"), embedder=toy)
    collection = open_index(folder / "index")
    return OpenIndex(collection, keyword_of(collection), toy)


def test_all_documents_that_lost_their_vectors_come_back_together(tmp_path):
    index = broken(tmp_path)
    asked = cases(*((f"{title} {text}", each) for each, title, text in TWELVE[:8]))
    answer = triage(index, asked, TriageSettings(1))
    assert {row.doc for row in answer.rows if row.cause is Cause.ZERO_VECTOR} == {"sort", "http"}
    lever = next(each for each in answer.levers if each.lever is LeverKind.REEMBED_TEXT)
    assert (lever.saves, lever.breaks) == (2, 0)
    assert lever.change == "Embed 2 documents again, as the contract says."


def test_the_lists_are_those_of_an_index_with_the_fresh_vectors(tmp_path):
    (tmp_path / "broken").mkdir()
    (tmp_path / "whole").mkdir()
    index, whole = broken(tmp_path / "broken"), broken(tmp_path / "whole", lost=())
    docs = tuple(TWELVE[row][0] for row in LOST)
    asked = cases(*((text or title, doc) for _, title, text in TWELVE for doc in ("sort", "path")[:1]))
    asked += cases(("a list", "reverse"), ("list of items", "copy"), ("page", "path"))
    for settings in (TriageSettings(2), TriageSettings(2, retriever=Retriever.HYBRID)):
        wanted = wanted_of(index.collection, asked)
        batch = answer_batch(index, settings, asked, wanted, more=len(docs)).batch
        mended = with_fresh(batch, docs, fresh_vectors(index, docs))
        other = answer_batch(whole, settings, asked, wanted).batch
        assert list(mended) == [other.within(place) for place in other.places]


def test_a_document_that_comes_back_can_push_another_out(tmp_path):
    rows = (("wanted", "", "how to copy a list of lists"), ("other", "", "how to copy a list"))
    index = broken(tmp_path, rows, lost=(0,))
    asked = cases(("copy a list of lists", "wanted"), ("how to copy a list of lists", "other"))
    answer = triage(index, asked, TriageSettings(1))
    lever = next(each for each in answer.levers if each.lever is LeverKind.REEMBED_TEXT)
    assert (lever.saves, lever.breaks) == (1, 1)
