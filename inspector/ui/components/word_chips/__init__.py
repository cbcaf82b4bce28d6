"""The words of a query as chips: how each pulls a document closer or pushes it away, and its rank without the word.

Invariant: sign, number and arrow are always printed; colour only repeats them. An effect whose absolute value is below
the noise floor is called "no measurable effect" and has no colour. Cost: one small message.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from inspector.records.explanation import Contributions
from inspector.records.passages import WordEffects
from inspector.text import ordinal
from inspector.ui.components.element import element
from inspector.vectors import cosine_distance

WORD_LIMIT = 200

_draw = element("word_chips")


class Pull(StrEnum):
    """What a word does to a document."""

    CLOSER = "closer"
    AWAY = "away"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Chip:
    """One word and what it does to one document.

    Attributes:
        text: The word as written.
        pull: Which way it pulls; NONE below the noise floor.
        effect: The removal effect with its sign, as shown.
        share: Its size against the largest of the query, 0 to 1.
        rank_without: "→ 7th", or empty where ranks cannot be known.
        help: The same as one sentence.
    """

    text: str
    pull: Pull
    effect: str
    share: float
    rank_without: str
    help: str


def chips_of(contributions: Contributions, document_id: str) -> tuple[Chip, ...]:
    """Give the chips of one document, one for each word, in the order of the query.

    Args:
        contributions: The effects of the query's words.
        document_id: One of its documents; for any other there are no chips.
    """
    column = contributions.column(document_id)
    if column < 0:
        return ()
    largest = _largest(contributions, column)
    return tuple(_chip(contributions, row, column, largest) for row in range(len(contributions.words)))


def word_chips(contributions: Contributions, document_id: str, *, key: str) -> None:
    """Draw the query's words for one document, with the key to their colours underneath.

    Args:
        contributions: The effects of the query's words.
        document_id: The document on show; one without effects draws nothing.
        key: Unique on the page.
    """
    chips = chips_of(contributions, document_id)
    if not chips:
        return
    floor = float(contributions.noise_floor[contributions.column(document_id)])
    draw_chips(chips, floor, skipped=contributions.skipped, key=key)


def passage_chips(effects: WordEffects, similarity: float, floor: float, *, key: str) -> None:
    """Draw the words of a passage of a document.

    Args:
        effects: What hiding each of them does to the similarity.
        similarity: Of query and document, in [-1, 1].
        floor: The document's noise floor, >= 0.
        key: Unique on the page.
    """
    largest = max((abs(effect) for effect in effects.removal.tolist() if math.isfinite(effect)), default=0.0)
    chips = tuple(
        Chip(
            text=word.text[:WORD_LIMIT],
            pull=pull_of(effect, floor),
            effect=signed(effect),
            share=abs(effect) / largest if math.isfinite(effect) and largest > 0 else 0.0,
            rank_without="",
            help=_sentence(word.text[:WORD_LIMIT], pull_of(effect, floor), 0, 0, similarity, effect),
        )
        for word, effect in zip(effects.words, effects.removal.tolist(), strict=True)
    )
    draw_chips(chips, floor, skipped=effects.skipped, key=key)


def draw_chips(chips: tuple[Chip, ...], floor: float, *, skipped: int = 0, key: str) -> None:
    """Draw chips with the key to their colours underneath.

    Args:
        chips: In order.
        floor: The noise floor they were held against, >= 0.
        skipped: How many further words were not tried.
        key: Unique on the page.
    """
    notes = _notes(floor, skipped, ranked=any(chip.rank_without for chip in chips))
    _draw(key=key, data={"chips": [_data(chip) for chip in chips], "notes": notes})


def pull_of(effect: float, floor: float) -> Pull:
    """Say which way an effect pulls; NONE below the noise floor and where it is unknown."""
    if not math.isfinite(effect) or abs(effect) < floor or effect == 0:
        return Pull.NONE
    return Pull.CLOSER if effect > 0 else Pull.AWAY


def _largest(contributions: Contributions, column: int) -> float:
    sizes = [abs(float(effect)) for effect in contributions.removal[:, column] if math.isfinite(effect)]
    return max(sizes, default=0.0)


def _chip(contributions: Contributions, row: int, column: int, largest: float) -> Chip:
    effect = float(contributions.removal[row, column])
    floor = float(contributions.noise_floor[column])
    before = int(contributions.rank[column])
    after = int(contributions.rank_without[row, column])
    word = contributions.words[row].text
    known = math.isfinite(effect)
    pull = pull_of(effect, floor)
    return Chip(
        text=word[:WORD_LIMIT],
        pull=pull,
        effect=signed(effect),
        share=abs(effect) / largest if known and largest > 0 else 0.0,
        rank_without=f"→ {ordinal(after)}" if after > 0 else "",
        help=_sentence(word[:WORD_LIMIT], pull, before, after, float(contributions.similarity[column]), effect),
    )


def signed(effect: float) -> str:
    """Give an effect with its sign and three decimals, "±0.000" where it rounds to nothing, "unknown" for NaN."""
    if not math.isfinite(effect):
        return "unknown"
    if round(effect, 3) == 0:
        return "±0.000"
    return f"{effect:+.3f}".replace("-", "−")


def _sentence(word: str, pull: Pull, before: int, after: int, similarity: float, effect: float) -> str:
    if not math.isfinite(effect):
        return f"The effect of “{word}” cannot be measured: a vector is not finite."
    near, far = (float(cosine_distance(value)) for value in (similarity, similarity - effect))
    distance = f"distance {near:.3f} → {far:.3f}"
    ending = "; no measurable effect, a neutral edit of the query moves it as much." if pull is Pull.NONE else "."
    if before <= 0 or after <= 0:
        return f"Without “{word}”: {distance}{ending}"
    place = f"still be {ordinal(after)}" if before == after else f"be {ordinal(after)} instead of {ordinal(before)}"
    return f"Without “{word}” this document would {place}, {distance}{ending}"


def _notes(floor: float, skipped: int, *, ranked: bool) -> list[list[str]]:
    """Give the key under the chips as [pull, sentence] pairs."""
    notes = [
        [Pull.CLOSER.value, "pulls the document closer"],
        [Pull.AWAY.value, "pushes it away"],
        [Pull.NONE.value, f"no measurable effect (below {floor:.3f})"],
    ]
    if ranked:
        notes.append(["", "→ 7th: its rank without the word"])
    if skipped:
        notes.append(["", f"{skipped:,} further {'word was' if skipped == 1 else 'words were'} not tried"])
    return notes


def _data(chip: Chip) -> dict[str, Any]:
    return {
        "text": chip.text,
        "pull": chip.pull.value,
        "effect": chip.effect,
        "share": chip.share,
        "rank": chip.rank_without,
        "help": chip.help,
    }
