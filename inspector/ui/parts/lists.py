"""The three ranked lists of an inspection, as rows for the joined view.

Invariant: every label is read off the inspection; nothing is ranked or matched anew but the words in the snippets.
"""

from __future__ import annotations

from dataclasses import replace

from inspector.records.inspection import Inspection, Standing
from inspector.records.results import Badge, BadgeKind, Fusion, HybridHit, KeywordHit, Neighbor, Retriever
from inspector.search.keyword import KeywordIndex
from inspector.search.parents import Hit, one_per_parent
from inspector.search.snippets import Marker, Snippet, snippet
from inspector.text import listed, ordinal, shortened
from inspector.ui.components.joined_lists import ListColumn, ListRow

NO_WORD = "no query word"
NO_RANK = "no rank"
PARENT_LIMIT = 24

KEYWORD_HELP = (
    "BM25 score: how often the query's words stand in the document, rare words counting more. "
    "Only comparable within this query. The bar is the share of the best score."
)
EMBEDDING_HELP = (
    "Cosine distance: 0 is the same direction, 1 unrelated, 2 opposite. "
    "The bar says how close this is among the first hits of ordinary queries to this collection (percentile)."
)
HYBRID_HELP = {
    Fusion.RRF: "Reciprocal rank fusion: each list adds 1 / (60 + rank), by weight. The bar is the share of the best.",
    Fusion.WEIGHTED: "Both scores, each scaled to 0–1, added by weight. The bar is the share of the best.",
}
HYBRID_UNIT = {Fusion.RRF: "reciprocal rank", Fusion.WEIGHTED: "weighted score"}


def columns(
    inspection: Inspection, keyword: KeywordIndex, later: str, *, collapse: bool = False
) -> tuple[ListColumn, ...]:
    """Give keyword, embedding and hybrid list, in the order in which they stand.

    Args:
        inspection: The answer.
        keyword: Says which words of a text the query matched.
        later: Why there is no embedding list yet; empty where there is a model.
        collapse: Whether each list shows one result per parent; places and labels stay those of the whole lists.
    """
    made = _whole(inspection, keyword, later)
    if not collapse:
        return made
    keyword_list, embedding_list, hybrid_list = made
    return (
        replace(keyword_list, rows=_folded(keyword_list.rows, inspection.keyword)),
        replace(embedding_list, rows=_folded(embedding_list.rows, inspection.neighbors)),
        replace(hybrid_list, rows=_folded(hybrid_list.rows, inspection.hybrid)),
    )


def _folded(rows: tuple[ListRow, ...], hits: tuple[Hit, ...]) -> tuple[ListRow, ...]:
    """Leave out all chunks of a parent but the best, which gets a remark that counts them."""
    kept = {hit.id: hit for hit in one_per_parent(hits)}
    parents = {hit.id: hit.parent for hit in hits}
    folded: list[ListRow] = []
    row: ListRow
    for row in rows:
        hit = kept.get(row.id)
        if hit and hit.more_of_parent:
            others = [f"#{each.rank}" for each in rows if parents[each.id] == hit.parent and each.id != row.id]
            label = f"+{hit.more_of_parent} more of {shortened(hit.parent or '', PARENT_LIMIT)}"
            said = f"Further chunks of {hit.parent} in this list: {listed(others)}. They are folded into this row."
            folded.append(replace(row, badges=(Badge(BadgeKind.MORE_OF_PARENT, label, said), *row.badges)))
        elif hit:
            folded.append(row)
    return tuple(folded)


