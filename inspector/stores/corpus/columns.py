"""Under which names a file keeps what a document needs, where they are not our own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from inspector.stores.corpus.line import ID, PARENT, POSITION, TEXT, TITLE, BadLineError


@dataclass(frozen=True, slots=True)
class Columns:
    """Names of columns or keys; empty where the name is our own.

    Attributes:
        id: Of the id.
        text: Of the text.
        title: Of the title.
        parent: Of the parent.
        position: Of the position.
        left_out: Names that are never read, such as that of the embeddings.
        numbered: Whether a row without an id gets its number, from 0, as its id.
    """

    id: str = ""
    text: str = ""
    title: str = ""
    parent: str = ""
    position: str = ""
    left_out: tuple[str, ...] = ()
    numbered: bool = False

    def own(self, values: Mapping[str, object], number: int) -> Mapping[str, object]:
        """Give the values of a row under our own names.

        Args:
            values: As they were read.
            number: Of the row, from 0.

        Raises:
            BadLineError: the id or the text was to have a name that is not there.
        """
        renamed = [(ours, theirs) for ours, theirs in self.pairs() if theirs]
        if not renamed and not self.left_out and not self.numbered:
            return values
        for ours, theirs in renamed:
            if theirs not in values and ours in (ID, TEXT):
                raise BadLineError(f'has no key "{theirs}", which was named as that of the {ours}')
        gone = {*(name for pair in renamed for name in pair), *self.left_out}
        found: dict[str, object] = {name: value for name, value in values.items() if name not in gone}
        found.update({ours: values[theirs] for ours, theirs in renamed if theirs in values})
        if self.numbered and found.get(ID) is None:
            found[ID] = number
        return found

    def needed(self) -> tuple[str, ...]:
        """Give the names a file must have: those of id and text, and whatever was named."""
        always = (TEXT,) if self.numbered else (ID, TEXT)
        return tuple(dict.fromkeys(theirs or ours for ours, theirs in self.pairs() if theirs or ours in always))

    def naming(self, name: str) -> str:
        """Say what to do about a column that is missing, or does not serve as what it was taken for.

        Args:
            name: The column, as the file was to have it.
        """
        ours = next((ours for ours, theirs in self.pairs() if name in (theirs, ours)), name)
        return "Rename the column." if self == OWN else f"Name the column with {ours}=…"

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Give our names with theirs."""
        return (
            (ID, self.id),
            (TEXT, self.text),
            (TITLE, self.title),
            (PARENT, self.parent),
            (POSITION, self.position),
        )


OWN = Columns()
