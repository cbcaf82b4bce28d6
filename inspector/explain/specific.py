"""Two parts of a word's effect: the common one, which moves all shown documents alike, and the specific one.

common(i) = mean over the documents of effect(i, d); specific(i, d) = effect(i, d) - common(i). Removing a word lowers
every document by its common part, so the order among the documents depends on the specific parts alone, exactly. A word
with a large common part sharpens the whole query; one with a large specific part favours a document. No encodes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from inspector.text import quoted
from inspector.vectors import FloatArray, read_only


@dataclass(frozen=True, slots=True)
class Parts:
    """The effects of words on some documents, split.

    Attributes:
        common: Shape (words,): mean effect on the documents; NaN where none has a finite vector.
        specific: Shape (words, documents): what is left; sums to 0 over the documents.
    """

    common: FloatArray
    specific: FloatArray


def parts(effects: FloatArray) -> Parts:
    """Split effects (removal effects or fair shares) into common and specific parts.

    Args:
        effects: Shape (words, documents), of the documents whose order is asked about, such as the k shown ones. One
            that is NaN is left out of the mean.
    """
    there = ~np.isnan(effects)
    count = there.sum(axis=1)
    total = np.where(there, effects, 0.0).sum(axis=1)
    common: FloatArray = np.divide(total, count, out=np.full(len(effects), np.nan), where=count > 0)
    return Parts(read_only(common), read_only(effects - common[:, None]))


def order_without(similarity: FloatArray, specific: FloatArray) -> list[int]:
    """Give the order of documents without a word, from its specific parts alone.

    Args:
        similarity: Shape (documents,): similarity of the whole query.
        specific: Shape (documents,): the word's specific parts.

    Returns:
        Places of the documents, closest first; equal ones keep their order, those without a finite vector come last.
    """
    return [int(place) for place in np.argsort(-(similarity - specific), kind="stable")]


def part_sentence(word: str, common: float, specific: float, floor: float) -> str:
    """Say which of the two parts a word's effect on a document is.

    Args:
        word: The word.
        common: Its common part.
        specific: Its specific part for the document.
        floor: The document's noise floor, >= 0; a part whose size is below it is not spoken of.
    """
    said = []
    if abs(common) >= floor:
        said.append("sharpens the whole query" if common > 0 else "blurs the whole query")
    if abs(specific) >= floor:
        said.append("favours this document" if specific > 0 else "favours the other results")
    if not said:
        return f"{quoted(word)} has no measurable effect on this document."
    return f"{quoted(word)} {' and '.join(said)}."
