"""The answer of an evaluation in one sentence: which way of searching is best, and what so many queries could show."""

from __future__ import annotations

import math
from dataclasses import replace

from inspector.evaluate.measures import is_judged
from inspector.evaluate.significance import LEVEL
from inspector.evaluate.wording import ONE_QUERY, capitalized, queries_text, short, spoken, with_interval
from inspector.records.evaluation import Comparison, Estimate, Evaluation
from inspector.text import listed


def summary(found: Evaluation) -> str:
    """Say in one or two sentences which run is best by the first measure, or that it cannot be told.

    Nobody is called better unless the corrected p-value says so.
    """
    measure = first_measure(found)
    ranked = sorted(_estimates(found, measure), key=lambda each: -each.mean)
    if not ranked:
        return "Nothing could be measured."
    best, *others = ranked
    reached = f"{measure} {with_interval(best.mean, best.low, best.high)}"
    alone = f" {ONE_QUERY}" if len(found.queries) == 1 else ""
    if not others:
        return f"{capitalized(spoken(best.retriever))} has {reached}.{alone}"
    pairs = {each.retriever: versus(found, best.retriever, each.retriever, measure) for each in others}
    worse = [each for each in pairs.values() if each is not None and each.p_holm <= LEVEL]
    name = capitalized(spoken(best.retriever))
    if len(worse) == len(others):
        return f"{name} is best: {reached}; better than {_gains(worse)}."
    alike = [each for each in others if (pair := pairs[each.retriever]) is None or pair.p_holm > LEVEL]
    rest = f" It is better than {_gains(worse)}." if worse else ""
    beside = listed([f"{spoken(each.retriever)} ({short(each.mean)})" for each in alike])
    many = queries_text(len(found.queries))
    return f"{name} comes first with {reached}, but {many} cannot tell it from {beside}.{rest}{alone}"


def could_show(found: Evaluation) -> str:
    """Say from which difference on this many queries could show one; empty where it cannot be said."""
    measure = first_measure(found)
    of_measure = [each.smallest_detectable for each in found.comparisons if each.measure == measure]
    known = [each for each in of_measure if math.isfinite(each) and each > 0]
    if not known:
        return ""
    return f"{queries_text(len(found.queries))} could show differences in {measure} from {short(max(known), 2)} on."


def first_measure(found: Evaluation) -> str:
    """Give the measure an answer is told by: the first that says how good a list is."""
    return next((each for each in found.measures if not is_judged(each)), "")


def versus(found: Evaluation, a: str, b: str, measure: str) -> Comparison | None:
    """Give the comparison of two runs as first minus second, whichever way it was made; None where there is none."""
    for each in found.comparisons:
        if each.measure == measure and {each.a, each.b} == {a, b}:
            return each if each.a == a else turned(each)
    return None


def turned(found: Comparison) -> Comparison:
    """Give a comparison the other way round; its sentence, which says who is better, stays."""
    return replace(
        found,
        a=found.b,
        b=found.a,
        difference=-found.difference,
        low=-found.high,
        high=-found.low,
        won=found.lost,
        lost=found.won,
    )


def _estimates(found: Evaluation, measure: str) -> list[Estimate]:
    return [each for name in found.retrievers if (each := found.estimate(name, measure)) is not None]


def _gains(pairs: list[Comparison]) -> str:
    return listed([f"{spoken(each.b)} by {with_interval(each.difference, each.low, each.high)}" for each in pairs])
