"""The command `map`: draws the map of an index and keeps it under `INSPECTOR_HOME`."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated

import typer

from inspector.cli import progress
from inspector.cli.output import console, print_json, quiet_stdout
from inspector.errors import RequestError
from inspector.projection.points import MAX_POINTS

if TYPE_CHECKING:
    from inspector.projection.record import ProjectionMap


def map_index(
    index: Annotated[str, typer.Argument(metavar="INDEX", help="The index folder.", show_default=False)],
    points: Annotated[int, typer.Option(help="Draw at most so many documents; a sample stands for all.")] = MAX_POINTS,
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False,
) -> None:
    """Draw the map of an index, once for its content; the app shows it."""
    from inspector.projection.saved import make_map, map_path
    from inspector.stores import open_index

    if points < 1:
        raise RequestError(f"A map of {points} points cannot be drawn.", "Give at least 1.")
    with quiet_stdout(), progress.progress() as report:
        collection = open_index(index, progress=report)
        drawn = make_map(collection, points=points, progress=report)
    path = str(map_path(collection, drawn.settings))
    if as_json:
        print_json(_json(drawn, path))
        return
    out = console()
    out.print(f"Drew {len(drawn.rows):,} of {drawn.count:,} documents ({drawn.method.value}).", markup=False)
    if not math.isnan(drawn.mean_preservation):
        out.print(f"{drawn.mean_preservation:.0%} of the nearest neighbors in the index are so on the map too.")
    out.print(f"Kept in {path}", markup=False, soft_wrap=True)


def _json(drawn: ProjectionMap, path: str) -> dict[str, object]:
    return {
        "path": path,
        "method": drawn.method.value,
        "points": len(drawn.rows),
        "count": drawn.count,
        "sampled": drawn.sampled,
        "left_out": drawn.left_out,
        "seed": drawn.seed,
        "neighbors": drawn.neighbors,
        "mean_preservation": drawn.mean_preservation,
    }
