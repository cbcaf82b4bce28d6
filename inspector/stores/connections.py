"""Saved connections: names for indexes, in `connections.toml`, so that an address is typed once.

Each table is a connection; "open" is its SCHEME:LOCATION, every other key a setting. The file holds no secrets. A
relative path in it begins at the folder of the file.

    [support]
    open = "pgvector:postgresql://reader@db.example/support"
    table = "chunks"
    model = "sentence-transformers/all-MiniLM-L6-v2"

Invariant: a table that cannot be used stands in the way of no other; what is wrong with it is told under its name.
"""

from __future__ import annotations

import tomllib
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from inspector import settings
from inspector.errors import InspectorError, MissingDependencyError, StoreError
from inspector.files import home, readable
from inspector.stores.spec import IndexSpec, as_path, read_spec, refuse_secrets
from inspector.stores.stated import check_stated

FILE = "connections.toml"


@dataclass(frozen=True, slots=True)
class Connection:
    """A saved connection.

    Attributes:
        name: As people call it.
        spec: What it opens.
    """

    name: str
    spec: IndexSpec


@dataclass(frozen=True, slots=True)
class Broken:
    """A table of the file that is no connection.

    Attributes:
        name: As it is called in the file.
        error: What is wrong with it, and what to do; it repeats no secret.
    """

    name: str
    error: InspectorError


def connections_file() -> Path:
    """Give the file of saved connections, be it there or not."""
    return settings.path(settings.CONNECTIONS) or home() / FILE


def connections() -> tuple[tuple[Connection, ...], tuple[Broken, ...]]:
    """Read all saved connections, in the order of the file; none where there is no file.

    Returns:
        Those that can be opened, as far as the file tells, and the tables that are none.

    Raises:
        StoreError: the file cannot be read, or is no TOML.
    """
    path = connections_file()
    sound: list[Connection] = []
    broken: list[Broken] = []
    for name, table in _tables(path).items():
        try:
            sound.append(Connection(name, _spec(path, name, table)))
        except InspectorError as error:
            broken.append(Broken(name, error))
    return tuple(sound), tuple(broken)


def connection(name: str) -> Connection | None:
    """Give the saved connection with a name; None where there is none.

    Raises:
        StoreError: the file cannot be read.
        InspectorError: the table of this name is no connection.
    """
    sound, broken = connections()
    for each in broken:
        if each.name == name:
            raise each.error
    return next((each for each in sound if each.name == name), None)


def _tables(path: Path) -> dict[str, object]:
    try:
        with readable(path):
            return tomllib.loads(path.read_text(encoding="utf-8-sig")) if path.exists() else {}
    except (ValueError, RecursionError) as error:
        raise StoreError(f"{path} is not a TOML file: {error}.", "Mend it; see the help page on opening.") from error


def _spec(path: Path, name: str, table: object) -> IndexSpec:
    """Read a table, and check what can be checked before it is opened.

    Raises:
        InspectorError: it is no connection; see `loader_of`.
    """
    from inspector.stores import loader_of  # which reads connections, so it cannot be known earlier

    if not isinstance(table, dict) or not isinstance(table.get("open"), str):
        raise StoreError(f'{path} has "{name}", which says not what to "open".', 'Write open = "SCHEME:LOCATION".')
    spec = read_spec(table["open"])
    if spec is None:
        raise StoreError(
            f"{path}, [{name}]: what it opens has no scheme.", 'Write it like open = "faiss:/data/index.faiss".'
        )
    values = dict(spec.values)
    for key, value in table.items():
        if key == "open":
            continue
        if not isinstance(value, (str, int, float)) or isinstance(value, bool):
            raise StoreError(f'{path}, [{name}]: "{key}" is neither text nor a number.', "Write it as text.")
        values[key] = str(value)
    made = replace(spec, values=tuple(values.items()))
    refuse_secrets(made)
    with suppress(MissingDependencyError):  # it is as it should be, and says what to install when it is opened
        loader_of(made)
    check_stated(made)
    return _beside(path, made)


def _beside(path: Path, spec: IndexSpec) -> IndexSpec:
    """Give a spec with its relative paths beginning at the folder of the file."""
    from inspector.stores import loader_named

    loader = loader_named(spec.scheme)
    paths = {setting.name for setting in loader.settings if setting.is_path}
    if spec.get("model").startswith((".", "~")):
        paths.add("model")
    folder = path.absolute().parent
    values = tuple((key, str(folder / as_path(value)) if key in paths else value) for key, value in spec.values)
    is_path = loader.opens_paths and "://" not in spec.location
    return replace(spec, location=str(folder / as_path(spec.location)) if is_path else spec.location, values=values)
