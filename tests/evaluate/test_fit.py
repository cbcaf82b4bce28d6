"""Fit: what does not belong together is counted with examples, and parents stand for their chunks."""

import json

import pytest

from inspector.build.build import build
from inspector.errors import RequestError
from inspector.evaluate.fit import by_parent, fit_judgements
from inspector.evaluate.judgements import JudgementSet, parse_judgements
from inspector.records.documents import Condition
from inspector.records.evaluation import Mentioned
from inspector.records.runs import Judgement, Query, RankedList, Run
from inspector.stores import open_index
from tests.search.test_parents import chunked
from tests.toy import ToyEmbedder
from tests.toy_index import toy_index


@pytest.fixture(scope="module")
def collection(tmp_path_factory):
    return toy_index(tmp_path_factory.mktemp("toy")).collection


@pytest.fixture(scope="module")
def chunks(tmp_path_factory):
    """Four chunks of "lists", two of "files", and "alone"."""
    return chunked(tmp_path_factory.mktemp("chunked")).collection


def judged(*pairs):
    return JudgementSet(tuple(Judgement(*pair) for pair in pairs))


def queries(*ids):
    return tuple(Query(each, f"text of {each}") for each in ids)


def test_everything_that_does_not_fit_is_counted_and_named(collection):
    said = judged(
        ("good", "copy", 1), ("good", "gone-1", 0), ("lost", "gone-2", 2), ("none", "sort", 0), ("stranger", "csv", 1),
    )  # fmt: skip
    found = fit_judgements(collection, queries("good", "lost", "none", "idle"), said)
    fit = found.fit
    assert (fit.queries, fit.judgements, fit.documents, fit.evaluated) == (4, 5, 5, 2)
    assert fit.without_text == Mentioned(1, ("stranger",))
    assert fit.without_judgement == Mentioned(1, ("idle",))
    assert fit.without_relevant == Mentioned(1, ("none",))
    assert fit.missing == Mentioned(2, ("gone-1", "gone-2"))
    assert fit.unreachable == Mentioned(1, ("lost",))
    assert not fit.per_parent
    assert [query.id for query in found.queries] == ["good", "lost"]
    assert found.grades == {"good": {"copy": 1, "gone-1": 0}, "lost": {"gone-2": 2}}


def test_relevant_documents_behind_the_filter_are_counted(collection):
    said = judged(("q", "copy", 1), ("q", "E-1042", 1), ("q", "E-1024", 0))
    fit = fit_judgements(collection, queries("q"), said, (Condition("kind", "howto"),)).fit
    assert fit.filtered == Mentioned(1, ("E-1042",))


def test_of_many_only_a_few_are_named(collection):
    said = judged(("q", "copy", 1), *(("q", f"gone-{place}", 0) for place in range(40)))
    missing = fit_judgements(collection, queries("q"), said).fit.missing
    assert (missing.count, missing.examples) == (40, tuple(f"gone-{place}" for place in range(5)))


@pytest.mark.parametrize(
    ("asked", "said", "sentence"),
    [
        (("a", "b"), (("x", "copy", 1),), 'their ids are "a", "b", those of the judgements "x"'),
        (("q",), (("q", "gone", 1),), 'they are "gone", the index has "'),
        (("q",), (("q", "copy", 0), ("q", "sort", -1)), "None of the 1 judged queries has a relevant document"),
    ],
)
def test_where_nothing_fits_the_ids_of_both_sides_are_named(collection, asked, said, sentence):
    with pytest.raises(RequestError, match=sentence):
        fit_judgements(collection, queries(*asked), judged(*said))


def test_judgements_that_name_parents_are_read_as_such(chunks):
    found = fit_judgements(chunks, queries("q", "r"), judged(("q", "lists", 1), ("q", "files", 0), ("r", "alone", 1)))
    assert found.fit.per_parent
    assert found.fit.missing.count == 0
    assert found.grades == {"q": {"lists": 1, "files": 0}, "r": {"alone": 1}}


def test_a_judged_chunk_among_parents_counts_for_its_parent_with_the_best_grade(chunks):
    said = judged(("q", "lists-2", 2), ("q", "lists", 0), ("q", "files", 1))
    found = fit_judgements(chunks, queries("q"), said)
    assert found.fit.per_parent
    assert found.grades == {"q": {"lists": 2, "files": 1}}


def test_an_id_that_is_a_chunk_and_a_parent_is_meant_as_the_parent(tmp_path):
    corpus = tmp_path / "corpus.jsonl"
    rows = (("whole", "whole", "copy a list"), ("whole-2", "whole", "sort a list"), ("other", None, "a page"))
    corpus.write_text("\n".join(json.dumps({"id": id_, "parent": parent, "text": text}) for id_, parent, text in rows))
    collection = open_index(build(corpus, tmp_path / "index", embedder=ToyEmbedder()).path)
    assert fit_judgements(collection, queries("q"), judged(("q", "whole", 1))).fit.per_parent
    assert not fit_judgements(collection, queries("q"), judged(("q", "other", 1))).fit.per_parent
    assert not fit_judgements(collection, queries("q"), judged(("q", "whole", 1), ("q", "whole-2", 1))).fit.per_parent


def test_judgements_that_name_chunks_are_of_chunks(chunks):
    found = fit_judgements(chunks, queries("q"), judged(("q", "lists-0", 1), ("q", "lists-1", 1), ("q", "gone", 1)))
    assert not found.fit.per_parent
    assert found.fit.missing == Mentioned(1, ("gone",))


def test_a_list_by_parent_keeps_each_where_its_best_chunk_stood(chunks):
    ids = ("lists-1", "alone", "files-0", "lists-0", "files", "stranger")
    run = Run("r", (RankedList("q", ids, (6.0, 5.0, 4.0, 3.0, 2.0, 1.0)),))
    (found,) = by_parent(chunks, run).lists
    assert found.ids == ("lists", "alone", "files", "stranger")
    assert found.scores == (6.0, 5.0, 4.0, 1.0)


def test_lines_said_twice_are_counted(collection):
    said = parse_judgements("q\tcopy\t1\nq\tcopy\t1\n")
    assert fit_judgements(collection, queries("q"), said).fit.repeated == 1
