"""The command `build`: from a corpus to an index folder."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from inspector.cli import progress
from inspector.cli.output import console, print_json, quiet_stdout, warn
from inspector.contract import DEFAULT_MODEL, DEFAULT_RECIPE, Metric
from inspector.embedders import kind_of
from inspector.errors import RequestError

if TYPE_CHECKING:
    from inspector.build.build import BuildReport
    from inspector.build.settings import BuildSettings

_TEXT = typer.Option(
    help="How title, text and metadata become the embedded text.", show_default=DEFAULT_RECIPE.replace("\n", "\\n")
)


def build(
    corpus: Annotated[
        Path, typer.Argument(metavar="CORPUS", help="A .jsonl, .csv, .tsv or .parquet file.", show_default=False)
    ],
    out: Annotated[Path, typer.Option(help="The folder of the index.", show_default=False)],
    model: Annotated[str, typer.Option(help="A local folder, or the name of a model.")] = DEFAULT_MODEL,
    vectors: Annotated[
        Path | None, typer.Option(help="Vectors made elsewhere (.npy); row i belongs to document i.")
    ] = None,
    text: Annotated[str, _TEXT] = DEFAULT_RECIPE,
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
    yes: Annotated[bool, typer.Option("--yes", help="Send the documents to a paid service without asking.")] = False,
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
    _ask(corpus, settings, yes)
    with quiet_stdout(), progress.progress() as report_progress:
        done = build_index(corpus, out, settings, progress=report_progress)
    _print(done, as_json)


def _ask(corpus: Path, settings: BuildSettings, yes: bool) -> None:
    """Say what sending the documents to a service would take, and ask; nothing where none are sent, or after --yes.

    Raises:
        RequestError: the answer is no, or there is nobody to ask.
    """
    if yes or settings.vectors is not None or not kind_of(settings.model).remote:
        return
    from inspector.embedders.http import estimate_tokens
    from inspector.stores.corpus.survey import documents, survey
    from inspector.stores.recipe import check_recipe, embedded_text

    with progress.progress() as report_progress:
        found = survey(corpus, skip_bad=settings.skip_bad, progress=report_progress)
    check_recipe(settings.recipe, [field.name for field in found.fields])
    prompt = settings.document_prompt or ""
    tokens = sum(int(estimate_tokens([prompt + embedded_text(settings.recipe, each)])[0]) for each in documents(found))
    said = f"{found.count:,} documents, about {tokens:,} tokens, would be sent to the embedding service."
    if not sys.stdin.isatty():
        raise RequestError(said, "Give --yes to send them.")
    if not typer.confirm(f"{said} Send them?", err=True):
        raise RequestError("Nothing was sent.")


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
