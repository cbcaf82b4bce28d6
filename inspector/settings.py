"""Everything that is set from outside, by `INSPECTOR_*` variables: one table, and the functions that read it.

Invariant: a value is checked where it is read, and a bad one is refused with the variable's name; the value of a secret
is never part of a message. Cost: none; variables are read anew each time.
"""

from __future__ import annotations

import math
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from inspector.errors import RequestError


@dataclass(frozen=True, slots=True)
class SettingSpec:
    """A variable of the environment that the tool reads.

    Attributes:
        name: The variable.
        default: Its value where it is not set, as one would write it; empty where that is nothing, or is worked out.
        title: What it is, a few words.
        help: What it does, one sentence; it also says what holds where the default is empty.
        secret: Whether its value must never be shown.
    """

    name: str
    default: str
    title: str
    help: str
    secret: bool = False


HOME = SettingSpec(
    "INSPECTOR_HOME",
    "",
    "Own folder",
    "Maps, samples, uploads, cases, judgements and caches are kept there; without it, in the user's data folder.",
)
INDEX_ROOTS = SettingSpec(
    "INSPECTOR_INDEX_ROOTS",
    "",
    "Folders of indexes",
    "The app opens indexes below these folders only, separated as in PATH; without it, the one it was started on.",
)
OPEN = SettingSpec(
    "INSPECTOR_OPEN",
    "",
    "First index",
    "The index the app shows where a link names none; the command `open` sets it. Without it, the sample.",
)
CONNECTIONS = SettingSpec(
    "INSPECTOR_CONNECTIONS",
    "",
    "Saved connections",
    "The file of saved connections; without it, connections.toml in the own folder.",
)
EMBEDDING_URL = SettingSpec(
    "INSPECTOR_EMBEDDING_URL",
    "https://api.openai.com/v1",
    "Embedding service",
    "Where an OpenAI-compatible service is, for indexes whose model it serves; no index can choose another.",
)
EMBEDDING_KEY = SettingSpec(
    "INSPECTOR_EMBEDDING_KEY",
    "",
    "Key of the service",
    "Sent to the embedding service and nowhere else; without it, OPENAI_API_KEY is sent, to OpenAI only.",
    secret=True,
)
EMBEDDING_TOKENS = SettingSpec(
    "INSPECTOR_EMBEDDING_TOKENS",
    "2000000",
    "Limit of tokens",
    "How many tokens one process may send to the embedding service before it refuses to send more.",
)
SNAPSHOT = SettingSpec(
    "INSPECTOR_SNAPSHOT",
    "20000",
    "Documents of a snapshot",
    "How many documents are pulled from a database for what it cannot do itself; beyond, they are a sample.",
)
COPIES = SettingSpec(
    "INSPECTOR_COPIES",
    "opened",
    "Folder of working copies",
    "Name of the folder in the own one where copies of indexes made elsewhere are kept; the app sets another.",
)
OPEN_SECONDS = SettingSpec(
    "INSPECTOR_OPEN_SECONDS",
    "600",
    "Time to read a file",
    "How many seconds the process may take that reads an index made elsewhere, before it is ended.",
)
OPEN_MEMORY = SettingSpec(
    "INSPECTOR_OPEN_MEMORY",
    "8 GB",
    "Memory to read a file",
    "How much memory the process may take that reads an index made elsewhere, before it is ended.",
)
PROGRESS = SettingSpec(
    "INSPECTOR_PROGRESS",
    "",
    "Form of progress",
    'With "json", commands report progress as JSON lines on standard error, for a program that started them.',
)

SETTINGS: tuple[SettingSpec, ...] = (
    HOME,
    INDEX_ROOTS,
    OPEN,
    CONNECTIONS,
    EMBEDDING_URL,
    EMBEDDING_KEY,
    EMBEDDING_TOKENS,
    SNAPSHOT,
    COPIES,
    OPEN_SECONDS,
    OPEN_MEMORY,
    PROGRESS,
)
"""All of them, in the order in which people read about them."""

