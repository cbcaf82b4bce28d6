"""The command `build`: from a corpus to an index folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from inspector.cli import progress
from inspector.cli.output import console, print_json, quiet_stdout, warn
from inspector.contract import DEFAULT_MODEL, DEFAULT_RECIPE, Metric

if TYPE_CHECKING:
    from inspector.build.build import BuildReport


def build(
    corpus: Annotated[
        Path, typer.Argument(metavar="CORPUS", help="A .jsonl, .csv, .tsv or .parquet file.", show_default=False)
    ],
    out: Annotated[Path, typer.Option(help="The folder of the index.", show_default=False)],
    model: Annotated[str, typer.Option(help="A local folder, or the name of a model.")] = DEFAULT_MODEL,
    vectors: Annotated[
        Path | None, typer.Option(help="Vectors made elsewhere (.npy); row i belongs to document i.")
    ] = None,
    text: Annotated[str, typer.Option(help="How title, text and metadata become the embedded text.")] = DEFAULT_RECIPE,
    metric: Annotated[Metric, typer.Option(help="What the index ranks by.")] = Metric.COSINE,
    ann: Annotated[
        str | None,
        typer.Option(metavar="KIND[,NAME=VALUE]…", help="ANN structure: flat, hnsw, ivf or ivfpq, with settings."),
    ] = None,
    ann_file: Annotated[Path | None, typer.Option(help="A FAISS file that production uses.")] = None,
    max_tokens: Annotated[int | None, typer.Option(help="How many tokens of a document the model reads.")] = None,
    query_prompt: Annotated[
        str | None, typer.Option(help="Put before every query; the model's own where not given.")
    ] = None,
    document_prompt: Annotated[
        str | None, typer.Option(help="Put before every document; the model's own where not given.")
    ] = None,
    batch: Annotated[int, typer.Option(help="Documents in one pass of the model.")] = 32,
    skip_bad: Annotated[bool, typer.Option("--skip-bad", help="Leave bad lines out and count them.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False,
) -> None:
    """Build an index from a corpus: embed every document, or adopt vectors made elsewhere."""
    from inspector.build.build import build as build_index
    from inspector.build.settings import BuildSettings
    from inspector.stores.ann_spec import parse_ann

    settings = BuildSettings(
        model=model,
        vectors=vectors,
        recipe=text.replace("\\n", "\n"),
        metric=metric,
        ann=None if ann is None else parse_ann(ann),
        ann_file=ann_file,
        max_tokens=max_tokens,
        query_prompt=query_prompt,
        document_prompt=document_prompt,
        batch=batch,
        skip_bad=skip_bad,
    )
    with quiet_stdout(), progress.progress() as report_progress:
        done = build_index(corpus, out, settings, progress=report_progress)
    _print(done, as_json)


def _print(done: BuildReport, as_json: bool) -> None:
    for warning in done.warnings:
        warn(warning)
    if as_json:
        print_json(
            {
                "path": str(done.path),
                "fingerprint": done.fingerprint,
                "count": done.count,
                "skipped": done.skipped,
                "warnings": list(done.warnings),
            }
        )
        return
    out = console()
    left_out = f" {done.skipped:,} bad lines were left out." if done.skipped else ""
    out.print(f"Built {done.path}: {done.count:,} documents.{left_out}", markup=False, soft_wrap=True)
    out.print(f'Next: python -m inspector inspect {done.path} "your query"', markup=False, soft_wrap=True)
    out.print(f"   or: python -m inspector open {done.path}", markup=False, soft_wrap=True)
