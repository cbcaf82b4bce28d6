"""Every fault of the benchmark, one row each, with the kind of collection it can break.

Prompts, sentences, lengths, cells and bits are the benchmark's own; nothing here is taken from the package's tables.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, partial
from pathlib import Path

import numpy as np

from inspector.embedders.embedder import Embedder
from inspector.records.findings import Cause
from inspector.vectors import Float32Array
from tests.benchmarks.faults import faults_of_crowds as crowds
from tests.benchmarks.faults import faults_of_query as query
from tests.benchmarks.faults import faults_of_structure as structure
from tests.benchmarks.faults import faults_of_texts as texts
from tests.benchmarks.faults import faults_of_vectors as vectors
from tests.benchmarks.faults.cases import Batch
from tests.benchmarks.faults.faults_of_vectors import EVERY, HUNDREDTH, ONE, THIRD, Change, VectorFault
from tests.benchmarks.faults.lab import Lab, Target
from tests.benchmarks.faults.models import WordLlamaEmbedder, fewer_layers, shorter_reading, turn

Batches = Callable[[Lab, np.random.Generator, int], Iterator[Batch]]


class Kind(StrEnum):
    """The kinds of healthy collection."""

    MINILM = "MiniLM"
    SECOND = "WordLlama"
    PROMPTED = "MiniLM with prompts"


@dataclass(frozen=True, slots=True)
class Fault:
    """A row: what breaks, and in which kinds of collection.

    Attributes:
        name: A few words, unique.
        batches: Makes the faulty indexes.
        kinds: Where it can be tried.
    """

    name: str
    batches: Batches
    kinds: tuple[Kind, ...] = (Kind.MINILM,)


BOTH = (Kind.MINILM, Kind.SECOND)
FEW = (ONE, HUNDREDTH)


def faults(scratch: Path) -> tuple[Fault, ...]:
    """Give every fault.

    Args:
        scratch: Where changed copies of a model's folder are kept.
    """
    second = cache(WordLlamaEmbedder)
    return (
        *(Fault(each.name, partial(vectors.batches, each), BOTH) for each in _broken()),
        *(Fault(each.name, partial(vectors.batches, each)) for each in _foreign(scratch, second)),
        *(Fault(each.name, partial(vectors.batches, each), BOTH) for each in _stale()),
        *(Fault(each.name, partial(vectors.batches, each)) for each in _shortly_read()),
        *_others(),
    )


def _broken() -> tuple[VectorFault, ...]:
    return (
        VectorFault("NaN in one component", Cause.INVALID_VECTOR, vectors.with_value(np.nan)),
        VectorFault("infinity in one component", Cause.INVALID_VECTOR, vectors.with_value(np.inf), FEW),
        VectorFault("all NaN", Cause.INVALID_VECTOR, vectors.with_value(np.nan, everywhere=True), (ONE, THIRD)),
        VectorFault("zeros", Cause.ZERO_VECTOR, vectors.with_value(0.0, everywhere=True)),
        VectorFault("vectors rotated", Cause.FOREIGN_MODEL, _rotated),
    )


def _rotated(lab: Lab, rows: Sequence[int], rng: np.random.Generator) -> Float32Array:
    """Turn vectors by one random rotation: a space of the same shape that is not the model's."""
    chosen = lab.parts.vectors[list(rows)]
    return chosen @ turn(chosen.shape[1], rng)


def _foreign(scratch: Path, second: Callable[[], Embedder]) -> tuple[VectorFault, ...]:
    cause = Cause.FOREIGN_MODEL
    two, four = cache(partial(fewer_layers, scratch, 2)), cache(partial(fewer_layers, scratch, 4))
    return (
        VectorFault("WordLlama's vectors, projected", cause, vectors.fitted(second, padded=False)),
        VectorFault("WordLlama's vectors, padded", cause, vectors.fitted(second, padded=True)),
        VectorFault("MiniLM with 2 of 6 layers", cause, vectors.by(two), (ONE, HUNDREDTH, THIRD)),
        VectorFault("MiniLM with 4 of 6 layers", cause, vectors.by(four), FEW),
    )


def _stale() -> tuple[VectorFault, ...]:
    cause = Cause.STALE_VECTOR
    several = texts.has_sentences(3)

    def stale(name: str, change: Change, strengths: tuple[str, ...] = FEW) -> VectorFault:
        return VectorFault(name, cause, change, strengths, several)

    return (
        stale("20 % of the sentences were others", texts.edited(0.2)),
        stale("50 % of the sentences were others", texts.edited(0.5)),
        stale("all sentences were others", texts.edited(1.0)),
        stale("another document's vector", vectors.of_others, EVERY),
        VectorFault("title left out", cause, texts.by_recipe("{text}"), FEW, texts.has_both),
        VectorFault("title behind the text", cause, texts.by_recipe("{text} (from: {title})"), FEW, texts.has_both),
    )


def _shortly_read() -> tuple[VectorFault, ...]:
    def reading(tokens: int) -> VectorFault:
        def fits(lab: Lab, target: Target) -> bool:
            return bool(lab.tokens[target.row] > tokens)

        change = vectors.by(cache(partial(shorter_reading, tokens)))
        return VectorFault(f"only {tokens} tokens read", Cause.TRUNCATED, change, FEW, fits)

    return (reading(29), reading(77))


def _others() -> tuple[Fault, ...]:
    return (
        Fault("text and title lost", partial(texts.lost, text="", title_kept=False), BOTH),
        Fault("text lost, title kept", partial(texts.lost, text="  \n", title_kept=True)),
        Fault("text grew at its front", texts.grown),
        Fault("copies added", partial(crowds.copied, exact=True), BOTH),
        Fault("near copies added", partial(crowds.copied, exact=False)),
        Fault("overview pages added", crowds.hubs, BOTH),
        Fault("pages about the negated thing added", crowds.negated),
        Fault("documents left out", structure.left_out, BOTH),
        Fault("field does not match", structure.misfiled),
        Fault("vectors of unequal length", structure.unequal, BOTH),
        Fault("structure ranks by another metric", structure.other_metric, BOTH),
        Fault("too few probes", structure.too_few_probes, BOTH),
        Fault("vectors compressed", structure.compressed, BOTH),
        Fault("hybrid weight changed", query.reweighted, BOTH),
        Fault("query edited at the border", query.touched),
        Fault("key term renamed to a code", query.renamed),
        Fault("prompt forgotten", query.forgotten, (Kind.PROMPTED,)),
    )
