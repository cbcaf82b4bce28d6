"""Opens each source once for all claims about it."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from inspector.progress import silent
from inspector.stores import Held, loader_of, read_spec
from inspector.stores.adopting import adopt
from inspector.stores.folder import FolderCollection, open_folder
from tests.stores.loaders.conformance.sources import SOURCES, Made, Source


@dataclass(frozen=True, slots=True)
class Opened:
    """A source, how it was made, and its collection."""

    source: Source
    made: Made
    collection: FolderCollection


@pytest.fixture(scope="session")
def opening(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Source], Opened]:
    """Open sources, each once; what happens in a process of its own elsewhere happens in this one."""
    known: dict[str, Opened] = {}

    def opened(source: Source) -> Opened:
        if source.name not in known:
            made = source.make(tmp_path_factory.mktemp("source"))
            spec = read_spec(made.spec)
            assert spec is not None
            loader = loader_of(spec)
            if loader.held is Held.FOLDER:
                collection = open_folder(spec.location)
            else:
                folder = tmp_path_factory.mktemp("copy")
                adopt(spec, folder, "copy", importlib.import_module(loader.module).take, silent)
                collection = open_folder(folder)
            known[source.name] = Opened(source, made, collection)
        return known[source.name]

    return opened


@pytest.fixture(params=SOURCES, ids=lambda source: source.name)
def opened(request: pytest.FixtureRequest, opening: Callable[[Source], Opened]) -> Opened:
    """Each source in turn."""
    return opening(request.param)
