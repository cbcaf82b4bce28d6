"""Which index of this machine a case is asked of again, among those the app may open.

Invariant: a case's file opens nothing that the folders of this app do not hold. Cost: one manifest where the case says
the place; else the manifest of every index below the roots.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from inspector.cases.where import index_of
from inspector.errors import InspectorError
from inspector.inspection import OpenIndex
from inspector.records.cases import Case
from inspector.sample import location
from inspector.sample.faults import Fault, fault_named
from inspector.stores import layout
from inspector.stores.manifest import read_manifest
from inspector.text import quoted
from inspector.ui.runtime import copies, engine, roots


@dataclass(frozen=True, slots=True)
class Home:
    """Where a case can be asked again.

    Attributes:
        path: The index folder; None where there is none.
        why: Why there is none, one or two sentences; empty where there is one.
        copy: The fault whose copy of the sample the case is about, where that copy is not made yet.
    """

    path: Path | None
    why: str = ""
    copy: Fault | None = None


def home_of(case: Case) -> Home:
    """Give the index of a case: the one at the place it names, or one with the very content it was made on."""
    fault = fault_named(location.fault_of(case.index.name) or "")
    if fault is not None and not case.index.spec:
        made = copies.index_of(fault)
        said = f"It was kept on a broken copy of the sample, {quoted(case.index.name)}, which is not made here yet."
        return Home(made) if made else Home(None, said, fault)
    try:
        named = _ours(Path(index_of(case)))
    except (InspectorError, OSError, ValueError):
        named = None
    found = named or _alike(case)
    name = quoted(case.index.name)
    return Home(found, "" if found else f"Its index, {name}, is not in the folders this app may open.")


def _ours(path: Path) -> Path | None:
    """Give an index folder below the roots; None for anything else.

    Raises:
        RequestError: it lies outside the roots.
    """
    inside = roots.inside(path)
    return inside if (inside / layout.MANIFEST).is_file() else None


def _alike(case: Case) -> Path | None:
    """Find an index with the content of the case, or a working copy of what the case names."""
    copies_of = None
    for path in roots.indexes():
        try:
            manifest = read_manifest(path)
        except InspectorError:
            continue
        if manifest.fingerprint == case.index.fingerprint:
            return path
        if case.index.spec and manifest.origin is not None and manifest.origin.spec == case.index.spec:
            copies_of = copies_of or path
    return copies_of


def opened(path: Path) -> tuple[OpenIndex, bool]:
    """Give an index with whatever of it is ready, and whether its model is still on the way; asking starts it.

    Raises:
        InspectorError: it cannot be opened, or one of its files leads outside the roots.
    """
    collection = engine.collection(roots.contained_index(path))
    keyword, model = engine.keyword(collection), engine.model_of(collection)
    if model.value is None:
        return OpenIndex(collection, keyword, model_refusal=model.message), model.loading
    loaded = model.value
    background = engine.background(collection, loaded).value
    cache, refusal = engine.vector_cache(loaded), engine.effects_refusal(loaded)
    return OpenIndex(collection, keyword, loaded, background, cache, refusal), False
