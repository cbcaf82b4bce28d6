"""The command `sample`: something real to try the tool on, healthy or broken in a known way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from inspector.cli import progress
from inspector.cli.output import console, print_json, quiet_stdout
from inspector.errors import RequestError
from inspector.progress import Progress


@dataclass(frozen=True, slots=True)
class Made:
    """What a sample's maker made.

    Attributes:
        answer: For `--json`.
        lines: For people.
    """

    answer: dict[str, Any]
    lines: tuple[str, ...]


def _help_centre(out: Path, fault: str, report_progress: Progress) -> Made:
    from inspector.sample.copies import write_copy
    from inspector.sample.faults import FAULTS, fault_named

    names = ", ".join(each.name for each in FAULTS)
    chosen = fault_named(fault) if fault else None
    if fault and chosen is None:
        raise RequestError(f'There is no fault named "{fault}".', f"Choose one of: {names}.")
    done = write_copy(out, chosen, progress=report_progress)
    broken = (f"Broken on purpose: {chosen.title}. {chosen.says}",) if chosen else ()
    answer = {"path": str(done.path), "fingerprint": done.fingerprint, "count": done.count, "fault": fault or None}
    wrote = f"Wrote an index of {done.count:,} documents to {done.path}."
    return Made(answer, (wrote, *broken, f"Next: python -m inspector open {out}"))


def _python_docs(out: Path, fault: str, report_progress: Progress) -> Made:
    from inspector.build.python_docs import write_python_docs

    if fault:
        raise RequestError("The sample python-docs has no faults.", "Leave --fault out, or choose help-centre.")
    done = write_python_docs(out, progress=report_progress)
    return Made(
        {"path": str(done.path), "count": done.count, "unreadable": done.unreadable},
        (
            f"Wrote {done.count:,} documents to {done.path}.",
            f"Next: python -m inspector build {done.path} --out my-index",
        ),
    )


SAMPLES: dict[str, Callable[[Path, str, Progress], Made]] = {"help-centre": _help_centre, "python-docs": _python_docs}
"""The samples by name."""


def sample(
    name: Annotated[str, typer.Argument(metavar="NAME", help=f"One of: {', '.join(SAMPLES)}.", show_default=False)],
    out: Annotated[Path, typer.Option(help="The folder to write into.", show_default=False)],
    fault: Annotated[str, typer.Option(help="Break the help centre's index in this way.", show_default=False)] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False,
) -> None:
    """Write something to try the tool on.

    help-centre is an index of an invented product's articles, whole or with --fault broken in a known way. python-docs
    is a corpus found on this machine: the docstrings of its Python, as corpus.jsonl.
    """
    if name not in SAMPLES:
        raise RequestError(f'There is no sample named "{name}".', f"Choose one of: {', '.join(SAMPLES)}.")
    with quiet_stdout(), progress.progress() as report_progress:
        made = SAMPLES[name](out, fault, report_progress)
    if as_json:
        print_json(made.answer)
        return
    for line in made.lines:
        console().print(line, markup=False, soft_wrap=True)
