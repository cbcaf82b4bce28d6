"""Turns one row of a corpus into a document, or says what is wrong with it.

The keys of DESIGN: id and text are needed, title, parent and position are known, every other key is metadata.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from inspector.stores.corpus.metadata import plain, type_name

ID, TEXT, TITLE, PARENT, POSITION = "id", "text", "title", "parent", "position"
KNOWN = frozenset((ID, TEXT, TITLE, PARENT, POSITION))


class BadLineError(ValueError):
    """A row that is no document; its text ends the sentence "Line 3 …"."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A row that is a document; its metadata still has the types of the file.

    Attributes:
        id: Not empty.
        title: Empty where there is none.
        text: May be empty.
        parent: Id of the whole it is a chunk of.
        position: Place in the parent.
        metadata: All other keys.
    """

    id: str
    title: str
    text: str
    parent: str | None
    position: int | None
    metadata: dict[str, object]


def entry(values: Mapping[str, object]) -> Entry:
    """Read the keys of a row.

    Raises:
        BadLineError: a needed key is missing, a value has a type that its key cannot have, or a text is not Unicode.
    """
    for name in (ID, TEXT):
        if name not in values:
            found = ", ".join(f'"{str(key)[:40]}"' for key in list(values)[:10]) or "nothing"
            raise BadLineError(f'has no key "{name}", only {found}')
    made = Entry(
        id=_id(values[ID]),
        title=_title(values.get(TITLE)),
        text=_text(values[TEXT]),
        parent=None if values.get(PARENT) in (None, "") else _reference(PARENT, values[PARENT]),
        position=_position(values.get(POSITION)),
        metadata={str(name): value for name, value in values.items() if name not in KNOWN},
    )
    _check_unicode(made)
    return made


def _id(value: object) -> str:
    found = _reference(ID, value)
    if not found:
        raise BadLineError("has an empty id")
    return found


def _reference(name: str, value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        raise BadLineError(f'has {type_name(value)} as "{name}" ({value!r:.60}), text or a whole number was expected')
    return str(value)


def _text(value: object) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BadLineError(f'has {type_name(value)} as "{TEXT}", text was expected')
    return value


def _title(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, (list, dict)):
        raise BadLineError(f'has {type_name(value)} as "{TITLE}", text was expected')
    return str(plain(value))


def _position(value: object) -> int | None:
    if value is None or value == "":
        return None
    if isinstance(value, str) and value.isdecimal() and len(value) < 19:
        return int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 1 << 63:
        raise BadLineError(f'has {value!r:.60} as "{POSITION}", a whole number from 0 was expected')
    return value


def _check_unicode(made: Entry) -> None:
    values = [made.id, made.title, made.text, made.parent or "", *made.metadata, *map(plain, made.metadata.values())]
    for value in values:
        if isinstance(value, str) and not value.isascii():
            try:
                value.encode("utf-8")
            except UnicodeEncodeError as error:
                raise BadLineError(
                    f"holds half of a character (the lone surrogate {value[error.start]!r}), which is not Unicode"
                ) from error
