"""Progress on stderr: a bar for people, JSON lines for a parent process, nothing for a file.

`INSPECTOR_PROGRESS=json` asks for the lines.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bars

from inspector import settings
from inspector.progress import JsonLines, Progress, silent


@contextmanager
def progress() -> Iterator[Progress]:
    """Give whoever listens to the progress of a command."""
    if settings.text(settings.PROGRESS) == "json":
        yield JsonLines(sys.stderr)
    elif sys.stderr.isatty():
        with _bars() as bars:
            yield _Bar(bars)
    else:
        yield silent


def _bars() -> Bars:
    return Bars(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(file=sys.stderr),
        transient=True,
    )


class _Bar:
    """One bar for each message, the finished ones above the running one."""

    def __init__(self, bars: Bars) -> None:
        self._bars = bars
        self._message = ""
        self._task = bars.add_task("", visible=False)

    def __call__(self, done: int, total: int, message: str) -> None:
        if message != self._message:
            self._message = message
            self._task = self._bars.add_task(message, total=total or None)
        self._bars.update(self._task, completed=done, total=total or None)
