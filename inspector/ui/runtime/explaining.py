"""The explanations of the page as growing answers: of the query's words, a document, a sentence, what would do.

Invariant: what an answer is kept under names all it depends on (index, model, query, filter, documents), and all of
them draw on one cache of vectors, so that another document, view or k encodes nothing again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from inspector.embedders.embedder import Embedder
from inspector.explain.budget import Budget
from inspector.explain.counterfactual import counterfactual, overtaking
from inspector.explain.document.explanation import explain_words, explanation_steps
from inspector.explain.document.fields import placed_fields
from inspector.explain.document.subject import Subject
from inspector.explain.evaluator import IndexEvaluator
from inspector.explain.full import ENCODES
from inspector.explain.game import game_of
from inspector.explain.refine import refine
from inspector.inspection import OpenIndex
from inspector.progress import Progress, silent
from inspector.records.counterfactuals import CounterfactualAnswer
from inspector.records.document_explanation import DocumentExplanation
from inspector.records.documents import Document
from inspector.records.passages import WordEffects
from inspector.records.query_explanation import QueryExplanation
from inspector.records.results import Request
from inspector.stores.recipe import embedded_text
from inspector.text import shortened
from inspector.ui.runtime import engine, memo
from inspector.ui.runtime.boundary import plain
from inspector.ui.runtime.refinements import Growing, Key, Refinements

POLL_SECONDS = 0.5
STOP = "Stop measuring"
MORE = "Measuring more"


def evaluator(
    index: OpenIndex, embedder: Embedder, request: Request, ids: tuple[str, ...], progress: Progress = silent
) -> IndexEvaluator:
    """Give what answers for some documents under a request: the shared cache of vectors, and a budget of its own."""
    cache = engine.vector_cache(embedder)
    return IndexEvaluator(
        embedder, index.collection, ids, cache, request.where, request.exact, progress, Budget(ENCODES)
    )


def query_words(
    index: OpenIndex, embedder: Embedder, request: Request, ids: tuple[str, ...]
) -> Growing[QueryExplanation]:
    """Give what is known of the query's words for some documents; the first to ask begins it."""

    def work(progress: Progress) -> Iterator[QueryExplanation]:
        return refine(request.query, evaluator(index, embedder, request, ids, progress), request.k)

    return _all().look(("words", *_content(index, embedder, request), request.k, ids), work, visitor=_visitor())


def document(
    index: OpenIndex, embedder: Embedder, query: str, shown: Document, stored: float
) -> Growing[DocumentExplanation]:
    """Give what is known of a document for a query; the first to ask begins it.

    Args:
        index: Where it stands.
        embedder: The model.
        query: The query.
        shown: The document.
        stored: Similarity of query and stored vector; NaN where unknown.
    """
    contract = index.collection.contract

    def work(progress: Progress) -> Iterator[DocumentExplanation]:
        subject = _subject(index, embedder, query, shown, progress)
        fields = placed_fields(subject.text, [("title", shown.title), ("text", shown.text)])
        return explanation_steps(subject, fields, stored)

    key = ("document", index.collection.fingerprint, embedder.fingerprint, contract.recipe, query, shown.id)
    return _all().look(key, work, visitor=_visitor())


def sentence_words(
    index: OpenIndex, embedder: Embedder, query: str, shown: Document, span: tuple[int, int]
) -> Growing[WordEffects]:
    """Give what the words of a sentence of a document do; the first to ask begins it."""

    def work(progress: Progress) -> Iterator[WordEffects]:
        yield explain_words(_subject(index, embedder, query, shown, progress), *span)

    key = ("sentence", index.collection.fingerprint, embedder.fingerprint, query, shown.id, span)
    return _all().look(key, work, visitor=_visitor())


def smallest_change(
    index: OpenIndex, embedder: Embedder, request: Request, document_id: str, rival: str = ""
) -> Growing[CounterfactualAnswer]:
    """Give the smallest set of words whose removal moves a document out, in, or below its rival."""
    ids = (document_id, rival) if rival else (document_id,)

    def work(progress: Progress) -> Iterator[CounterfactualAnswer]:
        asked = evaluator(index, embedder, request, ids, progress)
        game = game_of(request.query)
        found = (
            overtaking(game, asked, document_id, rival)
            if rival
            else counterfactual(game, asked, document_id, request.k)
        )
        yield found

    kind = "overtaking" if rival else "counterfactual"
    return _all().look((kind, *_content(index, embedder, request), request.k, ids), work, visitor=_visitor())


def watch(growing: Sequence[Growing[object]]) -> None:
    """Draw how far growing answers are, with a way to stop them; the page runs again whenever one has taken a step.

    Args:
        growing: As this run of the page has drawn them.
    """
    alive = [each for each in growing if each.alive]
    if alive:
        _living(tuple((each.key, each.steps) for each in growing))
        return
    for each in growing:
        if each.error:
            st.warning(plain(shortened(each.error, 300)), icon=":material/error:")
    ended = tuple(each.key for each in growing if each.stopped or each.error)
    if ended:
        st.button(
            "Go on measuring",
            icon=":material/play_circle:",
            key="go on measuring",
            help="What is shown stays until more is known.",
            on_click=_resume,
            args=(ended,),
            type="tertiary",
        )


def _resume(keys: tuple[Key, ...]) -> None:
    _all().resume(keys, visitor=_visitor())


def _stop(keys: tuple[Key, ...]) -> None:
    _all().stop(keys, visitor=_visitor())


@st.fragment(run_every=POLL_SECONDS)
def _living(drawn: tuple[tuple[Key, int], ...]) -> None:
    now = [(key, steps, _all().peek(key, visitor=_visitor())) for key, steps in drawn]
    alive = [each for _, _, each in now if each is not None and each.alive]
    if _polled() and (not alive or any(each is None or each.steps != steps for _, steps, each in now)):
        st.rerun()
    with st.container(horizontal=True, vertical_alignment="center", gap="small", wrap=False):
        with st.container(width="stretch"):
            st.caption(f":material/hourglass_top: {doing(alive[0]) if alive else MORE}")
        st.button(
            STOP,
            key="stop measuring",
            type="tertiary",
            icon=":material/stop_circle:",
            help="Stop measuring. What is known so far stays on the page.",
            on_click=_stop,
            args=(tuple(each.key for each in alive),),
        )


def _polled() -> bool:
    """Say whether a poll runs, not the page: a page that ran again from within itself would never be drawn whole."""
    context = get_script_run_ctx()
    return context is not None and bool(context.fragment_ids_this_run)


def doing(growing: Growing[object]) -> str:
    """Say in a line what is being measured."""
    if not growing.message:
        return MORE
    counted = f" ({growing.done:,} of {growing.total:,})" if growing.total > 1 else ""
    return f"{growing.message}{counted}"


def _subject(index: OpenIndex, embedder: Embedder, query: str, shown: Document, progress: Progress) -> Subject:
    contract = index.collection.contract
    text = embedded_text(contract.recipe, shown)
    return Subject(embedder, query, text, contract.query_prompt, contract.document_prompt, progress)


def _content(index: OpenIndex, embedder: Embedder, request: Request) -> Key:
    return index.collection.fingerprint, embedder.fingerprint, request.query, request.where, request.exact


def _all() -> Refinements:
    return memo.remembered("refinements", (), Refinements)


def _visitor() -> str:
    context = get_script_run_ctx()
    return context.session_id if context else ""
