"""Takes texts and metadata out of a case before it is shared, and says so in the case.

Invariant: with the texts go titles, vectors (a text can be guessed from its vector) and whatever our sentences and the
author's note quote from documents; ids, ranks, distances and the query stay. With the metadata goes where the index
lies.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from inspector.records.cases import Case, Kept, KeptDocument, Part
from inspector.records.seen import SeenLists
from inspector.text import join_spaces

GONE = "[left out]"
NOTE_STAYS = "The title stays, and the author's note but for what it quotes."
"""Said of a case that lacks something and still has a note."""
_QUOTE = re.compile(r'"([^"]*)"')
_SHORTEST = 4

Told = TypeVar("Told")


def redacted(case: Case, *, texts: bool = True, metadata: bool = True, note: bool = False) -> Case:
    """Give a case without what documents say.

    Args:
        case: The case.
        texts: Take out texts, titles, vectors, and what is quoted from them.
        metadata: Take out the documents' other keys, the values of filters in our sentences, and where the index lies.
        note: Take out the author's note, which may tell in other words what documents say.
    """
    if note:
        case = replace(case, note="")
    if not (texts or metadata):
        return case
    kept, seen = case.kept, case.seen
    parts = [*case.left_out, *((Part.TEXTS,) if texts else ()), *((Part.METADATA,) if metadata else ())]
    blank = _blank(case, texts=texts, metadata=metadata)
    documents = tuple(_document(each, texts=texts, metadata=metadata) for each in kept.documents)
    without = replace(
        case,
        left_out=tuple(part for part in Part if part in parts),
        index=replace(case.index, spec="") if metadata else case.index,
        kept=Kept(kept.dim, "" if texts else kept.query_vector, documents),
        seen=replace(
            seen,
            lists=_mapped(_untitled(seen.lists), blank) if texts else seen.lists,
            findings=_mapped(seen.findings, blank),
            not_checked=_mapped(seen.not_checked, blank),
            traces=_mapped(seen.traces, blank),
        ),
    )
    title = case.title if case.title in case.request.query else _mapped(case.title, blank)
    return replace(without, title=title, note=_mapped(case.note, blank))


def _document(document: KeptDocument, *, texts: bool, metadata: bool) -> KeptDocument:
    if texts:
        document = replace(document, title="", text="", cut=False, vector="")
    return replace(document, metadata={}) if metadata else document


def _untitled(lists: SeenLists) -> SeenLists:
    return SeenLists(
        tuple(replace(hit, title="") for hit in lists.keyword),
        tuple(replace(hit, title="") for hit in lists.embedding),
        tuple(replace(hit, title="") for hit in lists.hybrid),
    )


def _blank(case: Case, *, texts: bool, metadata: bool) -> Callable[[str], str]:
    """Give the function that takes out of a sentence what documents say."""
    stays = join_spaces(case.request.query).casefold()
    ids = {each.id for each in case.kept.documents} | set(case.expectation.ids)
    own = [each.title for each in case.kept.documents] if texts else []
    values = [str(value) for each in case.kept.documents for value in each.metadata.values()] if metadata else []
    secret = sorted({each for each in (*own, *values) if len(each) >= _SHORTEST and each not in ids}, key=len)[::-1]

    def said(match: re.Match[str]) -> str:
        inside = match.group(1)
        known = inside in ids or (inside.strip() and join_spaces(inside).casefold() in stays)
        return match.group(0) if known else f'"{GONE}"'

    def blank(sentence: str) -> str:
        if texts or metadata:
            sentence = _QUOTE.sub(said, sentence)
        for each in secret:
            if each in sentence and each.casefold() not in stays:
                sentence = sentence.replace(each, GONE)
        return sentence

    return blank


_KEPT_NAMES = frozenset({"doc", "chunk", "id", "ids", "nearest_ids", "check", "name", "label", "parent"})


def _mapped(value: Told, change: Callable[[str], str]) -> Told:
    """Give a record, or a tuple of them, with every text in it changed; ids and names stay."""
    return _changed(value, change)  # type: ignore[no-any-return]


def _changed(value: Any, change: Callable[[str], str]) -> Any:
    if type(value) is str:
        return change(value)
    if isinstance(value, tuple):
        return tuple(_changed(each, change) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        named = {each.name: getattr(value, each.name) for each in fields(value) if each.name not in _KEPT_NAMES}
        return replace(value, **{name: _changed(each, change) for name, each in named.items()})
    return value


def left_out_sentence(case: Case) -> str:
    """Say what was taken out of a case; empty where nothing was."""
    said = {
        Part.TEXTS: "Texts, titles and vectors of documents were left out of this case.",
        Part.METADATA: "Metadata of documents, and where the index lies, were left out of this case.",
    }
    sentences = [said[part] for part in case.left_out]
    return " ".join([*sentences, NOTE_STAYS] if sentences and case.note else sentences)
