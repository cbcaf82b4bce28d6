"""What became of cases, as JSON, whose field names are promises, and as text for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from rich.text import Text

from inspector.cli.output import console, shown
from inspector.cli.text_form import number, place
from inspector.records.cases import Case
from inspector.records.replays import ListMoved, Moved, Replay, Verdict
from inspector.records.seen import SeenPlace
from inspector.text import counted, listed

if TYPE_CHECKING:
    from inspector.cases.shelf import Shelf

Json = dict[str, Any]
Told = tuple[str, Case | None, Replay]


def replay_json(name: str, case: Case | None, answer: Replay) -> Json:
    """Give the JSON form of what became of a case.

    Args:
        name: Its file or id, as it was given.
        case: The case; None where it could not be read.
        answer: What became of it.
    """
    return {
        "case": answer.case_id,
        "file": name,
        "title": case.title if case else None,
        "query": case.request.query if case else None,
        "verdict": answer.verdict.value,
        "summary": answer.summary,
        "expected": [_moved(each) for each in answer.expected],
        "lists": [_list(each) for each in answer.lists],
        "changed": [{"what": each.what, "then": each.then, "now": each.now} for each in answer.facts],
        "gone": list(answer.gone),
        "edited": list(answer.edited),
        "notes": list(answer.notes),
    }


def _moved(moved: Moved) -> Json:
    return {
        "id": moved.id,
        "title": moved.title,
        "then": _place(moved.then),
        "now": _place(moved.now),
        "cause_then": moved.cause_then.value if moved.cause_then else None,
        "cause_now": moved.cause_now.value if moved.cause_now else None,
    }


def _place(seen: SeenPlace) -> Json:
    places = seen.places
    ranks = {"exact": places.exact, "embedding": places.ann, "keyword": places.keyword, "hybrid": places.hybrid}
    return {"met": seen.met, "indexed": seen.indexed, "ranks": ranks}


def _list(moved: ListMoved) -> Json:
    return {
        "retriever": moved.retriever.value,
        "k": moved.k,
        "shared": moved.shared,
        "rbo": moved.rbo,
        "came": list(moved.came),
        "left": list(moved.left),
    }


def counts(answers: Sequence[Replay]) -> dict[str, int]:
    """Count the cases of each verdict, in the order of the verdicts; those that no case has are 0."""
    found = Counter(answer.verdict for answer in answers)
    return {verdict.value: found[verdict] for verdict in Verdict}


def print_replay(name: str, case: Case | None, answer: Replay) -> None:
    """Print what became of one case: the sentence, then what moved."""
    out = console()
    out.print(Text("Case: ", style="bold") + shown(f"{case.title} ({answer.case_id})" if case else name))
    if case:
        out.print(Text("Query: ", style="bold") + shown(case.request.query))
    out.print(Text(f"{answer.verdict.value}: ", style="bold") + shown(answer.summary))
    for each in answer.expected:
        then, now = each.then.places, each.now.places
        moves = (("exact", then.exact, now.exact), ("keyword", then.keyword, now.keyword))
        ranks = ", ".join(f"{which} {place(before)} → {place(after)}" for which, before, after in moves)
        out.print(shown(f"  {each.id}: {ranks}", "dim"))
    for moved in answer.lists:
        out.print(shown(f"  {_list_line(moved)}", "dim"))
    for fact in answer.facts:
        out.print(shown(f"  {fact.what}: {fact.then} → {fact.now}", "dim"))
    for label, ids in (("Gone", answer.gone), ("Other text", answer.edited)):
        if ids:
            out.print(shown(f"  {label}: {', '.join(ids)}", "dim"))
    for note in answer.notes:
        out.print(shown(note))


def _list_line(moved: ListMoved) -> str:
    longest = moved.shared + max(len(moved.came), len(moved.left))
    parts = [f"{moved.retriever.value} list: {moved.shared} of {longest} shared, overlap {number(moved.rbo, 2)}"]
    parts += [f"came {', '.join(moved.came)}"] if moved.came else []
    parts += [f"left {', '.join(moved.left)}"] if moved.left else []
    return "; ".join(parts)


def print_replays(told: Sequence[Told]) -> None:
    """Print what became of several cases, one a line, those that need somebody first, and a sum."""
    out = console()
    order = (Verdict.BROKEN, Verdict.STILL_FAILING, Verdict.CANNOT_TELL, Verdict.CHANGED, Verdict.FIXED)
    urgency = {verdict: rank for rank, verdict in enumerate(order)}
    for name, case, answer in sorted(told, key=lambda each: urgency.get(each[2].verdict, len(order))):
        out.print(Text(f"{answer.verdict.value:<14}", style="bold") + shown(case.title if case else name))
        if answer.verdict is not Verdict.UNCHANGED and answer.verdict is not Verdict.PASSES:
            out.print(shown(f"  {answer.summary}", "dim"))
    out.print()
    found = counts([answer for _, _, answer in told])
    said = [f"{count} {verdict.replace('_', ' ')}" for verdict, count in found.items() if count]
    out.print(f"{counted(len(told), 'case')}: {listed(said)}.")


def shelf_json(shelf: Shelf) -> Json:
    """Give the JSON form of a shelf."""
    return {
        "cases": [
            {
                "id": each.id,
                "title": each.title,
                "query": each.query,
                "created_at": each.created_at,
                "expected": list(each.expected),
                "met": each.met,
                "cause": each.cause.value if each.cause else None,
                "index": each.index,
                "edited": each.edited,
                "broken": each.broken or None,
            }
            for each in shelf.cases
        ],
        "more": shelf.more,
    }


def print_shelf(shelf: Shelf) -> None:
    """Print a shelf, one case a line."""
    out = console()
    if not shelf.cases:
        out.print("No case is on the shelf. Save one in the app, or import one.")
    for each in shelf.cases:
        said = (
            each.broken or f"{each.title} · {each.index} · {each.cause.replace('_', ' ') if each.cause else 'no cause'}"
        )
        out.print(Text(f"{each.id}  ", style="bold") + shown(said))
    if shelf.more:
        out.print(f"{counted(shelf.more, 'further case')} on the shelf, older than these.")
