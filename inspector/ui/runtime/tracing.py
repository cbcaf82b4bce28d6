"""The trace of a missing document as a growing answer: first the verdict, then one remedy after the other.

Invariant: what an answer is kept under names all it depends on: the index, the model or why there is none, and the
whole question; the backgrounds of the collection play no part. Two people who ask the same look at one answer.
"""

from __future__ import annotations

from collections.abc import Iterator

from streamlit.runtime.scriptrunner import get_script_run_ctx

from inspector.inspection import OpenIndex
from inspector.progress import Progress
from inspector.records.trace import Trace, TraceRequest
from inspector.ui.runtime import memo
from inspector.ui.runtime.refinements import Growing, Refinements


def trace_of(index: OpenIndex, request: TraceRequest) -> Growing[Trace]:
    """Give what is known of why a document is not there; the first to ask begins it.

    Args:
        index: Where it should be; without a model, what needs one stays unknown.
        request: The question; its query and document are not empty.
    """

    def work(progress: Progress) -> Iterator[Trace]:
        from inspector.diagnose.trace import trace_steps

        return trace_steps(index, request, progress)

    embedder = index.embedder.fingerprint if index.embedder else index.model_refusal
    key = ("trace", index.collection.fingerprint, embedder, request)
    return _all().look(key, work, visitor=_visitor())


def _all() -> Refinements:
    return memo.remembered("refinements", (), Refinements)


def _visitor() -> str:
    context = get_script_run_ctx()
    return context.session_id if context else ""
