"""The documents that every engine is tried with, and the truth about each filter over them.

Among them: ids and texts in several scripts, ids and values with quotes and backslashes, empty texts, missing values of
each type, equal vectors, vectors that tie for one of the queries, opposite vectors and zero vectors.
"""

from __future__ import annotations

import numpy as np

from inspector.records.documents import Condition, Document, FieldType, MetadataField
from inspector.stores.columns import as_text

DIM = 16
COUNT = 60
FIELDS = (
    MetadataField("lang", FieldType.TEXT),
    MetadataField("year", FieldType.INTEGER),
    MetadataField("price", FieldType.NUMBER),
    MetadataField("draft", FieldType.BOOLEAN),
)
HOSTILE = (
    "O'Hara",
    'say "hi"',
    "back\\slash",
    "back\\",
    "' or 1=1 --",
    '" or year > 0 or lang == "',
    '\\" or year > 0 or lang == \\"',
    "'; DROP TABLE documents; --",
    "{lang}",
    "%s",
    "a\nb",
    "100%_",
)
"""Values that end a quoted text early where it is quoted badly; some documents really have them."""

_IDS = ("文書-1", "🔎", "مستند", "z z", "it's", 'quo"te', "back\\slash", "-7", "0", "UPPER", "upper")
_LANGS = ("en", "de", "", None, "en", *HOSTILE[:4])
DUPLICATES = (3, 4, 5)
ZEROS = (7, 23)
EMPTY_TEXTS = (11, 12)


def _document(row: int) -> Document:
    stated = {
        "lang": _LANGS[row % len(_LANGS)],
        "year": None if row % 5 == 4 else 2000 + row % 4 - (4000 if row % 7 == 0 else 0),
        "price": None if row % 6 == 5 else (row % 3) * 0.25,
        "draft": None if row % 4 == 3 else row % 2 == 0,
    }
    return Document(
        id=_IDS[row] if row < len(_IDS) else f"d{row}",
        title="" if row % 10 == 9 else f"Title {row} ü",
        text="" if row in EMPTY_TEXTS else f"Body {row}: 検索 wörds and zebra{row} 👩‍🔬",
        metadata={name: value for name, value in stated.items() if value is not None},
        parent=f"whole {row // 4}" if row % 4 == 0 else None,
        position=row // 4 if row % 4 == 0 else None,
    )


def _vectors() -> np.ndarray:
    rng = np.random.default_rng(7)
    made = rng.normal(size=(COUNT, DIM)) * rng.uniform(0.1, 0.6, size=(COUNT, 1))
    made[list(DUPLICATES)] = made[DUPLICATES[0]]
    made[list(ZEROS)] = 0.0
    made[31] = made[30] * np.where(np.arange(DIM) == 0, -1.0, 1.0)  # ties with row 30 for a query without component 0
    made[33] = -made[32]
    return made.astype(np.float32)


DOCUMENTS = tuple(_document(row) for row in range(COUNT))
VECTORS = _vectors()
QUERIES = np.concatenate(
    [
        np.random.default_rng(8).normal(size=(4, DIM)) * 0.4,
        VECTORS[DUPLICATES[0]][None],
        np.where(np.arange(DIM) == 0, 0.0, VECTORS[30])[None],
    ]
).astype(np.float32)


def halved(vectors: np.ndarray) -> np.ndarray:
    """What 16 bits keep of vectors."""
    return vectors.astype(np.float16).astype(np.float32)


def passing(where):
    """The truth of a filter: any value of a field, all fields; "" is what is missing or empty."""
    found = set()
    for document in DOCUMENTS:
        values = {**document.metadata, "parent": document.parent}
        wanted = {}
        for each in where:
            wanted.setdefault(each.field, []).append(each.value)
        if all(as_text(values.get(name)) in written for name, written in wanted.items()):
            found.add(document.id)
    return found


FILTERS = (
    (("lang", "en"),),
    (("lang", ""),),
    (("lang", "en"), ("lang", "de")),
    (("lang", "en"), ("lang", "")),
    (("year", "2001"),),
    (("year", "-2000"),),
    (("year", ""),),
    (("year", "2003"), ("year", "")),
    (("price", "0.25"),),
    (("price", "0.0"),),
    (("price", ""),),
    (("draft", "true"),),
    (("draft", "false"),),
    (("draft", ""),),
    (("draft", "true"), ("draft", "")),
    (("lang", "en"), ("year", "2000"), ("draft", "true")),
    (("parent", "whole 2"),),
    (("parent", ""),),
    (("lang", "nowhere"),),
    (("year", "99999999999999999999"),),
    *((("lang", value),) for value in HOSTILE),
)


def where_of(pairs):
    return tuple(Condition(name, value) for name, value in pairs)
