"""A case, or a failure story before it is one, in the words of a story; nothing is computed anew."""

from __future__ import annotations

from datetime import datetime

from inspector.cases.page.story import name_of, named_by_query, own_document, title_of
from inspector.cases.sentences import NAMES, place_words
from inspector.records.cases import Case
from inspector.records.results import Retriever
from inspector.records.seen import SeenPlace
from inspector.records.stories import Story
from inspector.records.trace import Remedy
from inspector.text import counted, listed, ordinal, shortened
from inspector.ui.components.told_story import Move, ToldStory, Wanted
from inspector.ui.parts.missing.causes import cause_word

CAME = 3
MOVES = 3
TITLE = 160
NOTHING = "Nothing came."
NOT_SAID = "Why it did not come was not looked into when this was kept. Replay it to see."


def told(case: Case, head: str = "", note: str | None = None) -> ToldStory:
    """Give a case as a story.

    Args:
        case: The case.
        head: A small line above it.
        note: What is said about it in place of its own note.
    """
    request = case.request
    moves, helps = _remedies(case)
    cause, word = _cause(case)
    among = listed([f"{each.field} = {each.value or '(none)'}" for each in request.where])
    return ToldStory(
        asked=request.query,
        head=head,
        title="" if named_by_query(case) else title_of(case),
        among=f"Only among documents with {among}." if among else "",
        note=case.note if note is None else note,
        wanted=tuple(_wanted(case, each) for each in case.seen.expected),
        came=_came(case) or (NOTHING,),
        came_label=f"What {NAMES[request.retriever]} search put first",
        cause=cause,
        word=word,
        moves=moves,
        helps=helps,
    )


def told_before(story: Story, title: str, head: str = "") -> ToldStory:
    """Give a failure story as it is told, before its case is made.

    Args:
        story: The story.
        title: Of the document it expects.
        head: A small line above it.
    """
    among = listed([f"{each.field} = {each.value}" for each in story.where])
    return ToldStory(
        asked=story.query,
        head=head,
        among=f"Only among documents with {among}." if among else "",
        note=story.asked,
        wanted=(Wanted(title, story.expected if title != story.expected else ""),),
        cause=story.why,
        word=cause_word(story.cause),
    )


def _wanted(case: Case, place: SeenPlace) -> Wanted:
    name = shortened(name_of(own_document(case, place), place.id), TITLE)
    return Wanted(name, place.id if name != place.id else "", _stood(case, place), place.met)


def _stood(case: Case, place: SeenPlace) -> str:
    """Say where an expected document was, and where it should have been."""
    where, search = place_words(case, place), f"by {NAMES[case.request.retriever]} search"
    if not place.indexed:
        return f"Was {where}."
    if place.met:
        return f"Came {where} {search}, within the first {case.within} as it should."
    verb = "Was" if where.startswith("not") else "Stood"
    return f"{verb} {where} {search}; should be within the first {case.within}."


def came(case: Case) -> tuple[tuple[str, str], ...]:
    """Give id and title of what the list that counts has, best first."""
    lists = case.seen.lists
    hits = {
        Retriever.KEYWORD: [(hit.id, hit.title) for hit in lists.keyword],
        Retriever.EMBEDDING: [(hit.id, hit.title) for hit in lists.embedding],
        Retriever.HYBRID: [(hit.id, hit.title) for hit in lists.hybrid],
    }
    return tuple(hits[case.request.retriever])


def _came(case: Case) -> tuple[str, ...]:
    return tuple(shortened(title.strip() or each, TITLE) for each, title in came(case)[:CAME])


def _cause(case: Case) -> tuple[str, str]:
    """Give the cause of the first expected document that did not come, in a sentence and as its word."""
    missing = [place for place in case.seen.expected if not place.met]
    traces = [trace for place in missing if (trace := case.seen.trace(place.id))]
    if not traces:
        return (NOT_SAID, "") if missing else ("", "")
    first = traces[0]
    return first.summary, cause_word(first.cause) if first.cause else "not known"


def _remedies(case: Case) -> tuple[tuple[Move, ...], str]:
    """Give the changes that bring the document back, and what else is to be said of the tries."""
    first = next((trace for place in case.seen.expected if (trace := case.seen.trace(place.id))), None)
    if first is None:
        return (), ""
    tried = [each for each in first.remedies if each.worked is not None]
    worked = [each for each in tried if each.worked]
    if not tried:
        return (), ""
    if not worked:
        said = f"{counted(len(tried), 'change')} tried, each alone; none brings it back."
        return (), said if case.seen.expected and not case.seen.expected[0].met else ""
    more = len(worked) - MOVES
    said = f"{counted(more, 'further change')} would as well." if more > 0 else ""
    return tuple(_move(each) for each in worked[:MOVES]), said


def _move(remedy: Remedy) -> Move:
    before = ordinal(remedy.rank_before) if remedy.rank_before else "not there"
    return Move(remedy.change, before, ordinal(remedy.rank_after) if remedy.rank_after else "not there")


def day_of(created_at: str) -> str:
    """Write when a case was kept: "2026-11-28 09:12"; as it stands where it is no time."""
    try:
        return datetime.fromisoformat(created_at).strftime("%Y-%m-%d %H:%M")
    except ValueError:
        return shortened(created_at, 20)
