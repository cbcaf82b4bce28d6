"""What can be set when a table is opened."""

from __future__ import annotations

import subprocess
import sys

import pytest

from inspector.errors import MissingDependencyError
from inspector.stores.engines.pgvector import SETTINGS, open_pgvector
from inspector.stores.spec import IndexSpec


def test_the_settings_can_be_read_without_the_client():
    script = (
        "import sys; sys.modules['psycopg'] = None\n"
        "from inspector.stores.engines.pgvector import SETTINGS\n"
        "print(len(SETTINGS))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert int(done.stdout) == len(SETTINGS)


def test_a_missing_client_is_named_with_its_install_line(monkeypatch):
    monkeypatch.setitem(sys.modules, "inspector.stores.engines.pgvector_engine", None)
    with pytest.raises(MissingDependencyError, match=r"psycopg.*pip install"):
        open_pgvector(IndexSpec("pgvector", "postgresql://a@b/c"))
