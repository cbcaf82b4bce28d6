"""House rule 4: a Python file has at most 300 lines, a function at most 50."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.architecture.source import FUNCTIONS, ROOT, Source, house

FILE_LINES = 300
FUNCTION_LINES = 50
TESTS = tuple(
    Source(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))
    for path in sorted((ROOT / "tests").rglob("*.py"))
)


def too_long(source: Source) -> list[str]:
    """The file, and each of its functions, that passes the limit; a function counts from its `def` to its last line."""
    lines = len(source.text.splitlines())
    found = [f"{source.path}: {lines} lines, {FILE_LINES} are allowed"] if lines > FILE_LINES else []
    for node in ast.walk(source.tree):
        if isinstance(node, FUNCTIONS) and node.end_lineno is not None:
            length = node.end_lineno - node.lineno + 1
            if length > FUNCTION_LINES:
                found.append(source.at(node, f"{node.name} has {length} lines, {FUNCTION_LINES} are allowed"))
    return found


@pytest.mark.parametrize("source", house() + TESTS, ids=lambda source: source.path)
def test_files_and_functions_stay_short(source: Source) -> None:
    assert too_long(source) == []


def test_a_function_of_51_lines_is_seen_and_one_of_50_is_not() -> None:
    assert too_long(Source("x.py", "def f():\n" + "    pass\n" * 49)) == []
    assert len(too_long(Source("x.py", "def f():\n" + "    pass\n" * 50))) == 1


def test_a_file_of_301_lines_is_seen_and_one_of_300_is_not() -> None:
    assert too_long(Source("x.py", "x = 1\n" * 300)) == []
    assert len(too_long(Source("x.py", "x = 1\n" * 301))) == 1


def test_no_file_name_is_a_drawer() -> None:
    drawers = {"utils", "util", "helpers", "helper", "common", "manager", "core", "misc", "base"}
    assert [source.path for source in house() if drawers & set(Path(source.path).with_suffix("").parts)] == []
