"""The command `check`: the health of a whole index, and its contract field by field."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from inspector.cli import progress
from inspector.cli.json_form import finding_json
from inspector.cli.model import load_model
from inspector.cli.output import console, print_json, quiet_stdout, shown, warn
from inspector.cli.queries import read_queries
from inspector.errors import StoreError
from inspector.records.findings import Severity

if TYPE_CHECKING:
    from inspector.contract import Contract
    from inspector.records.health import Health

MISSED = 1
"""Exit code where --strict finds a failure or a warning."""


def check(
    index: Annotated[str, typer.Argument(metavar="INDEX", help="The index folder.", show_default=False)],
    queries: Annotated[
        Path | None,
        typer.Option(help="Real queries to measure the ANN structure with: .jsonl with text, or one query a line."),
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="End with exit code 1 where a failure or a warning is found.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False,
) -> None:
    """Examine a whole index: its files, vectors, texts, model and ANN structure, against its contract."""
    from inspector.diagnose.health import check_index
    from inspector.diagnose.health.saved import save_health
    from inspector.stores import open_index
    from inspector.stores.extent import extent

    asked = read_queries(queries) if queries else ()
    with quiet_stdout(), progress.progress() as report:
        collection = open_index(index, progress=report)
        embedder, no_model = load_model(collection.contract, report)
        health = check_index(collection, embedder, queries=asked, no_model=no_model, progress=report)
    try:
        save_health(collection, health)
    except StoreError as error:
        warn(f"The result could not be kept for the app: {error.message}")
    if as_json:
        print_json(health_json(health, collection.contract))
    else:
        print_health(health, extent(collection))
    if strict and any(finding.severity is not Severity.NOTE for finding in health.findings):
        raise typer.Exit(MISSED)


def health_json(health: Health, contract: Contract) -> dict[str, Any]:
    """Give the JSON form of a result: contract values as they are in the manifest."""
    return {
        "contract": {
            field.name: {"value": getattr(contract, field.name), "source": field.source.value, "why": field.why}
            for field in health.contract
        },
        "findings": [{**finding_json(finding), "ids": list(finding.ids)} for finding in health.findings],
        "not_checked": [{"check": each.check, "why": each.why} for each in health.not_checked],
        "checks": [
            {
                "check": each.name,
                "question": each.question,
                "measured": [{"label": fact.label, "value": fact.value} for fact in each.measured],
            }
            for each in health.checks
        ],
        "sample": health.sample,
    }


def print_health(health: Health, looked_at: str) -> None:
    """Print a result on stdout: findings first, then the contract, then what was not checked.

    Args:
        health: The result.
        looked_at: How many documents were looked at, in words.
    """
    from inspector.diagnose.health.sentence import summary

    out = console()
    out.print(shown(f"{health.name}: {looked_at}. {summary(health)}"))
    for finding in health.findings:
        out.print()
        out.print(Text(f"{finding.severity.value.capitalize()}: ", style="bold") + shown(finding.summary))
        for fact in finding.evidence:
            out.print(shown(f"  {fact.label}: {fact.value}"))
        if finding.ids:
            out.print(shown(f"  Such as: {', '.join(finding.ids)}"))
        for label, said in (("Likely", finding.likely_cause), ("Try", finding.try_this), ("Verify", finding.verify_by)):
            out.print(Text(f"  {label}: ", style="dim") + shown(said, "dim"))
    out.print()
    table = Table(title="Contract", title_justify="left", title_style="bold", pad_edge=False, box=SIMPLE_HEAD)
    for name in ("field", "value", "source", "because"):
        table.add_column(name, overflow="fold")
    for field in health.contract:
        table.add_row(*map(shown, (field.name, field.value, field.source.value if field.value else "", field.why)))
    out.print(table)
    for why in dict.fromkeys(each.why for each in health.not_checked):
        names = ", ".join(each.check for each in health.not_checked if each.why == why)
        out.print(shown(f"Not checked ({names}): {why}.", "dim"))