def _whole(inspection: Inspection, keyword: KeywordIndex, later: str) -> tuple[ListColumn, ...]:
    marker = Marker(keyword.analyze(inspection.request.query))
    snippets = {each.id: snippet(each.text, marker.spans(each.text)) for each in inspection.documents}
    fusion = inspection.request.fusion
    later = later or "Nothing passes the filter."
    return (
        ListColumn(
            Retriever.KEYWORD,
            "Keyword",
            "BM25",
            _keyword(inspection, snippets),
            empty_keyword(inspection),
            KEYWORD_HELP,
        ),
        ListColumn(
            Retriever.EMBEDDING,
            "Embedding",
            "cosine distance",
            _embedding(inspection, snippets),
            later,
            EMBEDDING_HELP,
        ),
        ListColumn(
            Retriever.HYBRID, "Hybrid", HYBRID_UNIT[fusion], _hybrid(inspection, snippets), later, HYBRID_HELP[fusion]
        ),
    )


def empty_keyword(inspection: Inspection) -> str:
    """Say why keyword search has nothing."""
    if not inspection.matching:
        return "Nothing passes the filter."
    if not inspection.has_keyword_terms:
        return "Keyword search ignores every word of this query."
    return "No document contains any word of this query."


def _keyword(inspection: Inspection, snippets: dict[str, Snippet]) -> tuple[ListRow, ...]:
    best = inspection.keyword[0].score if inspection.keyword else 1.0
    return tuple(
        replace(
            _row(inspection, snippets[hit.id], hit, Retriever.KEYWORD), value=f"{hit.score:.2f}", bar=hit.score / best
        )
        for hit in inspection.keyword
    )


def _embedding(inspection: Inspection, snippets: dict[str, Snippet]) -> tuple[ListRow, ...]:
    return tuple(
        replace(
            _row(inspection, snippets[hit.id], hit, Retriever.EMBEDDING),
            value=f"{hit.distance:.3f}",
            bar=None if hit.best_percentile is None else hit.best_percentile / 100,
            badges=hit.badges,
        )
        for hit in inspection.neighbors
    )


def _hybrid(inspection: Inspection, snippets: dict[str, Snippet]) -> tuple[ListRow, ...]:
    best = (inspection.hybrid[0].score if inspection.hybrid else 0.0) or 1.0
    places = {hit.id: hit.rank for hit in inspection.neighbors}
    return tuple(
        replace(
            _row(inspection, snippets[hit.id], hit, Retriever.HYBRID),
            value=f"{hit.score:.4f}",
            bar=hit.score / best,
            movement=places[hit.id] - hit.rank if hit.id in places else None,
        )
        for hit in inspection.hybrid
    )


def _row(
    inspection: Inspection, shown: Snippet, hit: KeywordHit | Neighbor | HybridHit, retriever: Retriever
) -> ListRow:
    """Give what a row has in every list."""
    elsewhere = _elsewhere(inspection, hit.id, retriever)
    return ListRow(hit.id, hit.rank, hit.title, shown.text, shown.spans, elsewhere=elsewhere)


def _elsewhere(inspection: Inspection, document_id: str, own: Retriever) -> tuple[tuple[Retriever, str], ...]:
    """Say where a document stands in the other lists."""
    standing = inspection.standing(document_id)
    labels = {
        Retriever.KEYWORD: keyword_label(standing),
        Retriever.EMBEDDING: embedding_label(standing) if inspection.neighbors else "",
        Retriever.HYBRID: hybrid_label(inspection, document_id),
    }
    return tuple((retriever, label) for retriever, label in labels.items() if retriever is not own and label)


def keyword_label(standing: Standing | None) -> str:
    """Say where keyword search has a document: "37th", or that it has no word of the query."""
    return ordinal(standing.keyword_rank) if standing and standing.keyword_rank else NO_WORD


def embedding_label(standing: Standing | None) -> str:
    """Say where the embedding has a document: "37th", or that it has no rank."""
    return ordinal(standing.neighbor_rank) if standing and standing.neighbor_rank else NO_RANK


def hybrid_label(inspection: Inspection, document_id: str) -> str:
    """Say where the hybrid list has a document: its place, or that it is not among the k."""
    if not inspection.hybrid:
        return ""
    hit = next((hit for hit in inspection.hybrid if hit.id == document_id), None)
    return ordinal(hit.rank) if hit else f"not in {len(inspection.hybrid)}"
