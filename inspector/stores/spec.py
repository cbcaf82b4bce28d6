"""How an index made elsewhere is named: "SCHEME:LOCATION?setting=value&setting=value".

Invariant: a spec holds no secret. Passwords and keys stay in the environment, so a spec may stand in a link, a case, a
cache key or a log.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

from inspector.errors import RequestError
from inspector.stores.secret_words import is_login, is_secret_name, secret_in

_SCHEME = re.compile(r"([a-z][a-z0-9+-]+):")
_SETTINGS = re.compile(r"\?(?=[a-z_]+=)")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")

SECRET_VARIABLES = {"milvus": "MILVUS_TOKEN", "pgvector": "PGPASSWORD", "qdrant": "QDRANT_API_KEY"}
"""Where each kind of database has its secret from: a variable of the environment."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing a loader can be told.

    Attributes:
        name: Its name in a spec, such as "documents".
        title: What it is, a few words for people.
        help: One sentence: what to write, and what holds without it.
        required: Whether nothing can be opened without it.
        is_path: Whether its value is a file or folder.
    """

    name: str
    title: str
    help: str
    required: bool = False
    is_path: bool = False


@dataclass(frozen=True, slots=True)
class IndexSpec:
    """An index made elsewhere, and what the user states about it.

    Attributes:
        scheme: A row of `LOADERS`.
        location: A path, or the address of a server.
        values: Settings by name, in the order given, each once.
    """

    scheme: str
    location: str
    values: tuple[tuple[str, str], ...] = ()

    def get(self, name: str, default: str = "") -> str:
        """Give the value of a setting, or what holds where it is not set."""
        return dict(self.values).get(name) or default

    def __str__(self) -> str:
        """Give it as it is written, settings in the order given."""
        mark = "?" if self.values or "?" in self.location else ""
        return f"{self.scheme}:{self.location}{mark}{urlencode(self.values, safe='/:{},')}"


def read_spec(text: str) -> IndexSpec | None:
    """Read a spec; None where the text has no scheme, so that it is a path or a name.

    The settings begin behind the last "?" that NAME= follows, so a path may hold a "?" of its own; values are written
    as in a link (%20 or + for a space). A location with a "?" and no settings ends in another "?".

    Raises:
        RequestError: there is no location, a setting is given twice or has no "=", or a secret or a control character
            stands in it.
    """
    match = _SCHEME.match(text)
    if match is None:
        return None
    refuse_secret(text, match.group(1))  # first of all: what is refused for another reason is quoted
    location, query = _parted(text[match.end() :])
    if not location.strip():
        raise RequestError(f'"{text}" names no location behind "{match.group(0)}".', "Write SCHEME:LOCATION?setting=…")
    try:
        values = tuple(parse_qsl(query, keep_blank_values=True, strict_parsing=bool(query)))
    except ValueError:
        raise RequestError(
            "The settings of the index cannot be read: one of them is not of the form name=value.",
            'Write them like model=NAME&metric=cosine; behind a path that holds a "?", write another one.',
        ) from None
    spec = IndexSpec(match.group(1), location, values)
    refuse_secrets(spec)
    if _CONTROL.search(location) or any(_CONTROL.search(value) for _, value in values):
        raise RequestError(f"The spec of a {spec.scheme} index holds a control character.", "Write it without.")
    names = [name for name, _ in values]
    for name in names:
        if names.count(name) > 1:
            raise RequestError(f'The setting "{name}" is given {names.count(name)} times.', "Give it once.")
    return spec


def as_path(text: str) -> Path:
    """Give a path of a spec, with ~ as the user's folder.

    Raises:
        RequestError: it begins with ~ and the name of nobody.
    """
    try:
        return Path(text).expanduser()
    except RuntimeError as error:
        raise RequestError(f'"{text}" begins with the name of no user.', "Write the whole path.") from error


def _parted(text: str) -> tuple[str, str]:
    """Part what stands behind the scheme into location and settings."""
    marks = [*_SETTINGS.finditer(text)]
    if marks:
        return text[: marks[-1].start()], text[marks[-1].end() :]
    location, _, query = text.rpartition("?")
    return (location, query) if "?" in text else (text, "")


def refuse_secret(text: str, scheme: str = "") -> None:
    """Refuse a text with a password or a key in it, whatever it is.

    Args:
        text: As it was written.
        scheme: The kind of store it names, if it names one.

    Raises:
        RequestError: it has one; the message names the variable it belongs into and does not repeat it.
    """
    found = secret_in(text)
    if found:
        raise _refused(found, scheme)


def refuse_secrets(spec: IndexSpec) -> None:
    """Refuse a spec with a password or a key in its location, in a value, or as a setting of its own.

    Raises:
        RequestError: it has one; the message names the variable it belongs into and does not repeat it.
    """
    for text in (f"{spec.scheme}:{spec.location}", spec.location, *(value for _, value in spec.values)):
        refuse_secret(text, spec.scheme)
    if "://" not in spec.location and is_login(spec.location):
        raise _refused("password", spec.scheme)
    for name, value in spec.values:
        if is_secret_name(name):
            raise _refused(secret_in(f"{name}={value}") or "secret", spec.scheme)


def _refused(found: str, scheme: str) -> RequestError:
    variable = SECRET_VARIABLES.get(scheme)
    where = f"set {variable} in the environment" if variable else "put it into the environment"
    named = f"The spec of a {scheme} index" if variable else "What names the index"
    return RequestError(
        f'{named} holds a secret ("{found}").', f"Leave it out and {where}: a spec stands in links and logs."
    )
