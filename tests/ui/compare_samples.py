"""A comparison for tests of the app, made by hand: one query that lost a judged document, one that shows the same."""

from inspector.records.comparison import (
    Arrival,
    AskedWith,
    BlastRadius,
    Departure,
    IndexComparison,
    Placed,
    QueryComparison,
    Reason,
    ReasonCount,
)
from inspector.records.index_changes import ContractLine, DocumentChanges, DocumentKind, Interval, KindCount, Side
from inspector.records.results import Retriever
from inspector.records.runs import Query

HALF = Interval(0.5, 0.1, 0.9)
NAMED = "<b>copy</b>"
LOST = QueryComparison(
    Query("q1", "how to copy <i>lists</i>"),
    (Placed("copy", NAMED, 0.9, None), Placed("sort", "Sorting", 0.5, 1)),
    (Placed("sort", "Sorting", 0.5, 2), Placed("wait", "Waiting", 0.4, 3)),
    1,
    1 / 3,
    0.5,
    (Departure("copy", 1, None, Reason.REMOVED, True),),
    (Arrival("wait", 2, 3),),
    1.0,
    0.0,
)
SAME = QueryComparison(Query("q2", "sorting"), LOST.before[1:], LOST.before[1:], 1, 1.0, 1.0, (), (), 1.0, 1.0)
COUNTS = {DocumentKind.REMOVED: 1, DocumentKind.SAME: 2}


def comparison(before: str, after: str) -> IndexComparison:
    """Give the comparison of two contents by their fingerprints."""
    return IndexComparison(
        Side("faq", before, 3, "toy"),
        Side("next", after, 2, "toy"),
        Retriever.EMBEDDING,
        AskedWith.QUERIES,
        BlastRadius(2, 2, HALF, HALF, HALF, 2, 1, 0, Interval(-0.5, -1.0, 0.0), False, (0, 1, 1)),
        (
            ContractLine("max_tokens", "256", "128"),
            ContractLine("model", "toy", "toy"),
            ContractLine("pooling", "", "x"),
        ),
        DocumentChanges(tuple(KindCount(kind, COUNTS.get(kind, 0), ("copy",)) for kind in DocumentKind)),
        (ReasonCount(Reason.REMOVED, 1, 1, "q1", "copy"),),
        (LOST, SAME),
        ("A note.",),
        100,
    )
