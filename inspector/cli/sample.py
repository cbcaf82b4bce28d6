"""The command `sample`: a real corpus to try the tool on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from inspector.cli import progress
from inspector.cli.output import console, print_json, quiet_stdout
from inspector.errors import RequestError
from inspector.progress import Progress

if TYPE_CHECKING:
    from inspector.build.python_docs import SampleReport


def _python_docs(out: Path, report_progress: Progress) -> SampleReport:
    from inspector.build.python_docs import write_python_docs

    return write_python_docs(out, progress=report_progress)


SAMPLES: dict[str, Callable[[Path, Progress], SampleReport]] = {"python-docs": _python_docs}
"""The samples by name."""


def sample(
    name: Annotated[str, typer.Argument(metavar="NAME", help=f"One of: {', '.join(SAMPLES)}.", show_default=False)],
    out: Annotated[Path, typer.Option(help="The folder to write corpus.jsonl into.", show_default=False)],
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False,
) -> None:
    """Write a real corpus found on this machine: the docstrings of its Python, as corpus.jsonl."""
    if name not in SAMPLES:
        raise RequestError(f'There is no sample named "{name}".', f"Choose one of: {', '.join(SAMPLES)}.")
    with quiet_stdout(), progress.progress() as report_progress:
        done = SAMPLES[name](out, report_progress)
    if as_json:
        print_json({"path": str(done.path), "count": done.count, "unreadable": done.unreadable})
        return
    console().print(f"Wrote {done.count:,} documents to {done.path}.", markup=False, soft_wrap=True)
    console().print(f"Next: python -m inspector build {done.path} --out my-index", markup=False, soft_wrap=True)
