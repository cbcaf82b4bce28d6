"""The name of a model behind a service, as it stands in a contract: "openai:NAME?dimensions=256&max_tokens=8191"."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl

from inspector.errors import EmbedderError

PREFIX = "openai:"
KNOWN_READS = 8191
"""Read length that is assumed where a name states none: that of the text-embedding models this protocol comes from."""

_LARGEST = 1_000_000
_HINT = 'Write it like "openai:NAME?dimensions=256&max_tokens=8191".'


@dataclass(frozen=True, slots=True)
class ServedModel:
    """A model as a service knows it.

    Attributes:
        name: Its name there.
        dimensions: How many dimensions are asked for; 0 for all it has.
        max_tokens: How many tokens of a text it reads; 0 where the name does not say.
    """

    name: str
    dimensions: int = 0
    max_tokens: int = 0


def served_model(model: str) -> ServedModel:
    """Read a model's name.

    Raises:
        EmbedderError: it is empty or too long, or states what is not known.
    """
    name, _, stated = model.removeprefix(PREFIX).partition("?")
    if not 0 < len(name) <= 200 or not name.isprintable():
        raise EmbedderError("The model behind the service has no usable name.", _HINT)
    numbers = {"dimensions": 0, "max_tokens": 0}
    for key, value in parse_qsl(stated, keep_blank_values=True):
        plain = value.isascii() and value.isdigit() and len(value) < 8
        if key not in numbers or not plain or not 1 <= int(value) <= _LARGEST:
            raise EmbedderError(f'"{key[:40]}={value[:40]}" cannot be part of the name of a model.', _HINT)
        numbers[key] = int(value)
    return ServedModel(name, numbers["dimensions"], numbers["max_tokens"])
