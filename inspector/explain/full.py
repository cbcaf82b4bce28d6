"""The whole explanation of a query's words at once, for who can wait: every step of the refinement, every set of words.

Cost: of a query of up to ten words every subset is encoded, up to 1,024 short texts, seconds; a longer one may take all
of `ENCODES`, minutes where its texts are long. What the budget does not pay for is left out and said so.
"""

from __future__ import annotations

from dataclasses import dataclass

from inspector.embedders.embedder import Embedder
from inspector.errors import RequestError
from inspector.explain.budget import Budget
from inspector.explain.counterfactual import counterfactual
from inspector.explain.evaluator import IndexEvaluator
from inspector.explain.game import game_of
from inspector.explain.refine import refine
from inspector.explain.vector_cache import VectorCache
from inspector.progress import Progress, silent
from inspector.records.counterfactuals import CounterfactualAnswer
from inspector.records.query_explanation import QueryExplanation
from inspector.records.results import Request
from inspector.stores.collection import Collection

ENCODES = 4_096
"""At most so many texts are encoded for one query."""


@dataclass(frozen=True, slots=True)
class FullExplanation:
    """Everything on the words of one query.

    Attributes:
        words: Lists, noise floor, fair shares, pairs and how far they can be trusted.
        counterfactuals: For each document, in the order of `words.ids`, the smallest set of words whose removal takes
            it out of the first k or brings it in; None where that was not looked for.
        unanswered: For each document why it was not, as a sentence: it has no rank, or the budget was spent; empty
            where it was.
        encodes: How many texts were encoded for all this.
    """

    words: QueryExplanation
    counterfactuals: tuple[CounterfactualAnswer | None, ...]
    unanswered: tuple[str, ...]
    encodes: int


def explain_fully(
    collection: Collection,
    embedder: Embedder,
    request: Request,
    ids: tuple[str, ...],
    progress: Progress = silent,
    cache: VectorCache | None = None,
) -> FullExplanation:
    """Explain what the words of a query do to some documents.

    Args:
        collection: The index.
        embedder: The model of its contract.
        request: Query, k, filter, and whether all vectors are searched.
        ids: The documents.
        progress: Told after every step, may stop the work.
        cache: What was encoded before; None begins with nothing.

    Raises:
        EmbedderError: the model failed.
        RequestError: k or the filter does not fit.
        CancelledError: progress asked to stop.
    """
    budget = Budget(ENCODES)
    known = VectorCache() if cache is None else cache
    evaluator = IndexEvaluator(embedder, collection, ids, known, request.where, request.exact, progress, budget)
    *_, words = refine(request.query, evaluator, request.k)
    game = game_of(request.query)
    answers: list[CounterfactualAnswer | None] = []
    unanswered = []
    for each in ids:
        try:
            answers.append(counterfactual(game, evaluator, each, request.k))
            unanswered.append("")
        except RequestError as error:  # it has no rank, or the budget is spent
            answers.append(None)
            unanswered.append(error.message)
    return FullExplanation(words, tuple(answers), tuple(unanswered), budget.limit - budget.left)
