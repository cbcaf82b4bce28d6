"""What every test stands on: no network, a home of its own, plain Hypothesis settings, quick tests first."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

os.environ["HF_HUB_OFFLINE"] = "1"
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")

import pytest
from hypothesis import HealthCheck, settings

# A loaded machine may take its time over one example, or over making it; that is no failure.
settings.register_profile("house", deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

if TYPE_CHECKING:
    from inspector.embedders.embedder import Embedder

SLOW_LAST = ("model", "browser")


@pytest.fixture(autouse=True)
def inspector_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give each test an empty `INSPECTOR_HOME`, so that none reads or leaves anything in the user's."""
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("INSPECTOR_HOME", str(folder))
    return folder


@pytest.fixture(scope="session")
def minilm() -> Embedder:
    """Give the real model, loaded once."""
    from inspector.contract import DEFAULT_MODEL
    from inspector.embedders import load_embedder

    return load_embedder(DEFAULT_MODEL)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the tests without a model first, then those with one, then those with a browser."""
    items.sort(
        key=lambda item: max(
            (SLOW_LAST.index(name) + 1 for name in SLOW_LAST if item.get_closest_marker(name)), default=0
        )
    )
