"""Causes in who stands above the document: copies of one text, or documents that come for every query.

Leaving documents out always helps whoever stands below them, so that alone proves nothing. What was left out must do
more than chance: as many documents drawn at random from the whole collection would have brought it within k in less
than 5 % of the draws. And so many hubs must not stand there by chance: among as many random documents there would be
so many in less than 5 % of the draws. Both are reckoned exactly, by the hypergeometric distribution.
"""

from __future__ import annotations

from dataclasses import dataclass

from inspector.diagnose.hubs import load_hubness
from inspector.diagnose.trace import placing
from inspector.diagnose.trace.case import Case
from inspector.diagnose.trace.causes.rule import Proof, name_of
from inspector.records.results import Retriever
from inspector.records.trace import Number
from inspector.search.copies import copies
from inspector.text import ordinal

LOOKED_AT = 500
"""Documents above it whose texts are compared at most; what stands farther down is not crowded out but far."""

CHANCE = 0.05


@dataclass(frozen=True, slots=True)
class Above:
    """Who stands above the document.

    Attributes:
        ids: All of them, best first; at most `LOOKED_AT`, else none.
        repeats: Those that repeat one above them, or the document itself.
        distinct: How many different texts the others make.
    """

    ids: tuple[str, ...]
    repeats: tuple[str, ...]

    @property
    def distinct(self) -> int:
        """How many different texts they make, the document's own not counted."""
        return len(self.ids) - len(self.repeats)


def above(case: Case) -> Above:
    """Say who stands above the document in the list that was asked for, and which of them are copies."""
    ids = _ids_above(case)
    texts = [case.document.text or case.document.title]
    texts += [document.text or document.title for document in case.collection.documents(ids)]
    originals = copies(texts)[1:]
    return Above(ids, tuple(each for each, original in zip(ids, originals, strict=True) if original is not None))


def _ids_above(case: Case) -> tuple[str, ...]:
    if case.request.retriever is Retriever.KEYWORD:
        rank = case.keyword_rank or 0
        return case.collection.ids_at(case.keyword.top(rank - 1)[0]) if 1 < rank <= LOOKED_AT else ()
    if case.request.retriever is Retriever.HYBRID:
        return tuple(hit.id for hit in case.fused[: case.hybrid_rank - 1]) if case.hybrid_rank else ()
    rank = case.exact_rank or 0
    return case.searched(rank - 1, exact=True).ids if 1 < rank <= LOOKED_AT else ()


def duplicates_crowd(case: Case) -> Proof | None:
    """Without the copies above it, it comes within k, and chance would not have done it."""
    rank = placing.now(case)
    if placing.within(case, rank):
        return None
    standing = above(case)
    found = _without(case, standing.ids, standing.repeats)
    if found is None:
        return None
    place, chance = found
    return Proof(
        f"Copies take the places above {name_of(case)}: {len(standing.repeats)} of the {len(standing.ids)} documents "
        f"there repeat another one. With one result per text it is {ordinal(place)}.",
        (
            Number("copies_above", len(standing.repeats)),
            Number("documents_above", len(standing.ids)),
            Number("rank_without_copies", place),
            Number("chance", chance),
        ),
        place,
        standing.repeats,
    )


def hub_crowd(case: Case) -> Proof | None:
    """Without the hubs above it, it comes within k, and chance would not have done it."""
    if not case.by_embedding or placing.within(case, placing.now(case)):
        return None
    ids = _ids_above(case)
    if not ids:
        return None
    hubness = load_hubness(case.collection, case.progress)
    hubs = frozenset(case.collection.ids_at(hubness.rows)) - {case.id}
    there = tuple(each for each in ids if each in hubs)
    usual = chance_of(case.matching - 1, len(hubs), len(ids), len(there))
    found = _without(case, ids, there) if usual < CHANCE else None
    if found is None:
        return None
    place, chance = found
    return Proof(
        f"{len(there)} of the {len(ids)} documents above {name_of(case)} come for very many queries, whatever is "
        f"asked. Without them it is {ordinal(place)}.",
        (
            Number("hubs_above", len(there)),
            Number("documents_above", len(ids)),
            Number("hubs", len(hubs)),
            Number("chance_of_so_many", usual),
            Number("rank_without_hubs", place),
            Number("chance", chance),
        ),
        place,
        there,
    )


def _without(case: Case, ids: tuple[str, ...], removed: tuple[str, ...]) -> tuple[int, float] | None:
    """Give its place without some of those above it, and the share of random draws that would do as much.

    Args:
        case: The case.
        ids: All above it.
        removed: Those that are left out.

    Returns:
        None where it does not come within k, or chance does it too often.
    """
    if len(ids) - len(removed) >= case.k or not removed:
        return None
    place = placing.without(case, removed)
    if place is None or not placing.within(case, place):
        return None
    chance = chance_of(case.matching - 1, len(ids), len(removed), len(ids) + 1 - case.k)
    return (place, chance) if chance < CHANCE else None


def chance_of(others: int, marked: int, drawn: int, needed: int) -> float:
    """Give the probability that documents drawn at random without repetition hit enough of those that are marked.

    Args:
        others: How many documents there are beside the one in question.
        marked: How many of them are marked: stand above it, or are hubs.
        drawn: How many are drawn.
        needed: How many of the marked must be among them.
    """
    from scipy.stats import hypergeom

    return float(hypergeom.sf(needed - 1, others, min(marked, others), min(drawn, others)))
