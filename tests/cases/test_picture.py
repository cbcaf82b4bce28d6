"""The picture is the map the user saw: relative places stay, everything fits, and what is marked is what is shown."""

from __future__ import annotations

import numpy as np

from inspector.cases.picture import CLOUD, SIZE, picture_of
from inspector.inspection import OpenIndex
from inspector.projection.saved import quick_map
from inspector.records.results import Request
from inspector.records.seen import MarkKind, Picture
from inspector.report import report
from tests.cases.conftest import QUERY, K


def drawn(index: OpenIndex, expected: tuple[str, ...] = ()) -> Picture:
    picture = picture_of(index.collection, report(index, Request(QUERY, K)), quick_map(index.collection), expected)
    assert picture is not None
    return picture


def test_every_point_is_in_the_frame_and_the_widest_side_fills_it(index: OpenIndex) -> None:
    picture = drawn(index)
    points = np.array([*picture.cloud, *((each.x, each.y) for each in picture.marks)])
    assert points.min() >= 0
    assert points.max() <= SIZE
    assert np.ptp(points, axis=0).max() == 920
    assert len(picture.cloud) == 12 <= CLOUD


def test_places_keep_their_relative_distances_and_up_stays_up(index: OpenIndex) -> None:
    whole, picture = quick_map(index.collection), drawn(index)
    there, here = np.stack([whole.x, -whole.y], axis=1), np.array(picture.cloud, dtype=float)
    across, along = np.linalg.norm(there - there[0], axis=1), np.linalg.norm(here - here[0], axis=1)
    scale = along.max() / across.max()
    assert np.allclose(here - here[0], (there - there[0]) * scale, atol=3)


def test_results_have_their_ranks_and_the_expected_document_is_marked_as_that(index: OpenIndex) -> None:
    picture, inspection = drawn(index, ("thread", "nowhere")), report(index, Request(QUERY, K))
    near = [each for each in picture.marks if each.kind is MarkKind.EMBEDDING]
    assert [(each.id, each.rank) for each in near] == [(hit.id, hit.rank) for hit in inspection.neighbors]
    assert [each.id for each in picture.marks if each.kind is MarkKind.EXPECTED] == ["thread"]
    words = {each.id for each in picture.marks if each.kind is MarkKind.KEYWORD}
    assert words == {hit.id for hit in inspection.keyword} - {hit.id for hit in inspection.neighbors} - {"thread"}


def test_the_query_lies_among_its_neighbors(index: OpenIndex) -> None:
    picture = drawn(index)
    near = np.array([(each.x, each.y) for each in picture.marks if each.kind is MarkKind.EMBEDDING])
    assert picture.query is not None
    assert (near.min(axis=0) - 1 <= picture.query).all()
    assert (near.max(axis=0) + 1 >= picture.query).all()


def test_without_results_there_is_no_place_for_the_query(index: OpenIndex) -> None:
    from dataclasses import replace

    bare = report(replace(index, embedder=None), Request(QUERY, K))
    picture = picture_of(index.collection, bare, quick_map(index.collection))
    assert picture is not None
    assert picture.query is None
