from __future__ import annotations

import base64
import dataclasses

import numpy as np
import pytest

from inspector.ui.map_figure import chosen_row, map_figure
from inspector.ui.palette import DARK, LIGHT
from tests.ui.chart_samples import view

NOTHING = {"neighbors": (), "keyword": (), "hybrid": (), "expected": None, "selected": None}


def trace(figure, name: str):
    return next(trace for trace in figure.data if trace.name == name)


def test_every_document_is_one_point_with_its_row() -> None:
    shown = view(500)
    figure = map_figure(shown, LIGHT)
    rows = np.concatenate([trace(figure, name).customdata for name in ("documents", "misplaced")])
    assert sorted(rows.tolist()) == list(range(500))
    assert len(trace(figure, "misplaced").x) == int(shown.misplaced.sum())


def test_fifty_thousand_points_weigh_less_than_a_megabyte() -> None:
    figure = map_figure(view(50_000), LIGHT)
    assert len(figure.to_json()) < 1_000_000  # 50,000 × (4 + 4 + 4 bytes) × 4/3 in base64 = 800,000
    assert trace(figure, "documents").x.dtype == np.float32
    assert trace(figure, "documents").customdata.dtype == np.int32


def test_positions_travel_as_they_are() -> None:
    shown = view(200)
    sent = map_figure(shown, LIGHT).to_dict()["data"][0]["x"]
    values = np.frombuffer(base64.b64decode(sent["bdata"]), dtype="<f4") if isinstance(sent, dict) else sent
    assert np.array_equal(values, shown.x[~shown.misplaced])


def test_marks_stand_on_their_documents() -> None:
    shown = view(500)
    figure = map_figure(shown, LIGHT)
    assert sorted(trace(figure, "embedding").customdata) == sorted(shown.neighbors)
    assert list(trace(figure, "keyword").customdata) == list(shown.keyword)
    assert list(trace(figure, "expected").customdata) == [43]
    assert trace(figure, "expected").marker.symbol == "diamond"
    assert trace(figure, "selected").x[0] == pytest.approx(float(shown.x[shown.selected]))
    assert trace(figure, "query").marker.symbol == "star"


def test_only_hits_of_no_other_list_are_marked_as_hybrid() -> None:
    assert list(trace(map_figure(view(500), LIGHT), "hybrid only").customdata) == [60]


def test_a_misplaced_neighbor_is_hollow_and_its_line_dashed() -> None:
    shown = view(500)
    misplaced = np.zeros(500, dtype=bool)
    misplaced[shown.neighbors[1]] = True
    figure = map_figure(dataclasses.replace(shown, misplaced=misplaced), LIGHT)
    hits = trace(figure, "embedding")
    colours = dict(zip(hits.customdata, hits.marker.color, strict=True))
    assert colours[shown.neighbors[1]] == LIGHT.ground
    assert colours[shown.neighbors[0]] == LIGHT.embedding.mark
    dashes = {trace.line.dash: len(trace.x) for trace in figure.data if trace.mode == "lines"}
    assert dashes == {"solid": 9 * 3, "dot": 1 * 3}  # query, neighbor, gap


def test_documents_without_a_point_are_left_out() -> None:
    shown = dataclasses.replace(view(500), keyword=(9999,), expected=9999, selected=9999)
    names = {trace.name for trace in map_figure(shown, LIGHT).data}
    assert not names & {"keyword", "expected", "selected"}


def test_a_map_without_a_query_shows_documents_alone() -> None:
    bare = dataclasses.replace(view(500), query=None, neighbors=(), keyword=(), hybrid=(), expected=None, selected=None)
    assert {trace.name for trace in map_figure(bare, DARK).data} == {"documents", "misplaced"}


def test_a_map_of_one_document_and_of_none_draws() -> None:
    for count in (1, 0):
        shown = dataclasses.replace(
            view(max(count, 1)), neighbors=(), keyword=(), hybrid=(), expected=None, selected=None
        )
        cut = dataclasses.replace(
            shown, rows=shown.rows[:count], x=shown.x[:count], y=shown.y[:count], misplaced=shown.misplaced[:count]
        )
        assert map_figure(cut, LIGHT).to_json()


def test_a_click_gives_the_row_and_the_star_gives_nothing() -> None:
    assert chosen_row({"selection": {"points": [{"customdata": 17}]}}) == 17
    assert chosen_row({"selection": {"points": [{"customdata": [17]}]}}) == 17
    assert chosen_row({"selection": {"points": [{"x": 1}]}}) is None
    assert chosen_row({"selection": {"points": []}}) is None
    assert chosen_row({}) is None
