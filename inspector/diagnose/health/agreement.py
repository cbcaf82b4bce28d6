"""How far stored vectors agree with the documents' texts embedded anew: a seeded sample, each deviation judged.

Invariant: a share is never claimed without its bound, exact for the binomial (Clopper-Pearson, one-sided, 95 %).
Cost: the sample of `diagnose/freshness`, and a closer look at no more than `JUDGED` vectors that deviate.

References:
    Clopper, Pearson 1934, "The use of confidence or fiducial limits", Biometrika 26.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from inspector.diagnose.freshness.judge import Freshness, Judgement, Origin
from inspector.diagnose.freshness.rounding import agrees
from inspector.diagnose.freshness.sample import load_reembedded
from inspector.embedders.embedder import Embedder
from inspector.progress import Progress, silent
from inspector.stores.collection import Collection

CONFIDENCE = 0.95
JUDGED = 12
"""So many deviating vectors are looked at closely, seconds each; all 12 of one origin mean that over 75 % are."""
_SEED = 1


@dataclass(frozen=True, slots=True)
class Judged:
    """One document of the sample that was looked at closely.

    Attributes:
        row: Its place.
        judgement: What its stored vector is of.
    """

    row: int
    judgement: Judgement


@dataclass(frozen=True, slots=True)
class Agreement:
    """What a sample embedded anew says about a collection.

    Attributes:
        size: Documents compared: those of the sample with a text, and with a vector that is finite and not zero.
        judged: Those looked at closely: of the first `looked` in a seeded order, all.
        looked: How many of the sample that is; all of it unless more than `JUDGED` deviate.
        agreeing: Documents of the whole sample whose stored vector is that of their text, but for rounding.
        whole: Whether the sample is the whole collection.
    """

    size: int
    judged: tuple[Judged, ...]
    looked: int
    agreeing: int
    whole: bool

    @property
    def most_agree(self) -> bool:
        """Whether more of the sample agree than not."""
        return 2 * self.agreeing > self.size

    def of(self, origin: Origin) -> tuple[Judged, ...]:
        """Give those whose vector has this origin, furthest from their text first."""
        found = [each for each in self.judged if each.judgement.origin is origin]
        return tuple(sorted(found, key=lambda each: -each.judgement.deviation))

    @property
    def account(self) -> str:
        """Say in one phrase how many agree, and what that means for all."""
        said = f"{self.agreeing:,} of {self.size:,} documents embedded anew agree"
        if self.agreeing == self.size and not self.whole:
            said += f": at most {percent(at_most(0, self.size))} % of all deviate, with 95 % confidence"
        return said


def agree(collection: Collection, embedder: Embedder, progress: Progress = silent) -> Agreement:
    """Embed a sample anew, compare, and judge what deviates.

    Args:
        collection: Any.
        embedder: Its model, of the same dimension.
        progress: Told how far it is.

    Raises:
        EmbedderError: the model failed.
        CancelledError: progress asked to stop.
    """
    sample = load_reembedded(collection, embedder, progress=progress)
    freshness = Freshness(collection, embedder, lambda: sample)
    usable = np.flatnonzero(np.isfinite(sample.stored).all(axis=1) & sample.stored.any(axis=1))
    order = np.random.default_rng(_SEED).permutation(usable)
    deviating = {
        int(place) for place in order if not agrees(sample.fresh[place : place + 1], sample.stored[place : place + 1])
    }
    judged: list[Judged] = []
    wanted, seen = min(JUDGED, len(deviating)), 0
    for place in order:
        if place in deviating:
            progress(seen, wanted, "Looking closer at deviating vectors")
            seen += 1
        row = int(sample.rows[place])
        judged.append(Judged(row, freshness.judge(row, sample.fresh[place : place + 1])))
        if place in deviating and judged[-1].judgement.origin is Origin.PRECISION:
            deviating.discard(int(place))
        if seen == JUDGED < len(deviating):
            break
    whole = len(sample.rows) == collection.count
    return Agreement(len(order), tuple(judged), len(judged), len(order) - len(deviating), whole)


def at_most(found: int, of: int) -> float:
    """Give the largest share, in percent, that a sample leaves possible with 95 % confidence.

    Args:
        found: How many of the sample are so.
        of: Its size, >= 1.
    """
    from scipy.stats import beta

    return 100.0 if found >= of else 100 * float(beta.ppf(CONFIDENCE, found + 1, of - found))


def at_least(found: int, of: int) -> float:
    """Give the smallest share, in percent, that a sample leaves possible with 95 % confidence."""
    from scipy.stats import beta

    return 0.0 if found <= 0 else 100 * float(beta.ppf(1 - CONFIDENCE, found, of - found + 1))


def percent(share: float) -> str:
    """Write a share in percent with two digits: "0.34", "1", "7.5", "88", "100"."""
    return f"{share:.0f}" if share >= 10 else f"{share:.2g}"
