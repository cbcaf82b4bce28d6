"""Whether a case still fails: asked of the index of today when somebody wants to know, with what moved since."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from inspector.cases.replay import cannot_tell
from inspector.cases.sentences import HEADS, NAMES, place_words
from inspector.errors import InspectorError
from inspector.records.cases import Case
from inspector.records.replays import ListMoved, Moved, Replay
from inspector.text import listed, quoted, shortened
from inspector.ui.components.prose import prose
from inspector.ui.parts.cases.badge import state_words, verdict_badge
from inspector.ui.parts.cases.live import show_ways
from inspector.ui.parts.missing.causes import cause_word
from inspector.ui.parts.model_status import show_model_status
from inspector.ui.runtime import case_index, copies, engine, job_view, replays, roots
from inspector.ui.runtime.case_index import Home

ASK = "Replay on today's index"
WAITS = "The replay begins when the model is loaded."
WORKING = "Asking the question again …"
NAMED = 6
TITLE = 80


def show_replay(case: Case) -> Replay | None:
    """Draw what became of a case, or the way to ask; give the answer where there is one."""
    home = case_index.home_of(case)
    path = replays.replaying(case.id)
    with st.container(border=True, gap="small", key="case replay"):
        if path is None:
            _offer(case, home)
            return None
        answer = _answer(case, path)
        if answer is not None:
            _draw(answer, case)
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            _ways(case, path)
            _elsewhere(case)
    return answer


def _offer(case: Case, home: Home) -> None:
    """Draw the button that asks; where there is no index, why, and what could be asked instead."""
    last = replays.last_replay(case.id)
    if last is not None:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            verdict_badge(last.verdict)
            prose(state_words(last).capitalize(), "small")
        if not home.why:
            prose(last.summary, "small")
    if home.why:
        prose(home.why)
    if home.copy is not None:
        status = job_view.watch(copies.job_of(home.copy))
        job_view.draw_end(status, "The copy could not be made.")
        if status is None or not status.alive:
            st.button(
                "Make this copy",
                icon=":material/content_copy:",
                key="case make copy",
                help="Builds the broken copy beside the sample; takes seconds to a minute.",
                on_click=copies.make,
                args=(home.copy,),
            )
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if home.path is not None:
            st.button(
                ASK,
                icon=":material/replay:",
                key="case ask replay",
                type="primary",
                help="Asks the same question of the index as it is now, and says whether it still fails.",
                on_click=replays.ask_replay,
                args=(case.id, home.path),
            )
            _ways(case, home.path)
        _elsewhere(case)


def _ways(case: Case, path: Path) -> None:
    try:
        show_ways(case, path)
    except InspectorError as error:
        prose(f"It cannot be opened live: {error.message}", "small", literal=True)


def _elsewhere(case: Case) -> None:
    """Offer to ask another index."""
    popover = st.popover(
        "On another index", icon=":material/database:", type="tertiary", key="case on", on_change="rerun"
    )
    if not popover.open:
        return
    with popover:
        found = {roots.name_of(path): path for path in roots.indexes()}
        if not found:
            st.caption("There is no index in the folders this app may open.")
            return
        chosen = st.selectbox("Index", list(found), key="case other index")
        st.button(
            "Replay there",
            key="case replay there",
            on_click=replays.ask_replay,
            args=(case.id, found.get(chosen or "")),
        )


def _answer(case: Case, path: Path) -> Replay | None:
    """Ask; None while the model is on its way."""
    try:
        index, loading = case_index.opened(path)
    except InspectorError as error:
        return cannot_tell(case, " ".join(part for part in (error.message, error.hint) if part))
    if loading:
        contract = index.collection.contract
        show_model_status(lambda: engine.embedder(contract.model, contract.max_tokens))
        prose(WAITS)
        return None
    with st.spinner(WORKING):
        return replays.replayed(case, index)


def _draw(answer: Replay, case: Case) -> None:
    """Draw an answer: the verdict, what moved, and what else is another one today."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        verdict_badge(answer.verdict)
        prose(answer.summary.removeprefix(f"{HEADS[answer.verdict]}: "), "lead")
    for moved in answer.expected:
        if len(answer.expected) > 1 or moved.cause_now != moved.cause_then:
            prose(moved_sentence(case, moved), "small")
    for sentence in sentences_of(answer):
        prose(sentence, "small")


def sentences_of(answer: Replay) -> tuple[str, ...]:
    """Say what else moved or is another one today, one sentence each.

    Args:
        answer: What became of the case.
    """
    same = [f"the {NAMES[each.retriever]} list" for each in answer.lists if each.same]
    said = [*answer.notes, *(list_sentence(each) for each in answer.lists if not each.same)]
    said += [f"Unchanged: {listed(same)}."] if same else []
    named = (("Not in the index any more", answer.gone), ("With another text today", answer.edited))
    said += [f"{label}: {ids_words(ids)}." for label, ids in named if ids]
    facts = "; ".join(f"{each.what} {each.then} → {each.now}" for each in answer.facts)
    return (*said, f"Changed since: {facts}.") if facts else tuple(said)


def moved_sentence(case: Case, moved: Moved) -> str:
    """Say where an expected document stood and stands, and why it is not there.

    Args:
        case: The case.
        moved: What became of it.
    """
    name = quoted(shortened(moved.title or moved.id, TITLE))
    causes = [cause_word(each) if each else "not known" for each in (moved.cause_then, moved.cause_now)]
    why = "" if moved.now.met else f"; cause then {causes[0]}, now {causes[1]}"
    return f"◆ {name}: {place_words(case, moved.then)} → {place_words(case, moved.now)}{why}."


def list_sentence(moved: ListMoved) -> str:
    """Say how much a list changed: "Embedding list: 7 of 10 the same. New: …. Gone: …."."""
    if not moved.came and not moved.left:
        return f"The {NAMES[moved.retriever]} list has the same documents in another order."
    parts = [f"The {NAMES[moved.retriever]} list shares {moved.shared} of {max(moved.k, moved.shared)} places."]
    parts += [f"New: {ids_words(moved.came)}."] if moved.came else []
    parts += [f"Gone: {ids_words(moved.left)}."] if moved.left else []
    return " ".join(parts)


def ids_words(ids: tuple[str, ...]) -> str:
    """Name documents by their ids, the first few: "a, b and 3 more"."""
    said = [quoted(shortened(each, 40)) for each in ids[:NAMED]]
    more = len(ids) - len(said)
    return listed([*said, f"{more} more"] if more else said)
