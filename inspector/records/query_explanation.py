"""Everything the refinement of an explanation found on the words of a query."""

from __future__ import annotations

from dataclasses import dataclass

from inspector.records.fidelity import Fidelity
from inspector.records.interactions import Interactions
from inspector.records.list_changes import ListChanges
from inspector.records.noise import NoiseFloor
from inspector.records.shares import FairShares
from inspector.records.units import Unit
from inspector.text import words


@dataclass(frozen=True, slots=True)
class QueryExplanation:
    """What is known of the words of a query; parts that are not there yet are None.

    Attributes:
        query: As typed.
        units: Its words, or phrases where it has too many words.
        ids: The documents on show.
        lists: Who enters and who leaves the results without each unit.
        noise: The noise floor of each document, from eight edits.
        shares: Fair shares: first from some subsets, then exact where there are few units.
        pairs: Which units stand in for each other, and which need each other.
        fidelity: How far the shares can be trusted, for the first documents in the order of `ids`, in the end all.
        undone: What was left out for want of encodes, as sentences.
        finished: Whether nothing more will come.
    """

    query: str
    units: tuple[Unit, ...]
    ids: tuple[str, ...]
    lists: ListChanges | None = None
    noise: NoiseFloor | None = None
    shares: FairShares | None = None
    pairs: Interactions | None = None
    fidelity: tuple[Fidelity, ...] = ()
    undone: tuple[str, ...] = ()
    finished: bool = False

    @property
    def grouped(self) -> bool:
        """Whether the query has too many words to be tried one at a time, so that its units are phrases."""
        return any(len(words(unit.text)) > 1 for unit in self.units)
