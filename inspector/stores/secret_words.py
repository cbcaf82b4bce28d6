"""Whether a text holds a password or a key, in any of the forms that addresses and connection strings know.

Invariant: a form that only might be one counts as one, for a text that was taken is shown in links and logs; what is
found is told by a word of ours, never by the text itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

_WORDS = (
    "password",
    "passwd",
    "passphrase",
    "pwd",
    "secret key",
    "secret",
    "token",
    "api key",
    "access key",
    "private key",
    "credential",
    "credentials",
    "authorization",
    "bearer",
)
_FORMS = "|".join(word.replace(" ", "[-_. ]?") for word in _WORDS) + "|(?<![a-z])pass"
# Behind the "=" a name in braces is the field of a text recipe.
_KEYWORD = re.compile(rf"({_FORMS})\s*=\s*(?=[^\s&;,{{])", re.IGNORECASE)
_PARAMETER = re.compile(r"[?&;#]key=[^\s&;]", re.IGNORECASE)
_NAME = re.compile(rf".*(?:{_FORMS})", re.IGNORECASE)
_AUTHORITY = re.compile(r"([a-z][a-z0-9+.-]*)://([^/?#\s]*)@", re.IGNORECASE)
# Behind a port an "@" may stand in a setting, but in no path that is a database's.
_SLASHES = re.compile(r"://[^@\s/?#]*:(?:(?![0-9]{1,5}(?:[/?#,\s]|$))[^@]+|[^@?#\s]+)@")
_BARE = re.compile(r"[^\s/?#@:]+:[^\s/@]+@")
_LINE_ENDS = re.compile(r"[\t\r\n]")
_DECODED = 4


def is_secret_name(name: str) -> bool:
    """Say whether a setting of this name holds a secret: "token", "sslpassword", "API-Key"; not "max_tokens"."""
    return any(each.strip().lower() == "key" or _NAME.fullmatch(each.strip()) for each in _read(name))


def secret_in(text: str) -> str:
    """Name the secret that a text holds, such as "password"; empty where it holds none.

    Found are a user with a password before a host, anything before the host of an http address, and a keyword with its
    value ("password=…", "sslpassword = …", "?api_key=…"), in any case, percent-encoded or not.
    """
    return next((found for each in _read(text) if (found := _secret_in(each))), "")


def is_login(location: str) -> bool:
    """Say whether a location without "//" begins with a user and a password: "reader:…@host"."""
    return any(_BARE.match(each) for each in _read(location))


def _secret_in(text: str) -> str:
    for scheme, login in _AUTHORITY.findall(text):
        if login.partition(":")[2]:
            return "password"
        if login and scheme.lower() in ("http", "https"):
            return "key before the host"
    if _SLASHES.search(text):
        return "password"
    keyword = _KEYWORD.search(text)
    if keyword:
        return re.sub(r"[-_.]", " ", keyword[1].lower())
    return "key" if _PARAMETER.search(text) else ""


def _read(text: str) -> Iterator[str]:
    """Give a text as it is written, and as it reads where it is percent-encoded, once or several times."""
    for _ in range(_DECODED):
        yield _LINE_ENDS.sub("", text)
        decoded = unquote(text)
        if decoded == text:
            return
        text = decoded
