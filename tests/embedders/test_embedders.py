from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec

from inspector.embedders import EMBEDDERS


def test_every_kind_names_a_module_of_this_room_that_can_be_found() -> None:
    assert all(row.module.startswith("inspector.embedders.") and find_spec(row.module) for row in EMBEDDERS)
    assert len({row.kind for row in EMBEDDERS}) == len(EMBEDDERS)


def test_looking_at_the_kinds_imports_nothing_heavy() -> None:
    code = "import sys, inspector.embedders; print([n for n in ('torch', 'sentence_transformers') if n in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
