"""The command `triage`: which of many queries fail, why, and which single change would help how many."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from inspector.cli import progress
from inspector.cli.inspect import open_whole
from inspector.cli.output import console, print_json, quiet_stdout, shown, warn
from inspector.cli.queries import read_text
from inspector.errors import RequestError, StoreError
from inspector.records.documents import condition
from inspector.records.results import Retriever
from inspector.records.triage import TRACED, TriageSettings

if TYPE_CHECKING:
    from inspector.records.triage import Triage
    from inspector.triage.cases import Cases

EXAMPLES = 3
"""Queries that are named for each group."""


def triage(
    index: Annotated[str, typer.Argument(metavar="INDEX", help="The index.", show_default=False)],
    queries: Annotated[
        Path,
        typer.Option(help="A file of queries: .jsonl or .csv with text, id, count; or one a line, a tab, an id."),
    ],
    expected: Annotated[Path | None, typer.Option(help="A TSV file: query id, document id.")] = None,
    qrels: Annotated[Path | None, typer.Option(help="Judgements: TSV, BEIR's or TREC's form; instead.")] = None,
    k: Annotated[int, typer.Option(help="How long the list is that they should be in.")] = 10,
    where: Annotated[
        list[str] | None, typer.Option(metavar="FIELD=VALUE", help="Only documents whose field has this value.")
    ] = None,
    retriever: Annotated[Retriever, typer.Option(help="Whose list it is.")] = Retriever.EMBEDDING,
    weight: Annotated[float, typer.Option(help="Share of the embedding in the hybrid list, 0 to 1.")] = 0.5,
    exact: Annotated[bool, typer.Option("--exact", help="Search all vectors, whatever production does.")] = False,
    trace: Annotated[bool, typer.Option(help="Look for the causes of failing queries.")] = True,
    limit: Annotated[
        int, typer.Option(help="Look for so many causes at most, the most frequent queries first.")
    ] = TRACED,
    csv: Annotated[Path | None, typer.Option(help="Also write a table, one line for each query.")] = None,
    markdown: Annotated[Path | None, typer.Option(help="Also write a report.")] = None,
    rows: Annotated[bool, typer.Option(help="With --json: one row for each query.")] = True,
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False,
) -> None:
    """Say which of many queries fail, why, and what would help; stopped and given again, it goes on where it was."""
    conditions = tuple(condition(text) for text in where or ())
    settings = TriageSettings(k, conditions, retriever, weight, exact=exact, limit=limit if trace else 0)
    answer = made(index, read_cases(queries, expected, qrels), settings)
    write_exports(answer, csv, markdown)
    if as_json:
        from inspector.triage.form import triage_json

        print_json(triage_json(answer, rows=rows))
    else:
        print_triage(answer)


def read_cases(queries: Path, expected: Path | None, qrels: Path | None) -> Cases:
    """Read the queries and what they should find.

    Raises:
        RequestError: a file cannot be read, or both forms of expectations are given.
    """
    from inspector.evaluate.judgements import parse_judgements
    from inspector.triage.cases import cases_of
    from inspector.triage.pasted import parse_pasted

    if expected is not None and qrels is not None:
        raise RequestError("Give --expected or --qrels, one of the two.")
    judged = expected or qrels
    asked, said = parse_pasted(read_text(queries), str(queries))
    return cases_of(asked, parse_judgements(read_text(judged), str(judged)) if judged else said)


def made(index: str, cases: Cases, settings: TriageSettings) -> Triage:
    """Triage, and keep the answer for the app.

    Raises:
        InspectorError: the index or the settings cannot be used, or the work was stopped.
    """
    from inspector.triage import triage as run
    from inspector.triage.form import save_last

    with quiet_stdout():
        open_ones = any(not case.expected for case in cases.cases)
        opened = open_whole(index, tested=False, background=open_ones, model_needed=False)
        with progress.progress() as report:
            answer = run(opened, cases.cases, settings, notes=cases.notes, progress=report)
    try:
        save_last(opened.collection, answer)
    except StoreError as error:
        warn(f"The result could not be kept for the app: {error.message}")
    return answer


def write_exports(answer: Triage, csv: Path | None, markdown: Path | None) -> None:
    """Write the table and the report that were asked for.

    Raises:
        StoreError: a file cannot be written.
    """
    from inspector.files import write_atomic
    from inspector.triage.export import as_csv, as_markdown

    for path, form in ((csv, as_csv), (markdown, as_markdown)):
        if path is not None:
            data = form(answer).encode("utf-8", errors="replace")
            write_atomic(path, lambda part, data=data: part.write_bytes(data) and None)  # type: ignore[misc]


def print_triage(answer: Triage) -> None:
    """Print an answer on stdout: the sentence, the groups with their worst queries, then what would help."""
    from inspector.text import shortened
    from inspector.triage.export import lever_sentence
    from inspector.triage.phrases import not_looked_at, percent

    out = console()
    out.print(shown(answer.summary, "bold"))
    rows = {row.query.id: row for row in answer.rows}
    for group in answer.groups:
        out.print()
        out.print(Text(f"{group.queries:>6,}  {percent(group.share):>8}  ") + shown(group.sentence))
        for each in group.ids[:EXAMPLES]:
            out.print(shown(f"                  “{shortened(rows[each].query.text, 90)}”", "dim"))
    if answer.levers:
        out.print()
        for lever in answer.levers:
            out.print(shown(lever_sentence(lever, answer)))
    out.print()
    for said in (*([answer.not_traced] if answer.not_traced else []), *answer.notes):
        out.print(shown(said, "dim"))
    for left_out in answer.not_checked:
        out.print(shown(not_looked_at(left_out), "dim"))
    rate = answer.rate.queries_per_second
    if rate is not None:
        traced = f"; {answer.rate.traced:,} traced in {answer.rate.trace_seconds:.0f} s" if answer.rate.traced else ""
        out.print(shown(f"{rate:,.0f} queries a second without the traces{traced}.", "dim"))
