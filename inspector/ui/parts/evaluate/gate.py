"""The command that holds a release against today's numbers: chosen here, copied into a build, run by a machine."""

from __future__ import annotations

import math
import shlex
from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from inspector.evaluate.gates import check_gates, gate_text
from inspector.evaluate.measures import is_judged
from inspector.records.evaluation import Evaluation, Gate, Relation
from inspector.ui.components.prose import prose
from inspector.ui.parts.evaluate.names import heading
from inspector.ui.runtime.evaluated import Kept

SAID = (
    "Keep the queries and judgements with your code, and let this command run before every release: it ends with exit "
    "code 1 where the bar is missed."
)
BAR_HELP = "Offered is the lower end of today's interval: below it, something has most likely become worse."


def show_gate(path: Path, kept: Kept) -> None:
    """Draw the choice of a bar and the command line that holds it.

    Args:
        path: The index folder.
        kept: The evaluation.
    """
    found = kept.found
    with st.expander("Gate a release with this", icon=":material/door_front:", key="evaluate gate"):
        prose(SAID)
        one, two, three = st.columns(3, gap="medium")
        measures = [each for each in found.measures if not is_judged(each)]
        run = one.selectbox("Search", list(found.retrievers), format_func=heading, key="evaluate gate run")
        measure = two.selectbox("Measure", measures, key="evaluate gate measure")
        run, measure = run or found.retrievers[0], measure or measures[0]
        bar = three.number_input(
            "At least",
            0.0,
            1.0,
            offered(found, run, measure),
            0.01,
            key=f"evaluate gate bar {run} {measure}",
            help=BAR_HELP,
        )
        gate = Gate(run, measure, Relation.AT_LEAST, float(bar))
        for result in check_gates(found, [gate]):
            prose(f"Today: {result.sentence}", "small")
        st.code(command(path, kept, gate), language="bash", wrap_lines=True)


def offered(found: Evaluation, run: str, measure: str) -> float:
    """Give the lower end of the interval of a run's mean, rounded down to two digits."""
    each = found.estimate(run, measure)
    return max(0.0, math.floor(100 * each.low) / 100) if each and math.isfinite(each.low) else 0.0


def command(path: Path, kept: Kept, gate: Gate) -> str:
    """Write the command line; the files are named as they are downloaded here."""
    asked = kept.asked
    parts = ["python", "-m", "inspector", "eval", str(path), "--queries", asked.queries, "--qrels", asked.judged]
    return shlex.join([*parts, *_portable(asked.options), "--gate", gate_text(gate)])


def _portable(options: Sequence[str]) -> list[str]:
    """Name the files of lists made elsewhere as they are downloaded, in place of where they lie here."""
    named = zip(("", *options), options, strict=False)
    return [f"{(name := part.partition('=')[0])}={name}.run" if before == "--run" else part for before, part in named]
