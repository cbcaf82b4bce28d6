r"""The text recipe: how title, text and metadata of a document become the text that is embedded.

A recipe is a text with field names in braces, such as "{title}\n{text}". Invariant: the same document and recipe give
the same text in every build, check and page. Only `{name}` is replaced; every other character stands for itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from inspector.errors import RequestError
from inspector.records.documents import Document

_FIELD = re.compile(r"\{([^{}]*)\}")
OWN_FIELDS = ("id", "title", "text")


def embedded_text(recipe: str, document: Document) -> str:
    """Give the text that is embedded: the fields filled in, a missing one empty, white space at the ends trimmed."""
    return _FIELD.sub(lambda match: _value(document, match.group(1)), recipe).strip()


def check_recipe(recipe: str, metadata: Sequence[str]) -> None:
    """Refuse a recipe that names a field the corpus does not have, or none at all.

    Args:
        recipe: The recipe as given.
        metadata: Names of the corpus's metadata fields.

    Raises:
        RequestError: a field is unknown, or the recipe names no field.
    """
    named = _FIELD.findall(recipe)
    known = [*OWN_FIELDS, *metadata]
    if not named:
        raise RequestError(f"The text recipe {recipe!r} names no field.", f"Use some of: {_listed(known)}.")
    unknown = [name for name in named if name not in known]
    if unknown:
        raise RequestError(
            f"The text recipe names {_listed(unknown)}, but the corpus has {_listed(known)}.", "Correct the recipe."
        )


def _value(document: Document, name: str) -> str:
    if name in OWN_FIELDS:
        return str(getattr(document, name))
    value = document.metadata.get(name)
    return "" if value is None else str(value)


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in names)
