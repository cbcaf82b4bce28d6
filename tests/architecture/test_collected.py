"""No test is left out in silence: pytest goes into every folder that holds tests."""

from __future__ import annotations

from fnmatch import fnmatch
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]


def test_pytest_passes_over_no_folder_that_holds_tests(pytestconfig: pytest.Config) -> None:
    left_out = pytestconfig.getini("norecursedirs")
    folders = {path.relative_to(TESTS).parent for path in TESTS.rglob("test_*.py")}
    assert Path("build") in folders
    assert not [folder for folder in folders for part in folder.parts if any(fnmatch(part, one) for one in left_out)]


def test_every_folder_with_tests_is_a_package_so_that_files_of_one_name_do_not_hide_each_other() -> None:
    folders = {path.parent for path in TESTS.rglob("test_*.py")}
    assert all((folder / "__init__.py").is_file() for folder in folders)
