"""The map beside the explanation: the kept UMAP, or PCA at once while UMAP is drawn as a job.

Invariant: the query is placed among its true neighbors, whatever the picture makes of them, and what the picture gets
wrong is said underneath. Text of a document is shown after it is selected, never sent with the map.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import streamlit as st

from inspector.projection.place import FAR, add_points, drawn_ranks, far, place
from inspector.projection.points import MAX_POINTS
from inspector.projection.record import MapMethod, MapSettings, ProjectionMap
from inspector.projection.saved import load_map, quick_map
from inspector.records.inspection import Inspection
from inspector.stores.collection import Collection
from inspector.text import counted
from inspector.ui.components.prose import prose
from inspector.ui.map_figure import CONFIG, chosen_row, map_figure
from inspector.ui.map_view import MapView, outside
from inspector.ui.runtime import job_view, jobs, links, memo, state
from inspector.ui.runtime.job_queue import JobKey, JobKind, JobStatus
from inspector.ui.theme import current_palette
from inspector.vectors import IntArray

SETTINGS = MapSettings(MAX_POINTS, 0)
KEY = "map"
METHODS = {MapMethod.UMAP: "UMAP", MapMethod.PCA: "PCA"}


@dataclass(frozen=True, slots=True)
class Marked:
    """The documents that are marked on the map, by id; None for none."""

    selected: str | None = None
    expected: str | None = None


def show_map(path: Path, collection: Collection, inspection: Inspection, marked: Marked) -> None:
    """Draw the map with what the inspection talks about marked on it; a click on a point selects its document."""
    drawn, status = _drawn(path, collection)
    view, sentence = view_of(drawn, collection, inspection, marked)
    st.plotly_chart(
        map_figure(view, current_palette()),
        key=KEY,
        theme=None,
        config=CONFIG,
        on_select=lambda: _select(collection),
        selection_mode="points",
    )
    prose(" ".join((map_sentence(drawn), sentence, apart_sentence(outside(view)))), "small")
    job_view.draw_end(status, "The UMAP map could not be drawn; this one is by PCA.")


def _drawn(path: Path, collection: Collection) -> tuple[ProjectionMap, JobStatus | None]:
    """Give the kept map, or the quick one while a job makes it; the job's progress stands above the map."""
    kept = load_map(collection, SETTINGS)
    if kept is not None:
        return kept, None
    key = JobKey(JobKind.MAP, collection.fingerprint)
    known = jobs.status(key)
    if known is None or known.abandoned:  # who left before it was drawn leaves no map undone for the next
        command = jobs.inspector_command("map", str(path))
        jobs.start(JobKind.MAP, collection.fingerprint, command, "Drawing the UMAP map")
    status = job_view.watch(key)
    quick = memo.remembered("map", (collection.fingerprint, SETTINGS.key), lambda: quick_map(collection))
    return quick, status


def view_of(
    drawn: ProjectionMap, collection: Collection, inspection: Inspection, marked: Marked
) -> tuple[MapView, str]:
    """Give what the map shows for an inspection, and the sentence about what it gets wrong for this query."""
    ids = [document.id for document in inspection.documents]
    places = dict(zip(ids, collection.rows_of(ids).tolist(), strict=True))
    near = np.array([places[hit.id] for hit in inspection.neighbors], dtype=np.int64)
    drawn = add_points(drawn, collection, np.array(list(places.values()), dtype=np.int64))
    query = place(drawn, near, np.array([hit.similarity for hit in inspection.neighbors]))
    astray = _astray(drawn, query, near, inspection.request.k)
    misplaced = drawn.misplaced | np.isin(drawn.rows, astray)
    view = MapView(
        rows=drawn.rows,
        x=drawn.x,
        y=drawn.y,
        misplaced=misplaced,
        query=query,
        neighbors=tuple(near.tolist()),
        keyword=tuple(places[hit.id] for hit in inspection.keyword),
        hybrid=tuple(places[hit.id] for hit in inspection.hybrid),
        expected=places.get(marked.expected or ""),
        selected=places.get(marked.selected or ""),
    )
    return view, astray_sentence(len(near), len(astray), inspection.request.k)


def _astray(drawn: ProjectionMap, query: tuple[float, float] | None, near: IntArray, k: int) -> IntArray:
    """Give the true neighbors that the map draws far from the query."""
    if query is None or not len(near):
        return np.empty(0, dtype=np.int64)
    return near[far(drawn_ranks(drawn, query, near), k)]


def astray_sentence(near: int, astray: int, k: int) -> str:
    """Say how much of this query's neighborhood the map shows.

    Args:
        near: Number of true neighbors on the map.
        astray: How many of them are drawn far from the query.
        k: Length of the list.
    """
    if not astray:
        return ""
    shown = near - astray
    return (
        f"Of this query's {near} neighbors, {shown} {'is' if shown == 1 else 'are'} among the {FAR * k} documents "
        "drawn nearest to it; dotted lines lead to the others."
    )


def apart_sentence(outside: int) -> str:
    """Say how many documents lie outside of what the map shows at first; empty where none does."""
    if not outside:
        return ""
    return f"{counted(outside, 'document')} far from the rest {'is' if outside == 1 else 'are'} out of sight: zoom out."


def map_sentence(drawn: ProjectionMap) -> str:
    """Say what the map shows and how far it can be trusted."""
    shown = int((~drawn.placed).sum())
    whole = f"{shown:,} of {drawn.count:,} documents" if drawn.sampled else f"{shown:,} documents"
    parts = [f"{whole}, {METHODS[drawn.method]}. Lines lead from the query to its true neighbors."]
    if np.isfinite(drawn.mean_preservation):
        parts.append(f"{drawn.mean_preservation:.0%} of true neighbors are neighbors on this map.")
    if drawn.left_out:
        parts.append(f"{drawn.left_out:,} documents have no usable vector and no place.")
    return " ".join(parts)


def _select(collection: Collection) -> None:
    """Select the document of the point that was clicked; runs only when the chart's selection changed."""
    row = chosen_row(state.chart_state(KEY))
    if row is not None and 0 <= row < collection.count:
        links.select_document(collection.ids_at(np.array([row]))[0])
