"""A comparison for scripts and for people: field names are promises; numbers that do not exist are null."""

from __future__ import annotations

from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from inspector.cli.output import console, shown
from inspector.compare.sentence import REASONS, changes, cut_off, structure, summary
from inspector.records.comparison import Departure, IndexComparison, Placed, QueryComparison, ReasonCount
from inspector.records.index_changes import ContractLine, Interval, Side

Json = dict[str, Any]
QUERIES_SHOWN = 10
ABSENT, UNKNOWN = "–", "unknown"


def comparison_json(found: IndexComparison) -> Json:
    """Give the JSON form of a comparison; queries come worst first."""
    blast, documents = found.blast, found.documents
    return {
        "summary": summary(found),
        "before": _side(found.before),
        "after": _side(found.after),
        "same_content": found.same_content,
        "retriever": found.retriever.value,
        "asked_with": found.asked_with.value,
        "k": blast.k,
        "depth": found.depth,
        "notes": list(found.notes),
        "blast_radius": {
            "queries": blast.queries,
            "weighted": blast.weighted,
            "different_list": _interval(blast.other_list),
            "different_documents": _interval(blast.other_documents),
            "places_changed": _interval(blast.places),
            "judged_queries": blast.judged,
            "lost": blast.lost,
            "won": blast.won,
            "ndcg_difference": _interval(blast.ndcg),
            "overlaps": list(blast.overlaps),
        },
        "contract": [
            {"field": line.name, "before": line.before or None, "after": line.after or None, "differs": line.differs}
            for line in found.contract
        ],
        "documents": {
            **{each.kind.value: each.count for each in documents.counts},
            "by_parent": documents.by_parent,
            "sampled": documents.sampled,
            "median_distance": documents.median_distance,
            "largest_distance": documents.largest_distance,
            "undirected": documents.undirected,
            "examples": {each.kind.value: list(each.ids) for each in documents.counts},
        },
        "reasons": [_reason(each) for each in found.reasons],
        "queries": [_query(each) for each in found.queries],
        "queries_left_out": blast.queries - len(found.queries),
    }


def _interval(number: Interval | None) -> Json | None:
    return None if number is None else {"value": number.value, "ci": [number.low, number.high]}


def _reason(each: ReasonCount) -> Json:
    return {
        "reason": each.reason.value,
        "meaning": REASONS[each.reason].help,
        "count": each.count,
        "relevant": each.relevant,
        "example": {"query": each.query, "doc": each.document},
    }


def _side(side: Side) -> Json:
    return {
        "name": side.name,
        "fingerprint": side.fingerprint,
        "count": side.count,
        "model": side.model,
        "structure": side.structure or None,
        "recall": _interval(side.recall),
        "max_tokens": side.max_tokens or None,
        "cut_off": side.cut_off,
        "cut_off_of": side.sample,
    }


def _query(each: QueryComparison) -> Json:
    return {
        "id": each.query.id,
        "query": each.query.text,
        "count": each.query.count,
        "shared": each.shared,
        "jaccard": each.jaccard,
        "rbo": each.rbo,
        "ndcg_before": each.ndcg_before,
        "ndcg_after": each.ndcg_after,
        "lost": list(each.lost),
        "won": list(each.won),
        "before": _list(each.before, "rank_after"),
        "after": _list(each.after, "rank_before"),
        "left": [
            {
                "id": left.id,
                "rank": left.rank,
                "rank_after": left.rank_after,
                "reason": left.reason.value,
                "relevant": left.relevant,
            }
            for left in each.left
        ],
        "came": [
            {"id": came.id, "rank": came.rank, "rank_before": came.rank_before, "relevant": came.relevant}
            for came in each.came
        ],
    }


def _list(placed: tuple[Placed, ...], elsewhere: str) -> list[Json]:
    return [
        {"rank": rank, "id": each.id, "title": each.title, "score": each.score, elsewhere: each.elsewhere}
        for rank, each in enumerate(placed, start=1)
    ]


def print_comparison(found: IndexComparison) -> None:
    """Print a comparison on stdout: the sentence, what changed, why documents left, the worst queries."""
    out = console()
    out.print(shown(summary(found), "bold"))
    for note in found.notes:
        out.print(shown(note))
    out.print(shown("In brackets: 95 % intervals.", "dim"))
    out.print()
    for sentence in (changes(found), structure(found.before), structure(found.after), cut_off(found)):
        if sentence:
            out.print(shown(sentence))
    _print_contract(out, found)
    _print_reasons(out, found)
    _print_queries(out, found)


def _print_contract(out: Console, found: IndexComparison) -> None:
    lines = [line for line in found.contract if line.differs or line.unclear]
    table = _table("What differs in the contracts", ("field", found.before.name, found.after.name))
    for line in lines:
        table.add_row(shown(line.name), *map(shown, _values(line)))
    _print_table(out, table, "The contracts are the same.")


def _values(line: ContractLine) -> tuple[str, str]:
    return line.before or UNKNOWN, line.after or UNKNOWN


def _print_reasons(out: Console, found: IndexComparison) -> None:
    table = _table("Why documents left a list", ("reason", "documents", "judged", "what was tried"))
    for each in found.reasons:
        meaning = REASONS[each.reason]
        table.add_row(meaning.title, f"{each.count:,}", f"{each.relevant:,}", meaning.help)
    _print_table(out, table, "No document left a list.")


def _print_queries(out: Console, found: IndexComparison) -> None:
    table = _table("The queries that change most", ("query", "places", "RBO", "nDCG@10", "left"))
    for each in [query for query in found.queries if not query.same][:QUERIES_SHOWN]:
        difference = each.ndcg_difference
        left = ", ".join(f"{gone.id} ({gone.rank} → {_now(gone, found.blast.k)})" for gone in each.left[:3])
        rest = f" and {len(each.left) - 3} more" if len(each.left) > 3 else ""
        table.add_row(
            shown(each.query.text or each.query.id),
            f"{each.places}",
            f"{each.rbo:.2f}",
            ABSENT if difference is None else f"{difference:+.3f}",
            shown(left + rest),
        )
    _print_table(out, table, "Every query shows the same list.")


def _now(gone: Departure, k: int) -> str:
    """Give the exact rank of a document that left; within k, only exact search has it."""
    exact = " in exact search" if gone.rank_after and gone.rank_after <= k else ""
    return f"{gone.rank_after or ABSENT}{exact}"


def _table(title: str, columns: tuple[str, ...]) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", pad_edge=False, box=SIMPLE_HEAD)
    for name in columns:
        table.add_column(shown(name), overflow="fold", justify="right" if name in _NUMBERS else "left")
    return table


def _print_table(out: Console, table: Table, empty: str) -> None:
    out.print()
    if table.row_count:
        out.print(table)
    else:
        out.print(empty)


_NUMBERS = ("documents", "judged", "places", "RBO", "nDCG@10")
