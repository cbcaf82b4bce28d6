"""What was judged here, in sentences: how much, by whom, and where people disagree."""

from inspector.records.judged import Judged, JudgedSet, Statement
from inspector.ui.parts.evaluate.made_here import told, who_said

AT = "2026-01-02T03:04:05+00:00"


def pair(query, doc, *said):
    statements = tuple(Statement(query, doc, grade, AT, who) for who, grade in said)
    return Judged(query, doc, statements[-1].grade, statements)


def test_it_says_how_much_was_judged_by_whom_and_where_people_disagree():
    found = JudgedSet((pair("q", "a", ("ann", 2), ("bob", 0)), pair("q", "b", ("", 1)), pair("r", "a", ("ann", 3))))
    assert told(found) == (
        "3 documents judged for 2 queries, 2 of them relevant, by somebody without a name, ann and bob. On 1 of them "
        "people disagree; the later grade counts."
    )
    assert told(JudgedSet((pair("q", "a", ("", 0)),))) == "1 document judged for 1 query, 0 of them relevant."
    assert who_said(found.judged[0]) == "2 by ann and 0 by bob"
