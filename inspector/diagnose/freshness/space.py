"""Whether a vector lies in a model's space, or is as strange to it as any direction.

Two things are measured of a vector against a re-embedded sample: how close it comes to any of its texts, and how much
of it lies in the directions in which the sample's texts differ. Both are read against two backgrounds: the sample's own
documents, each left out in turn, and the same documents turned at random, which keeps all their angles and says nothing
any more. The nearer background wins (normal likelihoods); no cosine is fixed.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from inspector.vectors import FloatArray, Vectors, directions

VARIANCE = 0.8
"""Share of the sample's variance that its chosen directions hold."""

FEWEST = 40
"""With fewer documents no directions can be told apart, and only closeness is measured."""

FEW, SURE = 5, 3.0
"""With fewer documents there is no background: then a vector is strange if it comes no closer to any of them than a
random direction does but once in a thousand, three standard deviations, each of one by the root of the dimension."""

_SPREAD = 1e-3


@dataclass(frozen=True, slots=True)
class Strangeness:
    """How strange a vector is to a model's space.

    Attributes:
        closest: Its largest cosine similarity to a text, in [-1, 1].
        background: The median of that among the sample's documents.
        random: The median of that among directions turned at random.
        inside: Whether it is likelier one of the model's vectors than any direction.
    """

    closest: float
    background: float
    random: float
    inside: bool


class Space:
    """The space of a model, as a sample of its vectors shows it."""

    def __init__(self, vectors: Vectors, seed: int = 0) -> None:
        """Take vectors of different texts, shape (s, dim), s >= 1, finite."""
        self._unit = directions(vectors)
        self._seed = seed

    def strangeness(self, vector: Vectors, own: Vectors, left_out: int = -1) -> Strangeness:
        """Measure a vector.

        Args:
            vector: Shape (1, dim), with a direction.
            own: Shape (1, dim): what the model makes of the text that it should be the vector of.
            left_out: Place of that text in the sample, -1 if it is not among it.
        """
        unit = directions(vector)
        others = np.delete(self._unit, left_out, axis=0) if left_out >= 0 else self._unit
        closest = float((np.vstack([others, directions(own)]) @ unit[0]).max())
        inside, outside = self._inside, self._outside
        # What is even stranger than a random direction is as strange as one: a wide normal density would still take it.
        found = np.maximum(np.array([closest, *self._energy(unit)]), outside.mean(axis=0))
        near = _log_likelihood(found, inside) >= _log_likelihood(found, outside)
        if len(self._unit) < FEW:
            near = closest > SURE / self._unit.shape[1] ** 0.5
        return Strangeness(closest, float(np.median(inside[:, 0])), float(np.median(outside[:, 0])), bool(near))

    @cached_property
    def _inside(self) -> FloatArray:
        """Closeness and energy of the sample's documents, each left out, shape (s, 1 or 2)."""
        among = self._unit @ self._unit.T
        np.fill_diagonal(among, -np.inf)
        closest = among.max(axis=1) if len(self._unit) > 1 else np.ones(1)
        return self._features(closest, self._unit)

    @cached_property
    def _outside(self) -> FloatArray:
        """The same of the documents turned at random."""
        size = self._unit.shape[1]
        turn, _ = np.linalg.qr(np.random.default_rng(self._seed).normal(size=(size, size)))
        turned = self._unit @ turn
        return self._features((turned @ self._unit.T).max(axis=1), turned)

    def _features(self, closest: FloatArray, unit: FloatArray) -> FloatArray:
        axes = self._axes
        if axes is None:
            return closest[:, None]
        held = slice(1, None, 2)  # the directions come from the other half, so that no document makes its own
        return np.column_stack([closest[held], self._energies(unit[held], axes)])

    def _energy(self, unit: FloatArray) -> list[float]:
        return [] if self._axes is None else [float(self._energies(unit, self._axes)[0])]

    def _energies(self, unit: FloatArray, axes: FloatArray) -> FloatArray:
        """Give the share of each vector, its distance from the mean, that lies in the sample's directions."""
        away = unit - self._mean
        found: FloatArray = np.sum((away @ axes.T) ** 2, axis=1) / np.maximum(np.sum(away**2, axis=1), 1e-12)
        return found

    @cached_property
    def _mean(self) -> FloatArray:
        found: FloatArray = self._unit[::2].mean(axis=0)
        return found

    @cached_property
    def _axes(self) -> FloatArray | None:
        """The directions in which every second document of the sample differs; None where there are too few."""
        if len(self._unit) < FEWEST:
            return None
        _, strength, axes = np.linalg.svd(self._unit[::2] - self._mean, full_matrices=False)
        power = np.cumsum(strength**2)
        if power[-1] <= 0:
            return None
        return np.asarray(axes[: int(np.searchsorted(power / power[-1], VARIANCE)) + 1])


def _log_likelihood(found: FloatArray, class_: FloatArray) -> float:
    """Give the log density of a point under independent normal distributions fitted to a class, shape (n, features)."""
    middle, spread = class_.mean(axis=0), np.maximum(class_.std(axis=0), _SPREAD)
    return float(np.sum(-(((found - middle) / spread) ** 2) / 2 - np.log(spread)))
