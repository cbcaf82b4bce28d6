"""What a check of the whole index measured where all is well too, and what it could not look at."""

from __future__ import annotations

import streamlit as st

from inspector.diagnose.health import HEALTH_CHECKS
from inspector.records.health import Health
from inspector.ui.components.prose import prose

QUESTIONS = {check.name: check.question for check in HEALTH_CHECKS}


def show_not_checked(result: Health) -> None:
    """Draw what could not be checked, with the reasons; nothing where all was."""
    if not result.not_checked:
        return
    st.subheader("What was not checked", anchor=False)
    for why, questions in left_out(result):
        with st.container(border=True, gap="xsmall", key=f"not checked {why}"):
            prose(f"{why[:1].upper()}{why[1:]}.", literal=True)
            for question in questions:
                prose(question, "small")


def left_out(result: Health) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Give each reason with the questions that it leaves open, in order of appearance."""
    reasons = dict.fromkeys(each.why for each in result.not_checked)
    return tuple(
        (why, tuple(QUESTIONS.get(each.check, each.check) for each in result.not_checked if each.why == why))
        for why in reasons
    )


def show_made(result: Health) -> None:
    """Draw every check that was made, with what it measured."""
    with st.expander("What was measured", icon=":material/straighten:", key="measured"):
        for check in result.checks:
            prose(check.question)
            for fact in check.measured:
                prose(f"{fact.label}: {fact.value}", "small", literal=True)
