"""Settings: every variable the house reads is a row, every row is read, and a bad value is refused by its name."""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from inspector import settings
from inspector.errors import RequestError
from inspector.settings import SETTINGS, SettingSpec
from tests.architecture.source import Source, dotted, house

NAME = re.compile(r"INSPECTOR_[A-Z][A-Z_]*[A-Z]")
ROWS = {each.name: place for place, each in vars(settings).items() if isinstance(each, SettingSpec)}
"""The variable of each row, and the name the row has in the module."""


def named(source: Source) -> set[str]:
    """The variables a file speaks of, in its texts of any kind."""
    texts = (one.value for one in ast.walk(source.tree) if isinstance(one, ast.Constant) and isinstance(one.value, str))
    return {name for written in texts for name in NAME.findall(written)}


def read(source: Source) -> set[str]:
    """The variables a file reads: by a row of the table, or by the bare name."""
    found = set()
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and NAME.fullmatch(node.value):
            found.add(node.value)
        if isinstance(node, ast.Attribute):
            found |= {name for name, place in ROWS.items() if dotted(node) == f"settings.{place}"}
    return found


def outside() -> list[Source]:
    return [source for source in house() if source.module != "inspector.settings"]


def test_every_variable_the_house_speaks_of_is_a_row() -> None:
    assert {name for source in outside() for name in named(source)} - set(ROWS) == set()


def test_every_row_is_read() -> None:
    there = {name for source in outside() for name in read(source)}
    assert sorted(set(ROWS) - there) == []


def test_the_table_holds_every_row_once() -> None:
    assert sorted(each.name for each in SETTINGS) == sorted(ROWS)


def test_a_row_says_what_it_does_in_one_short_sentence() -> None:
    for row in SETTINGS:
        assert row.title and row.help.endswith(".") and len(row.help) <= 120, row.name


def test_a_secret_has_no_default() -> None:
    assert [row.name for row in SETTINGS if row.secret] == ["INSPECTOR_EMBEDDING_KEY"]
    assert all(not row.default for row in SETTINGS if row.secret)


def test_the_defaults_themselves_can_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    for row in SETTINGS:
        monkeypatch.delenv(row.name, raising=False)
    assert settings.count(settings.EMBEDDING_TOKENS) == 2_000_000
    assert settings.count(settings.SNAPSHOT) == 20_000
    assert settings.seconds(settings.OPEN_SECONDS) == 600.0
    assert settings.size(settings.OPEN_MEMORY) == 8_000_000_000
    assert settings.address(settings.EMBEDDING_URL) == "https://api.openai.com/v1"
    assert settings.path(settings.HOME) is None
    assert settings.paths(settings.INDEX_ROOTS) == ()
    assert settings.text(settings.EMBEDDING_KEY) == ""


@pytest.mark.parametrize(
    ("read_it", "row", "written", "value"),
    [
        (settings.count, settings.SNAPSHOT, " 1,500 ", 1500),
        (settings.count, settings.SNAPSHOT, "1_500", 1500),
        (settings.seconds, settings.OPEN_SECONDS, "0.5", 0.5),
        (settings.size, settings.OPEN_MEMORY, "1.5GiB", 1_610_612_736),
        (settings.size, settings.OPEN_MEMORY, "512 mb", 512_000_000),
        (settings.size, settings.OPEN_MEMORY, "", 8_000_000_000),
        (settings.address, settings.EMBEDDING_URL, "http://127.0.0.1:8080/v1/", "http://127.0.0.1:8080/v1"),
        (settings.paths, settings.INDEX_ROOTS, os.pathsep.join(["/a", " ", " /b c "]), (Path("/a"), Path("/b c"))),
        (settings.path, settings.HOME, "~", Path.home()),
    ],
)
def test_a_value_is_read_as_people_write_it(
    monkeypatch: pytest.MonkeyPatch,
    read_it: Callable[[SettingSpec], object],
    row: SettingSpec,
    written: str,
    value: object,
) -> None:
    monkeypatch.setenv(row.name, written)
    assert read_it(row) == value


@pytest.mark.parametrize(
    ("read_it", "row", "written"),
    [
        *((settings.count, settings.SNAPSHOT, bad) for bad in ("0", "-5", "1.5", "many", "1e4", "٣", "9" * 40)),
        *((settings.seconds, settings.OPEN_SECONDS, bad) for bad in ("0", "-1", "inf", "nan", "ten")),
        *((settings.size, settings.OPEN_MEMORY, bad) for bad in ("8", "8 GX", "GB", "-8 GB", "0 GB", "9999999999 TB")),
        *(
            (settings.address, settings.EMBEDDING_URL, bad)
            for bad in ("api.openai.com", "ftp://a/b", "http://", "http://[")
        ),
        *((settings.address, settings.EMBEDDING_URL, bad) for bad in ("http://host:99999/v1", "http://host:x/v1")),
        (settings.path, settings.HOME, "~nobody-of-this-name/x"),
    ],
)
def test_a_bad_value_is_refused_with_the_name_of_its_variable(
    monkeypatch: pytest.MonkeyPatch, read_it: Callable[[SettingSpec], object], row: SettingSpec, written: str
) -> None:
    monkeypatch.setenv(row.name, written)
    with pytest.raises(RequestError, match=rf"^{row.name} is .* was expected\. Set it anew") as told:
        read_it(row)
    assert written[:80] in told.value.message


@pytest.mark.parametrize(
    "written", ["https://me:hunter2@host/v1", "https://host/v1?key=hunter2", "https://host/v1#hunter2"]
)
def test_a_secret_in_an_address_is_refused_and_not_repeated(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    monkeypatch.setenv(settings.EMBEDDING_URL.name, written)
    with pytest.raises(RequestError, match="INSPECTOR_EMBEDDING_URL holds more than an address") as told:
        settings.address(settings.EMBEDDING_URL)
    assert "hunter2" not in str(told.value)


def test_a_secret_that_cannot_be_used_is_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(settings.EMBEDDING_KEY.name, "hunter2")
    with pytest.raises(RequestError, match="INSPECTOR_EMBEDDING_KEY is not usable") as told:
        settings.count(settings.EMBEDDING_KEY)
    assert "hunter2" not in str(told.value)
