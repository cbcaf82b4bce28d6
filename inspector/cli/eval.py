"""The command `eval`: judged queries against an index, what the differences are worth, and gates for a release."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from inspector.cli import progress
from inspector.cli.output import print_json, quiet_stdout, warn
from inspector.cli.queries import read_query_file, read_text
from inspector.errors import RequestError
from inspector.records.documents import condition
from inspector.records.results import Fusion

if TYPE_CHECKING:
    from inspector.evaluate.evaluation import Asked
    from inspector.records.evaluation import Evaluation, Gate
    from inspector.records.runs import Run

MISSED = 1
"""Exit code where a gate is missed."""

SWEPT = "nDCG@10"
"""The measure of a sweep where none is named."""


def evaluate_queries(
    index: Annotated[str, typer.Argument(metavar="INDEX", help="The index folder.", show_default=False)],
    queries: Annotated[Path, typer.Option(help="The queries: .jsonl with id and text.", show_default=False)],
    qrels: Annotated[
        Path, typer.Option(help="The judgements: TSV with query, doc, grade, BEIR's or TREC's.", show_default=False)
    ],
    measures: Annotated[
        str | None, typer.Option(help="Measures by their ir-measures names, separated by commas; nDCG@10,R@100,…")
    ] = None,
    k: Annotated[int | None, typer.Option(help="Length of the lists; 100, or what the measures need.")] = None,
    where: Annotated[
        list[str] | None, typer.Option(metavar="FIELD=VALUE", help="Only documents whose field has this value.")
    ] = None,
    exact: Annotated[bool, typer.Option("--exact", help="Search all vectors, whatever production does.")] = False,
    fusion: Annotated[Fusion, typer.Option(help="How the hybrid list is made.")] = Fusion.RRF,
    weight: Annotated[float, typer.Option(help="Share of the embedding in the hybrid list, 0 to 1.")] = 0.5,
    run: Annotated[
        list[str] | None, typer.Option(metavar="NAME=FILE", help="A saved TREC run to compare with; may be repeated.")
    ] = None,
    sweep: Annotated[bool, typer.Option("--sweep", help="Try hybrid weights from 0 to 1.")] = False,
    gate: Annotated[
        list[str] | None,
        typer.Option(metavar="[RETRIEVER:]MEASURE>=BAR", help="End with exit code 1 where missed; may be repeated."),
    ] = None,
    worst: Annotated[int, typer.Option(help="How many of the worst queries are listed.")] = 10,
    save_runs: Annotated[Path | None, typer.Option(help="A folder to save the lists in, as TREC runs.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False,
) -> None:
    """Measure an index with judged queries, say what the differences are worth, and hold gates."""
    from inspector.cli.eval_form import evaluation_json, print_evaluation
    from inspector.evaluate.gates import check_gates, parse_gate
    from inspector.evaluate.measures import parse_measures

    gates = tuple(parse_gate(text) for text in gate or ())
    named = parse_measures([measures]) if measures else ()
    asked = _asked(named, gates, k, where, exact=exact, fusion=fusion, weight=weight, runs=run, sweep=sweep)
    found = _evaluated(index, queries, qrels, asked)
    results = check_gates(found, gates)
    if as_json:
        print_json(evaluation_json(found, results))
    else:
        print_evaluation(found, results, worst)
    if save_runs is not None:  # last, so that an id that cannot be saved does not cost the answer
        _save(found, save_runs)
    if not all(result.passed for result in results):
        raise typer.Exit(MISSED)


def _asked(
    measures: tuple[str, ...],
    gates: tuple[Gate, ...],
    k: int | None,
    where: list[str] | None,
    *,
    exact: bool,
    fusion: Fusion,
    weight: float,
    runs: list[str] | None,
    sweep: bool,
) -> Asked:
    """Put the options together; what gates measure is measured too.

    Raises:
        RequestError: a filter or a run is not written as it should be.
    """
    from inspector.evaluate.evaluation import Asked

    first = next(iter(measures), SWEPT if k is None or k >= 10 else f"nDCG@{k}")
    return Asked(
        measures,
        k,
        tuple(condition(text) for text in where or ()),
        exact,
        fusion,
        weight,
        tuple(_read_run(text) for text in runs or ()),
        tuple(gate.measure for gate in gates),
        first if sweep else "",
    )


def _read_run(written: str) -> Run:
    """Read a saved run, given as NAME=FILE.

    Raises:
        RequestError: it is not written so, or the file is no run.
    """
    from inspector.evaluate.saved_runs import parse_run

    name, equals, file = written.partition("=")
    if not equals or not name.strip() or not file:
        raise RequestError(f'"{written}" is no run.', "Write a name, = and a file, such as --run yesterday=y.run.")
    return parse_run(read_text(Path(file)), name.strip(), file)


def _evaluated(index: str, queries: Path, qrels: Path, asked: Asked) -> Evaluation:
    """Read the files, open the index and evaluate.

    Raises:
        InspectorError: a file, the index or what is asked cannot be used.
    """
    from inspector.cli.inspect import open_whole
    from inspector.evaluate.evaluation import evaluate_index
    from inspector.evaluate.judgements import parse_judgements
    from inspector.evaluate.query_sets import query_set

    given = query_set(read_query_file(queries))
    judgements = parse_judgements(read_text(qrels), str(qrels))
    with quiet_stdout():
        opened = open_whole(index, tested=False, background=False, model_needed=False)
        with progress.progress() as report:
            return evaluate_index(opened, given, judgements, asked, progress=report)


def _save(evaluation: Evaluation, folder: Path) -> None:
    """Write every run into a folder, each into a file of its name; all of them or none.

    Raises:
        RequestError: an id cannot be written, or a name is no file name.
        StoreError: the folder cannot be written to.
    """
    from inspector.evaluate.saved_runs import SPACED, run_text, spaced
    from inspector.files import write_atomic

    texts = {}
    for run in evaluation.runs:
        if Path(run.name).name != run.name:
            raise RequestError(f'The run "{run.name}" cannot be saved: its name is no file name.', "Give it another.")
        texts[run.name] = run_text(run)
    for run in evaluation.runs:

        def write(part: Path, text: str = texts[run.name]) -> None:
            part.write_text(text, encoding="utf-8")

        write_atomic(folder / f"{run.name}.run", write)
    if any(map(spaced, evaluation.runs)):
        warn(SPACED)
