"""The way of a document into a list: what was seen at each stage, in a sentence and, if wanted, in numbers."""

from __future__ import annotations

import math
from collections.abc import Sequence

import streamlit as st

from inspector.records.trace import STAGE_TITLES, Number, StageResult, StageStatus
from inspector.ui.components.prose import prose

WORD_SCORE = "score_"
LOST_HERE = "Here it was lost: this is the cause named above."
SIGNS = {
    StageStatus.PASS: (":green[:material/check:]", "fine"),
    StageStatus.FAIL: (":red[:material/close:]", "problem"),
    StageStatus.UNKNOWN: (":gray[:material/question_mark:]", "not known"),
}


def show_stages(stages: Sequence[StageResult], said: str = "") -> None:
    """Draw all stages, in order; a row of stages that nothing is known of for one reason is drawn as one.

    Args:
        stages: The stages.
        said: The sentence that stands above as the cause; the stage it comes from does not repeat it.
    """
    numbers = st.toggle("Show the numbers", key="stage numbers") if any(each.numbers for each in stages) else False
    for together in joined(stages):
        icon, word = SIGNS[together[0].status]
        title = STAGE_TITLES[together[0].stage] if len(together) == 1 else f"{len(together)} more stages"
        with st.container(horizontal=True, gap="small", wrap=False, key=f"stage {together[0].stage}"):
            st.markdown(icon, width="content")
            with st.container(width="stretch", gap=None):
                prose(f"{title} · {word}", "small")
                prose(LOST_HERE if together[0].summary == said else together[0].summary)
                measured = [number for each in together for number in each.numbers]
                if numbers and measured:
                    prose(numbers_line(measured), "small", literal=True)


def joined(stages: Sequence[StageResult]) -> tuple[tuple[StageResult, ...], ...]:
    """Put stages together that follow each other and are not known for the same reason; all others stand alone."""
    rows: list[tuple[StageResult, ...]] = []
    for each in stages:
        before = rows[-1][0] if rows else None
        alike = before is not None and before.status is StageStatus.UNKNOWN and before.summary == each.summary
        if alike and each.status is StageStatus.UNKNOWN:
            rows[-1] = (*rows[-1], each)
        else:
            rows.append((each,))
    return tuple(rows)


def numbers_line(numbers: Sequence[Number]) -> str:
    """Write measured values in one line: "exact rank 37 · k 10"."""
    return " · ".join(f"{_name(each)} {written(each.value)}" for each in numbers)


def _name(number: Number) -> str:
    """Give the name of a value in words; a query word in it stays as it was typed."""
    word = number.name.removeprefix(WORD_SCORE)
    return f"score of “{word}”" if word != number.name else number.name.replace("_", " ")


def written(value: float | int | str | bool | None) -> str:
    """Write a value for people: yes and no, commas in thousands, fractions to three places, "–" for none."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return value
    if isinstance(value, int) or abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.3f}" if value == 0 or abs(value) >= 0.0005 else "nearly 0"
