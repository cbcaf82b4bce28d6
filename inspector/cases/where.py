"""Which index a case is asked of again: the one it names, if that may be opened without being told to.

Invariant: a file from elsewhere names no address: a database is opened only where the user saved that very connection.
Cost: one manifest is read.
"""

from __future__ import annotations

from pathlib import Path

from inspector.cases.errors import CaseError
from inspector.errors import InspectorError
from inspector.files import home, reason
from inspector.records.cases import Case
from inspector.sample import location
from inspector.sample.faults import fault_named
from inspector.stores import Held, layout, loader_of
from inspector.stores.connections import connection, connections
from inspector.stores.manifest import read_manifest
from inspector.stores.spec import IndexSpec, read_spec
from inspector.text import quoted

SAMPLES = "samples"
"""Where the app makes the sample's broken copies, below the own folder."""
INSTEAD = "Give another one with --index."


def index_of(case: Case) -> str:
    """Give what opens the index of a case: a folder, or a spec.

    Raises:
        CaseError: it names none that is there, or one that is not opened on a file's word; says what to do.
    """
    named = case.index.spec
    if not named:
        return str(_sample(case))
    try:
        if Path(named).is_dir() or connection(named) is not None:
            return named
        spec = read_spec(named)
    except InspectorError as error:
        raise CaseError(f"The index of the case cannot be opened again: {error.message}", INSTEAD) from error
    except OSError as error:
        raise CaseError(f"The index of the case cannot be opened again: {reason(error)}.", INSTEAD) from error
    if spec is not None:
        return _opened_by_spec(spec)
    if _is_content(case, location.INDEX):
        return str(location.INDEX)
    raise CaseError(f"The index of the case, {named}, is not there any more.", INSTEAD)


def _sample(case: Case) -> Path:
    """Give the sample's index, or its broken copy, where the case is about one of these.

    Raises:
        CaseError: it is about another index, or about a copy that is not made yet.
    """
    if case.index.name == location.NAME or _is_content(case, location.INDEX):
        return location.INDEX
    fault = fault_named(location.fault_of(case.index.name) or "")
    if fault is None:
        raise CaseError(f"The case does not say where its index {quoted(case.index.name)} lies.", INSTEAD)
    folder = home() / SAMPLES / location.copy_name(fault.name)
    if (folder / layout.MANIFEST).is_file():
        return folder
    raise CaseError(
        f"The case is about a broken copy of the sample, {case.index.name}, which is not made yet.",
        f'Make it, then replay again: python -m inspector sample {location.NAME} --fault {fault.name} --out "{folder}"',
    )


def _is_content(case: Case, folder: Path) -> bool:
    """Say whether a folder holds the very content the case is about."""
    try:
        return read_manifest(folder).fingerprint == case.index.fingerprint
    except InspectorError:
        return False


def _opened_by_spec(spec: IndexSpec) -> str:
    loader = loader_of(spec)
    if loader.held is Held.ENGINE and "://" in spec.location:
        saved, _ = connections()
        if not any(str(each.spec) == str(spec) for each in saved):
            raise CaseError(
                f"The case names a database at {spec.location}; a file does not say which address is asked.",
                "Give it with --index, or save the connection.",
            )
    return str(spec)
