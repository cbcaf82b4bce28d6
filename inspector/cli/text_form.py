"""An inspection as text for people: the findings first, then the three lists, then the words."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from inspector.cli.output import console, shown
from inspector.records.explanation import Contributions
from inspector.records.inspection import Inspection
from inspector.records.results import HybridHit, KeywordHit, Neighbor

WORDS_SHOWN = 12
DOCUMENTS_SHOWN = 3
ABSENT = "–"


def print_inspection(inspection: Inspection) -> None:
    """Print an inspection on stdout."""
    out = console()
    index, cost, timings = inspection.index, inspection.cost, inspection.timings
    out.print(Text("Query: ", style="bold") + shown(inspection.request.query or "(empty)"))
    out.print(
        shown(
            f"{index.name}: {inspection.matching:,} of {index.count:,} documents searched, "
            f"{index.model or 'no model'}, ranks are {inspection.ranks_are.value}",
            "dim",
        )
    )
    if index.sample is not None:
        out.print(f"Keyword search looked at {index.sample:,} of them, drawn at random: a sample of the database.")
    _print_findings(out, inspection)
    _print_lists(out, inspection)
    if inspection.contributions is not None:
        _print_words(out, inspection.contributions, [hit.id for hit in inspection.neighbors[:DOCUMENTS_SHOWN]])
    elif inspection.effects_refusal:
        out.print(shown(inspection.effects_refusal, "bold"))
    out.print(shown(f"{timings.total:.0f} ms, {cost.encodes} encodes, {cost.tokens} tokens", "dim"))


def _print_findings(out: Console, inspection: Inspection) -> None:
    out.print()
    if not inspection.findings:
        out.print(f"{inspection.checked} checks, nothing found.")
    for finding in inspection.findings:
        out.print(Text(f"{finding.severity.value.capitalize()}: ", style="bold") + shown(finding.summary))
        out.print(Text("  Try: ", style="dim") + shown(finding.try_this, "dim"))
    for left_out in inspection.not_checked:
        out.print(shown(f"Not checked ({left_out.check}): {left_out.why}", "dim"))


def _print_lists(out: Console, inspection: Inspection) -> None:
    hits: list[Neighbor | KeywordHit | HybridHit] = [*inspection.neighbors, *inspection.keyword, *inspection.hybrid]
    column = ("parent",) if any(hit.parent is not None for hit in hits) else ()
    if any(hit.more_of_parent for hit in hits):
        out.print()
        out.print("One result per parent: its best chunk, at its place in the whole list.")
    _print_table(
        out,
        "Embedding (cosine distance, 0 to 2, smaller is closer)",
        ("distance", "percentile", "keyword", "remarks", *column),
        (
            (
                *(hit.rank, hit.id, hit.title, number(hit.distance, 4), number(hit.percentile, 0)),
                *(place(hit.keyword_rank), ", ".join(badge.label for badge in hit.badges), *_parent(hit, column)),
            )
            for hit in inspection.neighbors
        ),
    )
    _print_table(
        out,
        "Keyword (BM25 score, larger is better)",
        ("score", "embedding", "terms", *column),
        (
            (
                *(hit.rank, hit.id, hit.title, number(hit.score, 2), place(hit.neighbor_rank)),
                ", ".join(f"{term.term} {term.score:.2f}" for term in hit.terms[:4]),
                *_parent(hit, column),
            )
            for hit in inspection.keyword
        ),
    )
    _print_table(
        out,
        "Hybrid (both lists fused)",
        ("score", "embedding", "keyword", *column),
        (
            (
                *(hit.rank, hit.id, hit.title, number(hit.score, 4), place(hit.neighbor_rank)),
                *(place(hit.keyword_rank), *_parent(hit, column)),
            )
            for hit in inspection.hybrid
        ),
    )


def _parent(hit: Neighbor | KeywordHit | HybridHit, column: tuple[str, ...]) -> tuple[str, ...]:
    """Give the cell that names the parent, with the chunks that stand for no row; none where there is no column."""
    more = f" (+{hit.more_of_parent} more)" if hit.more_of_parent else ""
    return tuple(f"{hit.parent or ABSENT}{more}" for _ in column)


def _print_words(out: Console, effects: Contributions, ids: Sequence[str]) -> None:
    """Print what each word does to the first neighbors; the words with the largest effect on the first of them."""
    columns = [column for column in map(effects.column, ids) if column >= 0]
    if not columns or not effects.words:
        return
    order = sorted(range(len(effects.words)), key=lambda row: -abs(_sortable(effects.removal[row, columns[0]])))
    table = Table(
        title="Words: similarity lost without the word (and the rank then)",
        title_justify="left",
        title_style="bold",
        pad_edge=False,
        box=SIMPLE_HEAD,
    )
    table.add_column("word")
    for column in columns:
        table.add_column(shown(effects.ids[column]), justify="right", overflow="fold")
    for row in sorted(order[:WORDS_SHOWN]):
        cells = (shown(_effect(effects, row, column)) for column in columns)
        table.add_row(shown(effects.words[row].text), *cells)
    out.print()
    out.print(table)
    floors = ", ".join(number(float(effects.noise_floor[column]), 4) for column in columns)
    out.print(shown(f"Effects smaller than the noise floor ({floors}) are no measurable effect (≈).", "dim"))
    if len(order) > WORDS_SHOWN:
        out.print(shown(f"{len(order) - WORDS_SHOWN} words with smaller effects are left out.", "dim"))


def _effect(effects: Contributions, row: int, column: int) -> str:
    removal = float(effects.removal[row, column])
    mark = "≈ " if abs(removal) < effects.noise_floor[column] else ""
    return f"{mark}{removal:+.4f} (#{effects.rank_without[row, column] or ABSENT})"


def _print_table(out: Console, title: str, columns: Sequence[str], rows: Iterable[tuple[object, ...]]) -> None:
    table = Table(title=title, title_justify="left", title_style="bold", pad_edge=False, box=SIMPLE_HEAD)
    table.add_column("#", justify="right")
    table.add_column("id", overflow="fold", max_width=36)
    table.add_column("title", no_wrap=True, max_width=36)
    for column in columns:
        table.add_column(column, justify="left" if column in ("terms", "remarks", "parent") else "right")
    for row in rows:
        table.add_row(*(shown(str(cell)) for cell in row))
    out.print()
    if table.row_count:
        out.print(table)
    else:
        out.print(shown(f"{title.split(' (')[0]}: no results.", "bold"))


def number(value: float | None, digits: int) -> str:
    """Write a number, or a dash for one that does not exist."""
    return ABSENT if value is None or math.isnan(value) else f"{value:.{digits}f}"


def place(rank: int | None) -> str:
    """Write a rank, or a dash for a document that is absent."""
    return ABSENT if rank is None else str(rank)


def _sortable(value: float) -> float:
    return 0.0 if math.isnan(value) else float(value)
