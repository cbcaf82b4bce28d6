"""The command `prepare`: opens an index made elsewhere once, so that what follows opens it at once; the app runs it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from inspector.cli import progress
from inspector.cli.output import console, print_json, quiet_stdout, warn

if TYPE_CHECKING:
    from inspector.progress import Progress


def prepare(
    index: Annotated[str, typer.Argument(metavar="INDEX", help="SCHEME:LOCATION?setting=…, or a saved connection.")],
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False,
) -> None:
    """Open an index made elsewhere and keep what opening it again needs: a working copy, and a keyword index."""
    with quiet_stdout(), progress.progress() as report:
        folder, warnings = prepared(index, report)
    for warning in warnings:
        warn(warning)
    if as_json:
        print_json({"path": str(folder), "warnings": list(warnings)})
    else:
        console().print(f"Ready: {folder}", markup=False, soft_wrap=True)


def prepared(index: str, report: Progress) -> tuple[Path, tuple[str, ...]]:
    """Open an index and make its keyword index; give the folder it opens from, and what a user should know.

    Raises:
        InspectorError: it cannot be opened.
    """
    from inspector.search.keyword_cache import keyword_of
    from inspector.stores import folder_of, open_index
    from inspector.stores.manifest import read_manifest

    collection = open_index(index, progress=report)
    keyword_of(collection, progress=report)
    folder = folder_of(collection)
    return folder, read_manifest(folder).warnings
