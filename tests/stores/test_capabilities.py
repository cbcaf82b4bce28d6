"""The table says of every kind of store what the conformance tests prove, and README shows it."""

from __future__ import annotations

import pytest

from inspector.stores import LOADERS, Held
from inspector.stores.capabilities import CAPABILITIES, table
from tests.stores.loaders.conformance.sources import SOURCES
from tests.test_readme import README

IN_FILES = [loader.name for loader in LOADERS if loader.held is not Held.ENGINE]


@pytest.mark.parametrize("name", IN_FILES)
def test_every_kind_that_lies_in_files_has_one_row_and_is_proved(name: str) -> None:
    assert [each.loader for each in CAPABILITIES].count(name) == 1
    assert any(source.loader == name for source in SOURCES)


@pytest.mark.parametrize("row", CAPABILITIES, ids=lambda row: row.loader)
def test_chunks_are_promised_where_the_sources_have_them(row) -> None:
    assert {source.chunks for source in SOURCES if source.loader == row.loader} in ({row.chunks}, set())


def test_no_row_is_of_a_kind_that_is_not_there() -> None:
    assert {each.loader for each in CAPABILITIES} <= {loader.name for loader in LOADERS}


def test_readme_shows_the_table() -> None:
    assert "\n".join(table()) in README
