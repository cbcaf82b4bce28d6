"""Figures of a comparison: what became of the documents, and how many queries keep how much of their list.

Invariant: every bar says its own number; colour repeats what place and label say. Cost: milliseconds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from inspector.compare.sentence import KINDS
from inspector.records.comparison import BlastRadius
from inspector.records.index_changes import DocumentChanges, DocumentKind
from inspector.records.results import Retriever
from inspector.ui.figures import CLEAR, drawn, ground, lying_bars, named_rows
from inspector.ui.palette import Palette

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

HEIGHT = 190
ROOM = 1.85
"""The longest bar leaves its number room behind it, on a phone too, where bar and number share some 210 pixels."""


def kind_bars(changes: DocumentChanges, palette: Palette) -> Figure:
    """Give how many documents are of each kind that occurs, as bars.

    Args:
        changes: What became of the documents.
        palette: The colours of the theme.
    """
    colours = {
        DocumentKind.ADDED: palette.expected.mark,
        DocumentKind.REMOVED: palette.query.mark,
        DocumentKind.EDITED: palette.keyword.mark,
        DocumentKind.OTHER_VECTOR: palette.embedding.mark,
        DocumentKind.SAME: palette.quiet,
    }
    present = [each for each in changes.counts if each.count]
    total = sum(each.count for each in present) or 1
    bars = {
        **lying_bars(len(present)),
        "x": [each.count for each in present],
        "text": [f"{each.count:,} · {100 * each.count / total:.0f} %" for each in present],
        "marker": {"color": [colours[each.kind] for each in present]},
        "hoverinfo": "skip",
    }
    largest = max((each.count for each in present), default=1)
    axes: dict[str, Any] = {
        "xaxis": {"visible": False, "range": [0, ROOM * largest]},
        "yaxis": named_rows(palette, [KINDS[each.kind] for each in present]),
    }
    return drawn([bars], {**ground(palette, rows=len(present)), **axes})


def overlap_bars(blast: BlastRadius, retriever: Retriever, palette: Palette) -> Figure:
    """Give how many queries keep how many documents of their list, from all on the left to none on the right.

    Args:
        blast: The counts.
        retriever: Whose lists they are; decides the colour.
        palette: The colours of the theme.
    """
    kept = list(range(blast.k, -1, -1))
    counts = [blast.overlaps[each] for each in kept]
    bars = {
        "type": "bar",
        "x": [f"{each}" for each in kept],
        "y": counts,
        "text": [f"{each:,}" if each else "" for each in counts],
        "textposition": "outside",
        "cliponaxis": False,
        "marker": {"color": palette.retrievers[retriever].mark},
        "hovertext": [
            f"{count:,} of {blast.queries:,}: {each} of {blast.k} documents in both lists"
            for each, count in zip(kept, counts, strict=True)
        ],
        "hoverinfo": "text",
    }
    named = {"text": "documents in both lists", "font": {"size": 12}}
    axis = {"showgrid": False, "zeroline": False, "ticks": "", "color": palette.muted}
    layout = {
        **ground(palette, rows=1, top=22),
        "height": HEIGHT,
        "margin": {"l": 4, "r": 4, "t": 22, "b": 44},
        "bargap": 0.25,
        "paper_bgcolor": CLEAR,
        "xaxis": {**axis, "type": "category", "title": named, "fixedrange": True},
        "yaxis": {"visible": False, "range": [0, 1.15 * (max(counts) or 1)], "fixedrange": True},
    }
    return drawn([bars], layout)
