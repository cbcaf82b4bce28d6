"""The JSON form of a whole explanation: what `--explain full` adds to the contributions of an inspection.

The fields are `fair_share` of every word and document, `noise_floor` from eight edits, and `fair_shares`, `lists`,
`fidelity`, `pairs`, `margins`, `counterfactuals` and `undone`. `fair_shares` gives each share with its standard error,
also those of phrases, which stand in for words where a query has too many. A step that was left out is null, and said
in `undone`. A counterfactual that was not looked for (the document has no rank, or the budget was spent) has the goal
null and says why in `unanswered`.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from inspector.explain.full import FullExplanation
from inspector.explain.margin import fair_margin
from inspector.explain.pairs import pair_effects
from inspector.records.counterfactuals import CounterfactualAnswer
from inspector.records.query_explanation import QueryExplanation
from inspector.records.units import Unit

Json = dict[str, Any]


def full_contributions(first: Json, full: FullExplanation) -> Json:
    """Give the contributions with everything that the whole explanation found.

    Args:
        first: Their JSON form as an inspection gives it.
        full: The explanation of the same query and documents.
    """
    words = full.words
    floors = {} if words.noise is None else dict(zip(words.ids, words.noise.floor.tolist(), strict=True))
    return {
        **first,
        "words": [_with_shares(word, words) for word in first["words"]],
        "noise_floor": {**first["noise_floor"], **floors},
        "fair_shares": _shares(words),
        "lists": _lists(words),
        "fidelity": {
            each.id: {"rating": each.rating.value, "reason": each.reason, **asdict(each.measured)}
            for each in words.fidelity
        },
        "pairs": _pairs(words),
        "margins": _margins(words),
        "counterfactuals": {
            each: _counterfactual(answer) if answer else {"goal": None, "found": None, "unanswered": why}
            for each, answer, why in zip(words.ids, full.counterfactuals, full.unanswered, strict=True)
        },
        "undone": list(words.undone),
    }


def _with_shares(word: Json, found: QueryExplanation) -> Json:
    """Put a word's fair shares in; a word that is only known as part of a phrase has none."""
    places = [place for place, unit in enumerate(found.units) if unit.spans == ((word["start"], word["end"]),)]
    shares = found.shares
    if shares is None or not places:
        return word
    row = shares.shares[places[0]]
    effects = {
        each: {**effect, "fair_share": float(row[shares.column(each)]) if shares.column(each) >= 0 else None}
        for each, effect in word["effects"].items()
    }
    return {**word, "effects": effects}


def _shares(found: QueryExplanation) -> Json | None:
    """Give the share of every word or phrase with its standard error, by document; null before they are known."""
    shares = found.shares
    if shares is None:
        return None
    return {
        "exact": shares.exact,
        "subsets": shares.texts,
        "units": [
            {
                **_unit(unit),
                "shares": {
                    each: {
                        "share": float(shares.shares[row, column]),
                        "error": float(shares.standard_error[row, column]),
                    }
                    for column, each in enumerate(shares.ids)
                },
            }
            for row, unit in enumerate(shares.units)
        ],
    }


def _lists(found: QueryExplanation) -> Json | None:
    """Give who enters and who leaves the first k without each word or phrase; null where the lists were left out."""
    lists = found.lists
    if lists is None:
        return None
    return {
        "k": lists.k,
        "lists_are": lists.lists_are.value,
        "without": [
            {
                **_unit(change.unit),
                "decides": change.decides,
                "entered": list(change.entered),
                "left": list(change.left),
                "overlap": change.shared,
                "rbo": change.rbo,
            }
            for change in lists.changes
        ],
    }


def _unit(unit: Unit) -> Json:
    return {"text": unit.text, "start": unit.start, "end": unit.end}


def _pairs(found: QueryExplanation) -> Json:
    """Give the pairs of words whose interaction is larger than noise, by document."""
    if found.pairs is None or found.noise is None:
        return {}
    return {
        each: [
            {
                "first": pair.first.text,
                "first_start": pair.first.start,
                "second": pair.second.text,
                "second_start": pair.second.start,
                "kind": pair.kind.value,
                "interaction": pair.interaction,
            }
            for pair in pair_effects(found.pairs, column, float(found.noise.floor[column]))
        ]
        for column, each in enumerate(found.ids)
    }


def _margins(found: QueryExplanation) -> list[Json]:
    """Give the gap between each document and the next one, shared out among the words."""
    shares = found.shares
    if shares is None:
        return []
    gaps = [(column, fair_margin(shares, column, column + 1)) for column in range(len(shares.ids) - 1)]
    return [
        {
            "first": shares.ids[column],
            "second": shares.ids[column + 1],
            "margin": gap.margin,
            "empty": gap.empty,
            "parts": [
                {"word": unit.text, "start": unit.start, "part": float(part)}
                for unit, part in zip(gap.units, gap.parts, strict=True)
            ],
        }
        for column, gap in gaps
    ]


def _counterfactual(answer: CounterfactualAnswer) -> Json:
    found = answer.found
    return {
        "goal": answer.goal.value,
        "k": answer.k,
        "tried": answer.tried,
        "complete": answer.complete,
        "found": None
        if found is None
        else {
            "words": [unit.text for unit in found.units],
            "starts": [unit.start for unit in found.units],
            "query": found.text,
            "rank_before": found.rank_before,
            "rank_after": found.rank_after,
            "distance_before": found.distance_before,
            "distance_after": found.distance_after,
            "minimal": found.minimal,
            "verified": found.verified,
        },
    }
