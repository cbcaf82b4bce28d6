"""Who enters and who leaves the results without each word: "this word decides 4 of the 10 results".

The lists are those of the search itself, so on an ANN structure they are labelled as retrieved. Cost: one search pass
for all words together; their texts are known from the removal effects.
"""

from __future__ import annotations

from inspector.explain.evaluator import RankingEvaluator
from inspector.explain.game import Game
from inspector.records.list_changes import ListChange, ListChanges
from inspector.records.units import Unit
from inspector.search.overlap import overlap
from inspector.text import quoted


def list_changes(game: Game, evaluator: RankingEvaluator, k: int) -> ListChanges:
    """Compare the results of the query with those without each of its units.

    Args:
        game: The query and its units.
        evaluator: Searches.
        k: Length of the lists, >= 1.

    Raises:
        RequestError: k is below 1, or the evaluator's budget does not suffice.
        EmbedderError: the model failed.
        CancelledError: the work was stopped.
    """
    masks = [game.full, *(game.without([place]) for place in range(len(game.units)))]
    texts, rows = game.texts(masks)
    hits = evaluator.lists(texts, k)
    whole = hits[rows[0]].ids
    changes = tuple(list_change(unit, whole, hits[row].ids, k) for unit, row in zip(game.units, rows[1:], strict=True))
    return ListChanges(k, whole, changes, evaluator.lists_are)


def list_change(unit: Unit, whole: tuple[str, ...], without: tuple[str, ...], k: int) -> ListChange:
    """Compare two lists of at most k ids, best first.

    Raises:
        RequestError: k is below 1.
    """
    both = overlap(whole, without, k)
    whole, without = whole[:k], without[:k]
    return ListChange(
        unit=unit,
        ids=without,
        entered=tuple(each for each in without if each not in whole),
        left=tuple(each for each in whole if each not in without),
        shared=both.shared,
        rbo=both.rbo,
        reordered=[each for each in whole if each in without] != [each for each in without if each in whole],
    )


def list_sentence(change: ListChange, count: int) -> str:
    """Say what a word decides.

    Args:
        change: The comparison.
        count: How many results the whole query has.
    """
    word = quoted(change.unit.text)
    if change.left:
        return f"{word} decides {change.decides} of the {count} results."
    if change.entered:
        return f"Without {word} all {count} results stay, and {len(change.entered)} more come."
    if change.reordered:
        return f"{word} decides no result, only their order."
    return f"Without {word} the same {count} results come in the same order."
