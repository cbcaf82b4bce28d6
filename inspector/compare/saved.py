"""Comparisons that were made, kept under `INSPECTOR_HOME` by the content of both indexes and of what was asked.

Invariant: a kept comparison answers exactly the question it is asked for; a file that is broken or of another version
is none.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from types import UnionType
from typing import Any, cast, get_args, get_origin, get_type_hints

from inspector import files, fingerprint
from inspector.errors import StoreError
from inspector.evaluate.judgements import JudgementSet
from inspector.records.comparison import DOCUMENTS_ASKED, IndexComparison
from inspector.records.documents import Where
from inspector.records.runs import Query

VERSION = 2


@dataclass(frozen=True, slots=True)
class Question:
    """What a comparison answers, as far as its key needs it.

    Attributes:
        before: Fingerprint of the first index.
        after: Fingerprint of the second.
        queries: What is asked; None asks with documents.
        judgements: What is relevant; None where nobody judged.
        k: Length of the lists.
        where: The filter.
        exact: Whether all vectors are searched.
        sample: How many documents ask where there are no queries.
    """

    before: str
    after: str
    queries: Sequence[Query] | None
    judgements: JudgementSet | None = None
    k: int = 10
    where: Where = ()
    exact: bool = False
    sample: int = DOCUMENTS_ASKED

    @property
    def key(self) -> str:
        """Fingerprint of everything the answer depends on."""
        asked = None if self.queries is None else [[each.id, each.text, each.count] for each in self.queries]
        judged = self.judgements
        grades = None if judged is None else [[each.query, each.doc, each.grade] for each in judged.judgements]
        conditions = [[each.field, each.value] for each in self.where]
        sample = self.sample if asked is None else 0
        return fingerprint.of_values(
            VERSION, self.before, self.after, asked, grades, self.k, conditions, self.exact, sample
        )


def comparison_path(key: str) -> Path:
    """Give the file in which the answer to the question of that key is kept, made or not.

    Raises:
        StoreError: the folder for what is kept cannot be made.
    """
    return files.home() / "comparisons" / f"{key}.json"


def save_comparison(key: str, found: IndexComparison) -> Path:
    """Keep an answer in place of the last one; gives its file.

    Raises:
        StoreError: the folder cannot be written to, or the disk is full.
    """
    path = comparison_path(key)
    files.write_json(path, asdict(found))
    return path


def load_comparison(key: str) -> IndexComparison | None:
    """Give the kept answer; None where there is none, or its file is broken."""
    try:
        found: IndexComparison = _value(IndexComparison, files.read_json(comparison_path(key)))
    except (StoreError, KeyError, TypeError, ValueError, AttributeError):
        return None
    return found


def _value(hint: Any, kept: Any) -> Any:
    """Read a JSON value as a record, a tuple, a word of a list or a plain value, as its type says.

    Raises:
        TypeError: it is of another type.
        KeyError: a field is missing.
        ValueError: a word is not in its list.
    """
    if isinstance(hint, UnionType):
        return None if kept is None else _value(get_args(hint)[0], kept)
    if get_origin(hint) is tuple:
        return tuple(_value(get_args(hint)[0], each) for each in list(kept))
    if dataclasses.is_dataclass(hint):
        hints, make = get_type_hints(hint), cast(Any, hint)
        return make(**{field.name: _value(hints[field.name], kept[field.name]) for field in dataclasses.fields(hint)})
    if hint is float and isinstance(kept, int):
        return float(kept)
    if hasattr(hint, "__members__"):
        return hint(kept)
    if type(kept) is not hint:
        raise TypeError(f"{kept!r} is no {hint.__name__}")
    return kept
