from __future__ import annotations

import pytest

from inspector.stores.corpus.columns import OWN, Columns


def test_our_own_names_leave_a_row_as_it_is() -> None:
    row = {"id": "a", "text": "x", "lang": "en"}
    assert OWN.own(row, 0) is row
    assert OWN.needed() == ("id", "text")


def test_other_names_become_ours_and_the_rest_stays() -> None:
    columns = Columns(id="key", text="body", title="headline", parent="page", position="part", left_out=("embedding",))
    row = {"key": 7, "body": "x", "headline": "H", "page": "p", "part": 2, "embedding": [1.0], "lang": "en"}
    assert columns.own(row, 0) == {
        "id": 7, "text": "x", "title": "H", "parent": "p", "position": 2, "lang": "en"
    }  # fmt: skip


def test_one_column_may_be_title_and_text() -> None:
    assert Columns(text="name", title="name").own({"id": 1, "name": "x"}, 0) == {"id": 1, "text": "x", "title": "x"}


def test_two_names_may_be_exchanged() -> None:
    assert Columns(text="title", title="text").own({"id": 1, "title": "t", "text": "x"}, 0) == {
        "id": 1, "text": "t", "title": "x"
    }  # fmt: skip


def test_a_row_without_an_id_gets_its_number_only_where_that_is_wanted() -> None:
    assert Columns(numbered=True).own({"text": "x"}, 4) == {"text": "x", "id": 4}
    assert Columns(numbered=True).own({"id": None, "text": "x"}, 4)["id"] == 4
    assert Columns(numbered=True).own({"id": 0, "text": "x"}, 4)["id"] == 0
    assert "id" not in OWN.own({"text": "x"}, 4)


@pytest.mark.parametrize(
    ("columns", "needed"),
    [
        (Columns(numbered=True), ("text",)),
        (Columns(numbered=True, text="body"), ("body",)),
        (Columns(id="key", numbered=True), ("key", "text")),
        (Columns(title="headline", position="part"), ("id", "text", "headline", "part")),
        (Columns(text="name", title="name"), ("id", "name")),
    ],
)
def test_a_file_must_have_what_was_named(columns: Columns, needed: tuple[str, ...]) -> None:
    assert columns.needed() == needed
