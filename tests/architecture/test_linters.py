"""ruff and mypy --strict are clean, with the settings in pyproject.toml."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys

import pytest

from tests.architecture.source import ROOT

COMMANDS = {
    "ruff check": ("ruff", "check", "--quiet", "--output-format=concise", "."),
    "ruff format": ("ruff", "format", "--check", "--quiet", "--output-format=concise", "."),
    "mypy": ("mypy", "--no-error-summary"),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_the_linter_finds_nothing(name: str) -> None:
    tool, *arguments = COMMANDS[name]
    if importlib.util.find_spec(tool) is None:
        assert not os.environ.get("CI"), f"{tool} is missing: pip install -r tests/requirements.txt"
        pytest.skip(f"{tool} is not installed; pip install -r tests/requirements.txt")
    done = subprocess.run([sys.executable, "-m", tool, *arguments], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
