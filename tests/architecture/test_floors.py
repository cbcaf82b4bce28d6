"""House rule 1: import only from a lower floor or the ground; nobody imports names from the package root."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter

import pytest

from tests.architecture.floors import FLOORS, GROUND, room
from tests.architecture.source import Import, Source, house, imports, modules

VERSION = "__version__"
EXAMPLES = frozenset({"inspector.fingerprint", "inspector.stores", "inspector.search"})
"""Modules the examples below speak of, so that they hold whatever the house holds."""


def known() -> frozenset[str]:
    return modules() | EXAMPLES


def homeless(source: Source) -> list[str]:
    """A room that no floor names."""
    known = source.module == "inspector" or room(source.module) in FLOORS
    return [] if known else [f"{source.path}: this room is on no floor; see tests/architecture/floors.py"]


def climbing(source: Source) -> list[str]:
    """Imports that reach up, or across a floor above the ground."""
    here = room(source.module)
    found = []
    for one in imports(source):
        for there in sorted({room(module) for module in _targets(one)} - {"", here}):
            if there not in FLOORS:
                found.append(source.at(one.node, f"imports the room {there}, which is on no floor"))
            elif FLOORS[there] >= FLOORS.get(here, GROUND) and FLOORS[there] != GROUND:
                found.append(
                    source.at(one.node, f"{here} (floor {FLOORS.get(here)}) imports {there} ({FLOORS[there]})")
                )
    return found


def from_root(source: Source) -> list[str]:
    """Names taken from the package root, where only modules and the version can be had, and renamed modules."""
    found = []
    for one in imports(source):
        if one.module == "inspector" and not one.names:
            found.append(source.at(one.node, "imports the package root"))
        elif one.module == "inspector":
            loose = [name for name in one.names if name != VERSION and f"inspector.{name}" not in known()]
            found += [source.at(one.node, f"{name} is imported from the root, not from its room") for name in loose]
        elif one.alias and room(one.module):
            found.append(source.at(one.node, f"{one.module} is imported under another name"))
    return found


def _targets(one: Import) -> set[str]:
    """The modules an import loads: `from inspector.stores import exact` loads both."""
    inner = {f"{one.module}.{name}" for name in one.names} & known()
    return {one.module} | inner if room(one.module) or inner else set()


@pytest.mark.parametrize("source", house(), ids=lambda source: source.path)
def test_every_file_imports_only_downwards_and_from_rooms(source: Source) -> None:
    assert homeless(source) + climbing(source) + from_root(source) == []


def test_the_modules_of_the_house_form_no_cycle() -> None:
    here = modules()
    graph = {
        source.module: {
            target
            for one in imports(source)
            if one.at_import_time
            for target in _targets(one) & here - {source.module, "inspector"}
            if not source.module.startswith(target + ".")
        }
        for source in house()
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(f"import cycle: {' -> '.join(error.args[1])}")


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("inspector/search/x.py", "from inspector.report import Report"),
        ("inspector/search/x.py", "def f():\n    import inspector.cli.main"),
        ("inspector/stores/x.py", "from inspector.embedders.embedder import Embedder"),
        ("inspector/stores/x.py", "from ..search import keyword"),
        ("inspector/files.py", "from inspector.stores.collection import Hits"),
        ("inspector/ui/x.py", "from inspector.cli import main"),
        ("inspector/search/x.py", "from inspector.attic import dust"),
    ],
)
def test_an_import_that_climbs_is_seen(path: str, line: str) -> None:
    assert len(climbing(Source(path, line))) == 1


@pytest.mark.parametrize(
    "line",
    [
        "from inspector.vectors import norms",
        "from inspector.stores.collection import Hits",
        "from inspector import fingerprint",
        "from inspector.search.keyword import KeywordIndex",
        "from . import overlap",
        "import numpy as np",
    ],
)
def test_an_import_that_descends_is_allowed(line: str) -> None:
    source = Source("inspector/search/x.py", line)
    assert climbing(source) + from_root(source) == []


@pytest.mark.parametrize(
    "line",
    ["from inspector import Contract", "import inspector", "import inspector.vectors as v", "from .. import Hit"],
)
def test_a_name_from_the_root_is_seen(line: str) -> None:
    assert len(from_root(Source("inspector/search/x.py", line))) == 1


def test_a_room_without_a_floor_is_seen() -> None:
    assert len(homeless(Source("inspector/utils/x.py", ""))) == 1
