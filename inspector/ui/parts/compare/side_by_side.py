"""One query's two lists, joined by lines, with the reason of each document that left and links to Inspect."""

from __future__ import annotations

from collections.abc import Set
from pathlib import Path

import streamlit as st

from inspector.compare.sentence import REASONS
from inspector.errors import InspectorError
from inspector.records.comparison import Arrival, AskedWith, Departure, IndexComparison, Placed, QueryComparison
from inspector.records.documents import Document, condition
from inspector.records.results import Badge, BadgeKind, Retriever
from inspector.stores.collection import Collection
from inspector.text import first_sentence, ordinal, quoted, shortened
from inspector.ui.components.joined_lists import ListColumn, ListRow, joined_lists
from inspector.ui.components.prose import prose
from inspector.ui.runtime import engine, links, state
from inspector.ui.runtime.links import Param, View
from inspector.vectors import cosine_distance

SNIPPET = 200
NAME_LENGTH = 60
HELP = {
    Retriever.EMBEDDING: "Cosine distance: 0 is the same direction, 1 unrelated. Two models' distances do not compare.",
    Retriever.KEYWORD: "BM25 score; comparable within this list only.",
}
UNIT = {Retriever.EMBEDDING: "cosine distance", Retriever.KEYWORD: "BM25"}


def show_query(
    pair: tuple[Path, Path], found: IndexComparison, compared: QueryComparison, where: tuple[str, ...]
) -> None:
    """Draw a query's lists and what became of its documents.

    Args:
        pair: The two index folders.
        found: The answer.
        compared: The query.
        where: The filter, each "field=value".
    """
    prose(quoted(compared.query.text or compared.query.id), "lead")
    with st.container(horizontal=True, gap="small"):
        for path, side, wanted in zip(pair, (found.before, found.after), _wanted(compared), strict=True):
            _link(path, side.name, found.asked_with, compared, wanted, where)
    joined_lists(columns(pair, found, compared), selected=None, key="compare lists")
    for left in compared.left:
        prose(departure(left, found), "small")
    for came in compared.came:
        if came.relevant:
            prose(arrival(came), "small")


def columns(pair: tuple[Path, Path], found: IndexComparison, compared: QueryComparison) -> tuple[ListColumn, ...]:
    """Give the two lists as the joined view takes them."""
    badges = {left.id: _badge(left) for left in compared.left}
    won = {came.id: _WON for came in compared.came if came.relevant}
    made = []
    for path, side, placed, other, remarks, tense in (
        (pair[0], found.before, compared.before, compared.after, badges, "now"),
        (pair[1], found.after, compared.after, compared.before, won, "was"),
    ):
        shown = {each.id for each in other}
        texts = _documents(path, placed)
        rows = tuple(
            _row(each, rank, texts.get(each.id), remarks.get(each.id), _elsewhere(each, shown, tense, found), found)
            for rank, each in enumerate(placed, start=1)
        )
        heading = shortened(side.name, NAME_LENGTH)
        empty = "Nothing was found."
        made.append(ListColumn(found.retriever, heading, UNIT[found.retriever], rows, empty, HELP[found.retriever]))
    return tuple(made)


def _row(
    placed: Placed, rank: int, document: Document | None, remark: Badge | None, elsewhere: str, found: IndexComparison
) -> ListRow:
    by_meaning = found.retriever is Retriever.EMBEDDING
    value = f"{float(cosine_distance(placed.score)):.3f}" if by_meaning else f"{placed.score:.2f}"
    return ListRow(
        placed.id,
        rank,
        placed.title or placed.id,
        first_sentence(document.text, SNIPPET) if document else "",
        value=value,
        badges=() if remark is None else (remark,),
        elsewhere=((found.retriever, elsewhere),),
    )


def _elsewhere(placed: Placed, shown: Set[str], tense: str, found: IndexComparison) -> str:
    """Say where the other index has it; ranks there are exact, so what its own list misses is said to be so."""
    if not placed.elsewhere:
        return _beyond(found)
    missed = placed.elsewhere <= found.blast.k and placed.id not in shown
    return f"{ordinal(placed.elsewhere)} if exact" if missed else f"{tense} {ordinal(placed.elsewhere)}"


def _beyond(found: IndexComparison) -> str:
    return f"not in {found.depth}"


def _badge(left: Departure) -> Badge:
    meaning = REASONS[left.reason]
    label = f"lost: {meaning.title}" if left.relevant else meaning.title
    return Badge(BadgeKind.EXACT_RANK, label, meaning.help)


_WON = Badge(BadgeKind.EXACT_RANK, "won", "Judged relevant to this query; the first index did not show it.")


def departure(left: Departure, found: IndexComparison) -> str:
    """Say what became of a document that left the list."""
    now = f"is {_beyond(found)} now"
    if left.rank_after:
        stands = f"stands {ordinal(left.rank_after)}"
        now = f"{stands} only in exact search now" if left.rank_after <= found.blast.k else f"{stands} now"
    meaning = REASONS[left.reason]
    judged = " It was judged relevant." if left.relevant else ""
    return (
        f"{quoted(shortened(left.id, NAME_LENGTH))} was {ordinal(left.rank)} and {now}: {meaning.title}. "
        f"{meaning.help}{judged}"
    )


def arrival(came: Arrival) -> str:
    """Say where a judged document that came into the list stood before."""
    before = f"stood {ordinal(came.rank_before)}" if came.rank_before else "was further down than was looked, or absent"
    return f"{quoted(shortened(came.id, NAME_LENGTH))}, judged relevant, {before} and is {ordinal(came.rank)} now."


def _documents(path: Path, placed: tuple[Placed, ...]) -> dict[str, Document]:
    """Fetch the documents of a list as far as they are there: ids may be parents'."""
    try:
        collection: Collection = engine.collection(path)
        ids = [each.id for each in placed]
        known = [id_ for id_, row in zip(ids, collection.rows_of(ids), strict=True) if row >= 0]
        return {document.id: document for document in collection.documents(known)}
    except InspectorError:
        return {}


def _wanted(compared: QueryComparison) -> tuple[str, str]:
    """Give the document that a look into each index is about: one that came, and one that left."""
    left = next(iter(sorted(compared.left, key=lambda each: not each.relevant)), None)
    came = next(iter(sorted(compared.came, key=lambda each: not each.relevant)), None)
    return came.id if came else "", left.id if left else ""


def _link(
    path: Path, name: str, asked_with: AskedWith, compared: QueryComparison, wanted: str, where: tuple[str, ...]
) -> None:
    """Draw a link to Inspect on one of the indexes, with the query and the document that makes the difference."""
    home = state.home()
    if home is None or len(compared.query.text) > links.MAX_QUERY:
        return
    if asked_with is AskedWith.DOCUMENTS:
        view: View = {**links.view_of_index(path), Param.LIKE: compared.query.id}
    else:
        conditions = tuple(condition(each) for each in where)
        view = links.view_of(path, query=compared.query.text, expected=wanted, where=conditions)
    if not wanted or not _has(path, wanted):
        view.pop(Param.EXPECTED, None)
    label = f"Inspect in {shortened(name, NAME_LENGTH)}"
    st.page_link(home, label=label, icon=":material/troubleshoot:", query_params=view)


def _has(path: Path, document: str) -> bool:
    return bool(engine.collection(path).rows_of([document])[0] >= 0)