UNITS: Mapping[str, int] = {
    "KB": 10**3,
    "MB": 10**6,
    "GB": 10**9,
    "TB": 10**12,
    "KiB": 2**10,
    "MiB": 2**20,
    "GiB": 2**30,
    "TiB": 2**40,
}
"""Bytes in each unit that a size may be given in."""
_SIZE = re.compile(r"([0-9]+(?:\.[0-9]+)?) ?([A-Za-z]+)", flags=re.ASCII)
_LARGEST = 2**63 - 1


def text(spec: SettingSpec) -> str:
    """Give a value without the white space around it, else the default, also where it is set to nothing."""
    return os.environ.get(spec.name, "").strip() or spec.default


def path(spec: SettingSpec) -> Path | None:
    """Give a value as a path, with ~ replaced; None where there is none.

    Raises:
        RequestError: no path can be like this.
    """
    written = text(spec)
    return _path(spec, written) if written else None


def paths(spec: SettingSpec) -> tuple[Path, ...]:
    """Give the paths of a list that is separated as PATH is, with ~ replaced; empty parts are left out.

    Raises:
        RequestError: one is like no path can be.
    """
    return tuple(_path(spec, part.strip()) for part in text(spec).split(os.pathsep) if part.strip())


def count(spec: SettingSpec) -> int:
    """Give a whole number >= 1; an underscore or a comma may part its digits.

    Raises:
        RequestError: the value is none.
    """
    written = text(spec).replace(",", "").replace("_", "")
    if not re.fullmatch(r"[0-9]+", written, flags=re.ASCII) or not 1 <= int(written[:30]) <= _LARGEST:
        raise _refused(spec, "a whole number from 1 on")
    return int(written)


def seconds(spec: SettingSpec) -> float:
    """Give a time in seconds, > 0 and finite.

    Raises:
        RequestError: the value is none.
    """
    try:
        value = float(text(spec))
    except ValueError:
        value = math.nan
    if not 0 < value < math.inf:
        raise _refused(spec, "a number of seconds above 0")
    return value


def size(spec: SettingSpec) -> int:
    """Give a size in bytes, >= 1, from a number with its unit, such as "8 GB" or "512 MiB".

    Raises:
        RequestError: the value is none, or its unit is not known.
    """
    found = _SIZE.fullmatch(text(spec))
    units = {name.lower(): bytes_ for name, bytes_ in UNITS.items()}
    unit = units.get(found[2].lower()) if found else None
    value = float(found[1]) * unit if found and unit else 0.0
    if not 1 <= value <= _LARGEST:
        raise _refused(spec, f"a number with its unit ({', '.join(UNITS)})")
    return int(value)


def address(spec: SettingSpec) -> str:
    """Give an address of a service, http or https, without a slash at its end.

    Raises:
        RequestError: the value is none, or it holds a password, which belongs into a variable of its own.
    """
    written = text(spec)
    try:
        parts = urlsplit(written)
        known = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        raise _refused(spec, "an address such as https://host/v1") from None
    if "@" in parts.netloc or parts.query or parts.fragment:
        raise RequestError(
            f"{spec.name} holds more than an address: a name or password before the host, or something behind ? or #.",
            f"Write the address alone, such as https://host/v1; a key goes into {EMBEDDING_KEY.name}.",
        )
    if not known:
        raise _refused(spec, "an address such as https://host/v1")
    return written.rstrip("/")


def _path(spec: SettingSpec, written: str) -> Path:
    try:
        return Path(written).expanduser()
    except (RuntimeError, ValueError):
        raise _refused(spec, "a path") from None


def _refused(spec: SettingSpec, expected: str) -> RequestError:
    """Say that a value cannot be used; a secret is not quoted."""
    given = "not usable" if spec.secret else f'"{text(spec)[:80]}"'
    otherwise = f" (then it is {spec.default})" if spec.default else ""
    return RequestError(
        f"{spec.name} is {given}, {expected} was expected.", f"Set it anew, or do not set it{otherwise}."
    )
