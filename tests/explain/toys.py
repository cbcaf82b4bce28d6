"""Toy evaluators whose answers can be done by hand: the similarity of a text is a function of the words in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from inspector.explain.game import Game, game_of
from inspector.text import words

Value = Callable[[frozenset[str]], float]


class ToyEvaluator:
    """One document per function, named d0, d1, …; each function sees the words of the text. Counts distinct texts."""

    def __init__(self, *functions: Value) -> None:
        self.functions = functions
        self.ids = tuple(f"d{place}" for place in range(len(functions)))
        self.asked: set[str] = set()

    def ask(self, texts: Sequence[str]) -> np.ndarray:
        self.asked.update(texts)
        sets = [frozenset(word.text for word in words(text)) for text in texts]
        return np.array([[function(each) for function in self.functions] for each in sets], dtype=np.float64).reshape(
            len(texts), len(self.functions)
        )


def additive(**weights: float) -> Value:
    """The sum of the weights of the words that are there."""
    return lambda there: sum(weight for word, weight in weights.items() if word in there)


def with_pairs(weights: dict[str, float], pairs: dict[tuple[str, str], float]) -> Value:
    """An order-2 game: weights of words, and of pairs of words that are both there."""
    alone = additive(**weights)
    return lambda there: alone(there) + sum(extra for pair, extra in pairs.items() if there.issuperset(pair))


def any_of(*found: str) -> Value:
    """1 where any of the words is there: they are duplicates of one another."""
    return lambda there: float(any(word in there for word in found))


def just_one_of(left: str, right: str) -> Value:
    """XOR: 1 where exactly one of the two is there."""
    return lambda there: float((left in there) != (right in there))


def lookup(game: Game, table: np.ndarray) -> Value:
    """Any game at all: row m of the table is the value of the mask m. The units must be different words."""
    names = [unit.text for unit in game.units]
    return lambda there: float(table[sum(1 << place for place, name in enumerate(names) if name in there)])


def letters(count: int) -> Game:
    """The game of a query of `count` different words: w0 w1 w2 …"""
    return game_of(" ".join(f"w{place}" for place in range(count)))
