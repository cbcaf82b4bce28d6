"""Keyword hits tried without their strongest term: does one exact word alone carry the document?"""

from __future__ import annotations

from collections.abc import Sequence

from inspector.records.inspection import TermTest
from inspector.records.results import KeywordHit
from inspector.search.keyword import KeywordIndex, KeywordScores
from inspector.stores.collection import Collection
from inspector.text import without_spans
from inspector.vectors import BoolArray

TRIED = 3
"""Hits that are tried, best first: two keyword searches for each different strongest term."""


def lead_term_tests(
    index: KeywordIndex,
    scores: KeywordScores,
    hits: Sequence[KeywordHit],
    collection: Collection,
    mask: BoolArray | None,
) -> tuple[TermTest, ...]:
    """Strike the strongest term of each of the first few hits and see where the document goes.

    Args:
        index: The keyword index.
        scores: The scores of the whole query.
        hits: Keyword hits, best first.
        collection: Where the hits come from.
        mask: The filter, shape (count,).
    """
    tried = hits[:TRIED]
    spans = {term.text: term.spans for term in scores.query.terms}
    found: dict[str, TermTest] = {}
    for lead in dict.fromkeys(hit.terms[0].term for hit in tried):
        led = [hit for hit in tried if hit.terms[0].term == lead]
        query = without_spans(scores.query.text, spans[lead])
        ranks = index.score(query, mask).ranks(collection.rows_of([hit.id for hit in led]))
        alone = index.score(lead, mask).hits
        for hit, rank in zip(led, ranks, strict=True):
            found[hit.id] = TermTest(hit.id, lead, spans[lead], alone, hit.rank, int(rank) or None)
    return tuple(found[hit.id] for hit in tried)
