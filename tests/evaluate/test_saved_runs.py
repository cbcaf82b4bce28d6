"""Runs as files: written and read back alike, and every bad line named."""

import pytest

from inspector.errors import RequestError
from inspector.evaluate.saved_runs import parse_run, run_text
from inspector.records.runs import RankedList, Run


@pytest.mark.parametrize("query", ["q1", "how do I sort?"])
def test_a_run_comes_back_as_it_was_written(query):
    run = Run("my run", (RankedList(query, ("b", "a", "c"), (0.1 + 0.2, 0.3, 0.3)), RankedList("q2", ("a",), (-1.5,))))
    text = run_text(run)
    assert parse_run(text, "my run") == run
    assert text.splitlines()[0].split("\t" if " " in query else " ") == [
        query, "Q0", "b", "1", "0.30000000000000004", "my-run",
    ]  # fmt: skip


def test_lists_go_by_score_and_equal_scores_by_rank_whatever_the_order_of_the_lines():
    text = "\ufeffq Q0 low 1 0.5 t\r\nq Q0 second 3 2 t\n\nq Q0 first 2 2.0 t\n"
    (found,) = parse_run(text, "r").lists
    assert (found.ids, found.scores) == (("first", "second", "low"), (2.0, 2.0, 0.5))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "There is no result in r.run"),
        ("q Q0 a 1 2.0 t\nq Q0 a 2\n", "Line 2 of r.run has 4 columns"),
        ("q Q0 a 1 high t\n", 'Line 1 of r.run has the score "high"'),
        ("q Q0 a one 1 t\n", 'Line 1 of r.run has the rank "one"'),
        ("q Q0 a 1 nan t\n", 'the score "nan"'),
        ("q Q0 a 1 2 t\n\nq Q0 a 2 1 t\n", 'Line 3 of r.run gives "a" for "q", but line 1 did so before'),
        ("q\tQ0\t\t1\t1\tt\n", "Line 1 of r.run does not name a query and a document"),
    ],
)
def test_a_bad_line_is_named_by_its_number(text, said):
    with pytest.raises(RequestError, match=said):
        parse_run(text, "r", "r.run")


@pytest.mark.parametrize("bad", ["a\tb", "a\nb", "", " a", "a ", "a\u00a0", " ", "\ufeffa"])
def test_an_id_that_the_format_cannot_hold_is_refused(bad):
    with pytest.raises(RequestError, match="cannot stand in a run file"):
        run_text(Run("r", (RankedList("q", (bad,), (1.0,)),)))
