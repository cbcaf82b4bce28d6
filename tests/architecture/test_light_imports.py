"""House rule 6: heavy libraries load inside the function that needs them; importing the house loads none of them.

Milliseconds of a warm import on top of numpy's 80, measured: torch 1400, sentence_transformers 5500, transformers 700,
umap 2200 (18,000 the first time), numba 180, bm25s 300 (it loads numba and scipy), sklearn 1080, pandas 270,
pyarrow.dataset 270 (it loads pandas), scipy.stats 720, scipy.sparse 150, faiss 40, pyarrow.parquet 50. pyarrow itself
(20) and plotly (Streamlit loads it anyway) count as light.
"""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.architecture.source import ROOT, Source, house, imports, modules

HEAVY = (
    "torch",
    "sentence_transformers",
    "transformers",
    "umap",
    "numba",
    "faiss",
    "pyarrow.parquet",
    "pyarrow.dataset",
    "bm25s",
    "sklearn",
    "scipy",
    "pandas",
)


def heavy_at_import(source: Source) -> list[str]:
    """Heavy libraries imported when the module is, not when a function runs."""
    found = []
    for one in imports(source):
        named = {one.module, *(f"{one.module}.{name}" for name in one.names)}
        if one.at_import_time and any(_within(name, heavy) for name in named for heavy in HEAVY):
            found.append(source.at(one.node, f"{one.module} is heavy: import it inside the function that needs it"))
    return found


def _within(name: str, package: str) -> bool:
    return name == package or name.startswith(package + ".")


@pytest.mark.parametrize("source", house(), ids=lambda source: source.path)
def test_no_module_imports_a_heavy_library_at_its_top(source: Source) -> None:
    assert heavy_at_import(source) == []


def test_importing_the_whole_house_loads_no_heavy_library() -> None:
    script = (
        "import importlib, sys\n"
        f"for name in {sorted(modules() - {'app', 'inspector.__main__'})!r}:\n"
        "    importlib.import_module(name)\n"
        f"    heavy = [one for one in {HEAVY!r} if one in sys.modules]\n"
        "    if heavy:\n"
        "        sys.exit(f'{name} loads {heavy}')\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    "line",
    [
        "import torch",
        "import torch.nn as nn",
        "from pyarrow import parquet",
        "import pyarrow.parquet as pq",
        "from scipy.stats import rankdata",
        "try:\n    import faiss\nexcept ImportError:\n    pass",
        "class C:\n    import umap",
    ],
)
def test_a_heavy_import_at_the_top_is_seen(line: str) -> None:
    assert len(heavy_at_import(Source("inspector/stores/x.py", line))) == 1


@pytest.mark.parametrize(
    "line",
    [
        "def f():\n    import torch",
        "if TYPE_CHECKING:\n    import faiss",
        "import pyarrow as pa",
        "import torchless",
    ],
)
def test_a_heavy_import_where_it_is_needed_is_allowed(line: str) -> None:
    assert heavy_at_import(Source("inspector/stores/x.py", line)) == []
