"""Which stored documents hold a text that somebody pasted."""

from __future__ import annotations

from dataclasses import dataclass

from inspector.records.documents import Document


@dataclass(frozen=True, slots=True)
class PastedCandidate:
    """A document that resembles a pasted text.

    Attributes:
        document: The document.
        share: How much of the pasted text stands in it word for word, 0 to 1; 1 = all of it.
    """

    document: Document
    share: float


@dataclass(frozen=True, slots=True)
class PastedMatch:
    """The documents that hold a pasted text, or the nearest where none does.

    Attributes:
        candidates: Those that hold some of it, the largest share first; empty where none does.
        nearest: Where there are no candidates: those that resemble it most, most alike first, each with share 0.
        ambiguous: Whether the two best shares are too close together to prefer one: equal, or one run of words apart.
        runs: How many different runs of words of the text were looked for.
        run: How many words a run has.
    """

    candidates: tuple[PastedCandidate, ...]
    nearest: tuple[PastedCandidate, ...]
    ambiguous: bool
    runs: int
    run: int
