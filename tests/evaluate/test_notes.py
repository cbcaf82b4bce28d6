"""Notes: what fits is not mentioned, what does not is a sentence with its number and some ids."""

from dataclasses import replace

import numpy as np

from inspector.evaluate.notes import fit_notes, judged_note, parent_note, run_notes
from inspector.records.evaluation import Fit, Mentioned
from inspector.records.runs import Query, RankedList, Run

PLAIN = Fit(3, 3, 3, 3)


def test_a_perfect_fit_needs_no_words():
    assert fit_notes(PLAIN) == ()


def test_each_misfit_is_a_sentence_with_its_number_and_some_ids():
    five = Mentioned(1200, ("a", "b", "c", "d", "e"))
    one = Mentioned(1, ("x",))
    said = fit_notes(Fit(3, 3, 2000, 3, 2, five, one, one, five, one, one))
    assert said == (
        'Left out, because nobody judged them: 1 query ("x").',
        'Left out, because they were judged, but no text was given for them: 1,200 queries (such as "a", "b", "c").',
        'Left out, because no document was judged relevant: 1 query ("x").',
        'Not in the index: 1,200 of 2,000 judged documents (such as "a", "b", "c").',
        'Counted as 0, because none of their relevant documents is in the index: 1 query ("x").',
        'Not to be found, because they do not pass the filter: 1 relevant documents ("x").',
        "2 lines of the judgements repeat an earlier one and count once.",
    )


def test_one_repeated_line_is_told_as_one():
    assert fit_notes(replace(PLAIN, repeated=1)) == (
        "1 line of the judgements repeats an earlier one and counts once.",
    )


def test_a_run_that_lacks_queries_or_is_longer_is_said_to():
    run = Run("old", (RankedList("a", ("1", "2", "3"), (3.0, 2.0, 1.0)), RankedList("b", (), ())))
    queries = tuple(Query(each, "") for each in "abc")
    assert run_notes(run, run, queries, 2) == (
        '"old" found nothing for 2 queries, which count as 0.',
        'The lists of "old" are up to 3 long; the first 2 count.',
    )
    assert run_notes(run, run, queries[:1], 3) == ()


def test_lists_by_parent_say_how_long_they_are():
    runs = (
        Run("r", (RankedList("a", ("1",), (1.0,)), RankedList("b", ("1", "2"), (2.0, 1.0)), RankedList("c", (), ()))),
    )
    assert parent_note(runs).endswith("the lists then hold 1 to 2 parents.")


def test_the_judged_share_is_named_for_each_run():
    values = np.array([[[1.0, 0.0], [0.5, 0.0]], [[0.0, 0.0], [1.0, 1.0]]])
    said = judged_note(("embedding", "keyword"), ("RR", "Judged@10"), values)
    assert "Judged@10" in said
    assert "0.25 (embedding) and 1.00 (keyword)" in said
