"""Saved connections: names for indexes, in `connections.toml`, so that an address is typed once.

Each table is a connection; "open" is its SCHEME:LOCATION, every other key a setting. The file holds no secrets.

    [support]
    open = "pgvector:postgresql://reader@db.example/support"
    table = "chunks"
    model = "sentence-transformers/all-MiniLM-L6-v2"
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from inspector import settings
from inspector.errors import StoreError
from inspector.files import home, readable
from inspector.stores.spec import IndexSpec, read_spec, refuse_secrets

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


def connections_file() -> Path:
    """Give the file of saved connections, be it there or not."""
    return settings.path(settings.CONNECTIONS) or home() / FILE


def connections() -> tuple[Connection, ...]:
    """Read all saved connections, in the order of the file; none where there is no file.

    Raises:
        StoreError: the file cannot be read, or one of its tables is none of a connection.
        RequestError: a spec holds a secret.
    """
    path = connections_file()
    if not path.exists():
        return ()
    try:
        with readable(path):
            found = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise StoreError(f"{path} is not a TOML file: {error}.", "Mend it; see the help page on opening.") from error
    return tuple(_connection(path, name, table) for name, table in found.items())


def connection(name: str) -> Connection | None:
    """Give the saved connection with a name; None where there is none.

    Raises:
        StoreError: the file cannot be read.
    """
    return next((each for each in connections() if each.name == name), None)


def _connection(path: Path, name: str, table: object) -> Connection:
    if not isinstance(table, dict) or not isinstance(table.get("open"), str):
        raise StoreError(f'{path} has "{name}", which says not what to "open".', 'Write open = "SCHEME:LOCATION".')
    spec = read_spec(table["open"])
    if spec is None:
        raise StoreError(
            f'{path}, [{name}]: "{table["open"]}" has no scheme.', 'Write it like open = "faiss:/data/index.faiss".'
        )
    values = dict(spec.values)
    for key, value in table.items():
        if key == "open":
            continue
        if not isinstance(value, (str, int, float)) or isinstance(value, bool):
            raise StoreError(f'{path}, [{name}]: "{key}" is neither text nor a number.', "Write it as text.")
        values[key] = str(value)
    made = IndexSpec(spec.scheme, spec.location, tuple(values.items()))
    refuse_secrets(made)
    return Connection(name, made)
