"""Judging in place on Inspect: the switch, the grade of the selected result, undo, and what was judged until now.

Invariant: while it is off, one switch is drawn and nothing is read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import streamlit as st

from inspector.errors import InspectorError
from inspector.records.inspection import Inspection
from inspector.records.judged import Judged, JudgedSet
from inspector.records.results import HybridHit, KeywordHit, Neighbor
from inspector.stores.collection import Collection
from inspector.text import counted, listed, quoted, shortened
from inspector.ui.components.joined_lists import ListColumn
from inspector.ui.components.prose import prose
from inspector.ui.parts.evaluate.made_here import who_said
from inspector.ui.runtime import judging
from inspector.ui.runtime.boundary import draw_error
from inspector.ui.runtime.links import Param

GRADES: Mapping[int, str] = {0: "0 not at all", 1: "1 partly", 2: "2 well", 3: "3 fully"}
HELP = "Grade results by hand. The grades are kept with this index's name, and the page Evaluate measures with them."
BLIND_HELP = "All three lists as one, in random order, without ranks and scores, so that none of them sways you."
NAME_HELP = "So that two people's grades are told apart. With sign-in, yours is taken from there."
TITLE_LENGTH = 80


def draw_switch(collection: Collection, query: str) -> None:
    """Draw the switch, and what belongs beside it while it is on.

    Args:
        collection: The index.
        query: The query's text.
    """
    with st.container(horizontal=True, vertical_alignment="center", gap="medium", key="judge switch"):
        on = st.toggle("Judge", key=Param.JUDGE, bind="query-params", persist_state="session", help=HELP)
        if not on:
            return
        st.toggle("Blind", key=Param.BLIND, bind="query-params", persist_state="session", help=BLIND_HELP)
        name = judging.set_name(collection)
        found = judging.judged(name)
        last = judging.last_of(found, judging.who())
        st.button(
            "Undo",
            icon=":material/undo:",
            key="judge undo",
            disabled=last is None,
            help=f"Takes back the grade of {shortened(last.doc)}." if last else "You have judged nothing yet.",
            on_click=judging.take_back,
            args=(name,),
        )
        person = judging.signed_in()
        if person:
            prose(f"Your grades bear your name, {quoted(person)}.", "small")
        else:
            st.text_input(
                "Your name",
                key=judging.NAME,
                persist_state="session",
                placeholder="Your name (optional)",
                label_visibility="collapsed",
                help=NAME_HELP,
                width=200,
            )
        if query.strip() and not judging.blind():
            prose(count_of(found, query.strip()), "small")


def count_of(found: JudgedSet, query: str) -> str:
    """Say how many results of a query are judged, and on how many people disagree."""
    of_query = found.of_query(query)
    if not of_query:
        return "No result of this query is judged yet."
    apart = sum(each.disputed for each in of_query.values())
    disputes = f", people disagree on {apart:,}" if apart else ""
    return f"{counted(len(of_query), 'result')} of this query judged{disputes}."


def draw_judging(collection: Collection, inspection: Inspection, selected: str) -> None:
    """Draw the switch, and while it is on the grade of the selected result and what each list has of the relevant."""
    try:
        draw_switch(collection, inspection.request.query)
        if not judging.on():
            return
        query = inspection.request.query.strip()
        of_query = judging.of_query(collection, query)
        document = inspection.document(selected)
        if document is not None:
            with st.container(border=True, gap="xsmall", key="judge selected"):
                prose(f"How well does {quoted(shortened(document.title or selected, TITLE_LENGTH))} answer the query?")
                draw_grades(collection, query, selected, of_query.get(selected))
                other = others_said(of_query.get(selected), judging.who())
                if other:
                    prose(other, "small")
        said = shares(inspection, of_query)
        if said:
            prose(said, "small")
    except InspectorError as error:
        draw_error(error)


def draw_grades(collection: Collection, query: str, doc: str, found: Judged | None) -> None:
    """Draw the buttons of one document, with the grade that this person gave it."""
    key = f"judge grade {query} {doc}"
    judging.show_grade(key, judging.grade_by(found, judging.who()))
    st.segmented_control(
        "Grade",
        list(GRADES),
        format_func=GRADES.__getitem__,
        key=key,
        label_visibility="collapsed",
        wrap=True,
        on_change=judging.press,
        args=(judging.set_name(collection), query, doc, key),
    )


def others_said(found: Judged | None, person: str) -> str:
    """Say what others gave a document, and that they disagree if they do; empty where nobody else judged it."""
    if found is None or all(each.who == person for each in found.statements):
        return ""
    end = f" You disagree; the later grade counts, which is {found.grade}." if found.disputed else ""
    if found.disputed and judging.grade_by(found, person) is None:
        end = f" They disagree; the later grade counts, which is {found.grade}."
    return f"Graded {who_said(found)}.{end}"


def shares(inspection: Inspection, of_query: Mapping[str, Judged]) -> str:
    """Say how many of the results judged relevant each list has; empty where none was."""
    relevant = {doc for doc, each in of_query.items() if each.grade > 0}
    if not relevant:
        return ""
    lists: Mapping[str, Sequence[Neighbor | KeywordHit | HybridHit]] = {
        "keyword": inspection.keyword,
        "embedding": inspection.neighbors,
        "hybrid": inspection.hybrid,
    }
    parts = [f"{name} {sum(hit.id in relevant for hit in hits):,}" for name, hits in lists.items() if hits]
    return f"Of {counted(len(relevant), 'document')} judged relevant, the lists have: {listed(parts)}."


def with_grades(columns: tuple[ListColumn, ...], of_query: Mapping[str, Judged]) -> tuple[ListColumn, ...]:
    """Give the lists with the grade that holds beside each judged document."""
    return tuple(
        replace(
            column,
            rows=tuple(
                replace(row, grade=grade_label(of_query[row.id])) if row.id in of_query else row for row in column.rows
            ),
        )
        for column in columns
    )


def grade_label(found: Judged) -> str:
    """Write the grade that holds, and that people disagree on it."""
    return f"grade {found.grade}, disputed" if found.disputed else f"grade {found.grade}"
