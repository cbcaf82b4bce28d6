"""The commands, and how they end.

Exit codes: 0 an answer was given, 1 a bar that the user set was missed, 2 it could not run (message and next step on
stderr), 130 it was stopped. Invariant: stdout holds the answer alone. A command's heavy libraries are imported when it
runs, so help is there at once.
"""

from __future__ import annotations

import signal
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from types import FrameType
from typing import Any, NoReturn

import typer

from inspector.cli.build import build
from inspector.cli.case import case
from inspector.cli.case import group as case_group
from inspector.cli.check import check
from inspector.cli.compare import compare
from inspector.cli.drift import drift
from inspector.cli.eval import evaluate_queries
from inspector.cli.inspect import inspect
from inspector.cli.map import map_index
from inspector.cli.open import open_app
from inspector.cli.prepare import prepare
from inspector.cli.sample import sample
from inspector.cli.triage import triage
from inspector.cli.why import why
from inspector.errors import CancelledError, InspectorError
from inspector.files import reason

COULD_NOT_RUN = 2
STOPPED = 130


@dataclass(frozen=True, slots=True)
class Command:
    """A command of the tool.

    Attributes:
        name: As typed.
        run: What it does; its parameters are the command's.
        group: The commands it leads to, where it is a group; None for a command of its own.
    """

    name: str
    run: Callable[..., Any]
    group: typer.Typer | None = None


COMMANDS: tuple[Command, ...] = (
    Command("open", open_app),
    Command("build", build),
    Command("prepare", prepare),
    Command("sample", sample),
    Command("inspect", inspect),
    Command("why", why),
    Command("check", check),
    Command("eval", evaluate_queries),
    Command("triage", triage),
    Command("compare", compare),
    Command("map", map_index),
    Command("drift", drift),
    Command("case", case, case_group),
)

app = typer.Typer(
    name="inspector",
    help="A debugger for embedding search. Every command takes --help; most take --json.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for command in COMMANDS:
    if command.group is None:
        app.command(command.name)(command.run)
    else:
        app.add_typer(command.group, name=command.name)


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run a command and end the process with its exit code."""
    signal.signal(signal.SIGTERM, _interrupt)
    sys.exit(run(arguments))


def run(arguments: list[str] | None = None) -> int:
    """Run a command and give its exit code."""
    try:
        app(args=arguments, prog_name="python -m inspector", standalone_mode=True)
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0
        return _complain("Stopped.", STOPPED) if code == STOPPED else code  # typer says nothing about Ctrl-C
    except (CancelledError, KeyboardInterrupt):
        return _complain("Stopped.", STOPPED)
    except InspectorError as error:
        return _complain(" ".join(part for part in (error.message, error.hint) if part), COULD_NOT_RUN)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        return _complain(f"{where}{reason(error)}.", COULD_NOT_RUN)
    except MemoryError:
        return _complain("There is not enough memory for this. Close other programs, or use a smaller corpus.", 2)
    except Exception as error:
        traceback.print_exc(file=sys.stderr)
        said = f"This is a mistake in the tool, not in what you asked ({type(error).__name__}: {error})."
        return _complain(f"{said} Please report it with the lines above.", COULD_NOT_RUN)
    return 0


def _complain(sentence: str, code: int) -> int:
    sys.stderr.write(sentence + "\n")
    return code


def _interrupt(signal_number: int, frame: FrameType | None) -> None:
    """Stop as Ctrl-C does, so that temporary files are removed."""
    raise KeyboardInterrupt
