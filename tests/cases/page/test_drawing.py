"""The map is drawn from the case alone: every mark at its place, each kind with a shape of its own."""

from __future__ import annotations

from dataclasses import replace

from inspector.cases.page.drawing import drawing
from inspector.records.cases import Case
from inspector.records.seen import Mark, MarkKind, Picture
from tests.cases.page.test_markup import Parts

PICTURE = Picture(
    "pca",
    ((10, 20), (30, 40)),
    (500, 500),
    (
        Mark("sort", 480, 510, MarkKind.EMBEDDING, 1),
        Mark("csv", 700, 100, MarkKind.KEYWORD, 2),
        Mark("thread", 900, 900, MarkKind.EXPECTED, None),
    ),
)


def drawn(case: Case, picture: Picture | None) -> str:
    return drawing(replace(case, seen=replace(case.seen, picture=picture)))


def test_every_kind_of_point_has_its_shape_at_its_place(case: Case) -> None:
    tags = Parts(drawn(case, PICTURE)).tags
    circles = [(each["cx"], each["cy"], each["fill"]) for name, each in tags if name == "circle"]
    assert circles == [
        ("10", "20", "var(--quiet)"),
        ("30", "40", "var(--quiet)"),
        ("480", "510", "var(--embedding-mark)"),
    ]
    paths = {each["fill"]: each["d"] for name, each in tags if name == "path"}
    assert paths["var(--keyword-mark)"] == "M691,91 h18 v18 h-18Z"
    assert paths["var(--expected-mark)"] == "M900,880 L917,900 L900,920 L883,900Z"
    assert paths["var(--query-mark)"].startswith("M500.0,476.0 L")
    lines = [(each["x1"], each["y1"], each["x2"], each["y2"]) for name, each in tags if name == "line"]
    assert lines == [("500", "500", "480", "510")]


def test_the_rank_of_a_neighbor_stands_beside_it_and_its_title_is_a_tooltip(case: Case) -> None:
    page = drawn(case, PICTURE)
    assert page.count("<text") == 1
    assert ">1</text>" in page
    assert "<title>sort a list</title>" in page


def test_without_a_picture_there_is_no_map_and_without_a_query_no_line(case: Case) -> None:
    assert drawn(case, None) == ""
    bare = drawn(case, replace(PICTURE, query=None))
    assert "<line" not in bare
    assert "query-mark" not in bare
