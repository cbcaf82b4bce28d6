"""The command `map`: draws the map of an index and keeps it under `INSPECTOR_HOME`."""

from __future__ import annotations

from typing import Annotated

import typer


def map_index(
    index: Annotated[str, typer.Argument(metavar="INDEX", help="The index folder.", show_default=False)],
    points: Annotated[
        int | None, typer.Option(help="Draw at most so many documents, a sample that stands for all.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False,
) -> None:
    """Draw the map of an index, once for its content; the app shows it."""
