"""Evaluations asked for and kept: mistakes are said before anything runs, files lie together, old ones go."""

import shutil
from pathlib import Path

import pytest

from inspector.cli.eval_form import evaluation_json
from inspector.cli.output import finite
from inspector.errors import RequestError
from inspector.records.documents import condition
from inspector.stores import open_index
from inspector.ui.runtime import evaluated, evaluating
from inspector.ui.runtime.evaluating import Settings
from inspector.ui.runtime.given import Given
from tests.ui.evaluate_samples import evaluation
from tests.ui.indexes import toy_index

QUERIES = Given("pasted.txt", "how to copy\nsorting\n")
JUDGED = Given("judged.tsv", "query\tdoc\tgrade\nhow to copy\tcopy\t2\nhow to copy\tgone\t1\nsorting\tsort\t1\n")
RUN = Given("yesterday=old.run", "sorting Q0 sort 1 2.5 x\n")


@pytest.fixture(scope="module")
def collection(tmp_path_factory):
    return open_index(toy_index(tmp_path_factory.mktemp("indexes") / "faq"))


def asked(collection, *more, name="pasted queries"):
    return evaluating.ask(collection, name, QUERIES, JUDGED, *more)


def found():
    return finite(evaluation_json(evaluation()))


def test_what_was_asked_waits_until_it_is_answered_or_left(collection):
    one = asked(collection, Settings(" RR, R@3 ", 20, (condition("kind=a = b"),), True), (RUN,))
    assert evaluating.waiting(collection) == one
    assert one.name == "pasted queries, 2 queries"
    given = f"yesterday-old={one.folder}/given-0.run"
    assert one.options == (
        *("--measures", "RR,R@3,Judged@3", "--k", "20", "--where", "kind=a = b", "--exact", "--run", given),
    )
    assert evaluating.where_of(one) == (condition("kind=a = b"),)
    assert Path(one.folder, one.judged).read_text() == JUDGED.text
    evaluating.forget(collection)
    assert evaluating.waiting(collection) is None
    assert not Path(one.folder).exists()


def test_an_answer_takes_the_place_of_the_one_before_with_its_files(collection):
    first = asked(collection)
    evaluating.take(collection, first, found())
    assert evaluated.last(collection).asked == first
    second = asked(collection, name="other queries")
    assert evaluated.last(collection).asked == first  # shown until the next is there
    evaluating.take(collection, second, found())
    kept = evaluated.last(collection)
    assert (kept.asked, kept.found.retrievers) == (second, ("embedding", "keyword", "hybrid"))
    assert not Path(first.folder).exists()
    assert evaluating.waiting(collection) is None


@pytest.mark.parametrize(
    ("queries", "judged", "settings", "runs", "said"),
    [
        (Given("a", ""), JUDGED, Settings(), (), "no query"),
        (QUERIES, Given("a.tsv", "query\tdoc\tgrade\nsorting\tsort\tgood\n"), Settings(), (), "the grade"),
        (
            QUERIES,
            Given("a.tsv", "query\tdoc\tgrade\nq9\tsort\t1\n"),
            Settings(),
            (),
            "None of the 2 queries was judged",
        ),
        (
            QUERIES,
            Given("a.tsv", "query\tdoc\tgrade\nsorting\tx\t1\n"),
            Settings(),
            (),
            "None of the 1 judged documents",
        ),
        (QUERIES, JUDGED, Settings("niceness"), (), "niceness"),
        (QUERIES, JUDGED, Settings(where=(condition("colour=red"),)), (), "colour"),
        (QUERIES, JUDGED, Settings(), (Given("a.run", "one two"),), "a.run"),
        (QUERIES, JUDGED, Settings(), (Given("hybrid.run", RUN.text),), 'two runs called "hybrid"'),
    ],
)
def test_mistakes_are_said_at_once_and_nothing_waits(collection, queries, judged, settings, runs, said):
    evaluating.forget(collection)
    with pytest.raises(RequestError, match=said):
        evaluating.ask(collection, "x", queries, judged, settings, runs)
    assert evaluating.waiting(collection) is None


def test_what_was_asked_is_forgotten_with_its_files(collection):
    shutil.rmtree(asked(collection).folder)
    assert evaluating.waiting(collection) is None
