"""Why a document left a query's list: a table of trials, each of which undoes or looks up one thing.

Invariant: a reason is named only where its trial came out; the first that does is the reason. What undoes a change puts
the first index's state of that one thing into the second and looks whether the document comes back within k.
Cost: lists that were made anyway; the rank with the old vector takes one pass through the second index, and only for
documents whose own vector changed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from inspector.compare.lists import Listed
from inspector.compare.part import CHANGED, Part
from inspector.records.comparison import Reason
from inspector.records.index_changes import DocumentKind


@dataclass(frozen=True, slots=True)
class Left:
    """A document that left the list of one query of a part.

    Attributes:
        part: The queries.
        place: Which of them, 0-based.
        document: Its id, or its parent's.
    """

    part: Part
    place: int
    document: str

    @property
    def old(self) -> Listed:
        """The query's lists in the first index."""
        return self.part.before[self.place]

    @property
    def new(self) -> Listed:
        """The query's lists in the second index."""
        return self.part.after[self.place]

    @property
    def k(self) -> int:
        """Length of the lists."""
        return self.part.listers[1].listing.k

    @property
    def kind(self) -> DocumentKind:
        """What became of it."""
        return self.part.gone[self.document][0]

    @property
    def same_space(self) -> bool:
        """Whether query vector and ranking are the same in both, so that an old vector still means something."""
        left, right = self.part.contracts
        alike = self.part.same_model and left.metric is right.metric and not self.part.join.by_parent
        return alike and bool(self.part.same_vectors[self.place])

    def ahead(self) -> tuple[str, ...] | None:
        """Give what stands before it in the second index, exactly; None where that is further down than was looked."""
        rank = self.new.rank(self.document)
        return None if rank is None else self.new.exact[: rank - 1]


def reason_of(left: Left) -> Reason:
    """Give the first reason whose trial comes out."""
    return next(reason for reason, holds in TRIALS if holds(left))


def _removed(left: Left) -> bool:
    return left.kind is DocumentKind.REMOVED


def _filtered_out(left: Left) -> bool:
    return not left.part.gone[left.document][1]


def _ann_miss(left: Left) -> bool:
    """Exact search in the second index has it within k."""
    return left.part.listers[1].approximate and left.document in left.new.exact[: left.k]


def _ann_gap(left: Left) -> bool:
    """Exact search in the first index has it beyond k: it stood there because closer ones were missed."""
    return left.part.listers[0].approximate and left.document not in left.old.exact[: left.k]


def _metric(left: Left) -> bool:
    return left.document in left.part.by_old_metric[left.place]


def _query(left: Left) -> bool:
    same = bool(left.part.same_vectors[left.place])
    return not same and left.document in left.part.by_old_query[left.place]


def _edited(left: Left) -> bool:
    return left.kind is DocumentKind.EDITED and _back_with_old_vector(left)


def _other_vector(left: Left) -> bool:
    return left.kind is DocumentKind.OTHER_VECTOR and _back_with_old_vector(left)


def _back_with_old_vector(left: Left) -> bool:
    """Put the first index's vector of the document into the second, and look where it then stands."""
    return left.same_space and 0 < left.part.rank_with_old_vector(left.place, left.document) <= left.k


def _added_ahead(left: Left) -> bool:
    """Leave the added documents out, and nothing else."""
    ahead = left.ahead()
    if ahead is not None:
        return sum(left.part.kinds[each] is not DocumentKind.ADDED for each in ahead) < left.k
    if sum(left.part.kinds[each] is not DocumentKind.ADDED for each in left.new.exact) >= left.k:
        return False
    deep = left.part.ahead_after(left.place, left.document)
    kinds = left.part.join.kinds_after(deep)
    return bool(deep) and sum(kind is not DocumentKind.ADDED for kind in kinds) < left.k


def _changed_ahead(left: Left) -> bool:
    """Put those that were edited or have another vector back where the first index had them, before it or behind it."""
    ahead = left.ahead()
    rank_before = left.old.rank(left.document)
    if ahead is None or rank_before is None or left.kind in CHANGED or not left.same_space:
        return False
    staying = sum(left.part.kinds[each] not in CHANGED for each in ahead)
    back = sum(each in left.part.changed_before for each in left.old.exact[: rank_before - 1])
    return staying + back < left.k


def _several(left: Left) -> bool:
    """Undo all at once, which gives the first index's own exact list, as the model is the same."""
    part = left.part
    alike = part.same_model and part.asked.before is not None and not part.join.by_parent
    return alike and left.document in left.old.exact[: left.k]


def _always(left: Left) -> bool:
    return True


TRIALS: tuple[tuple[Reason, Callable[[Left], bool]], ...] = (
    (Reason.REMOVED, _removed),
    (Reason.FILTERED_OUT, _filtered_out),
    (Reason.ANN_MISS, _ann_miss),
    (Reason.ANN_GAP, _ann_gap),
    (Reason.METRIC, _metric),
    (Reason.QUERY, _query),
    (Reason.EDITED, _edited),
    (Reason.OTHER_VECTOR, _other_vector),
    (Reason.ADDED_AHEAD, _added_ahead),
    (Reason.CHANGED_AHEAD, _changed_ahead),
    (Reason.SEVERAL, _several),
    (Reason.OTHERWISE, _always),
)
"""Every reason with its trial; the first that comes out is named."""
