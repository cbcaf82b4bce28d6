"""The faults of the sample: each breaks one part of its healthy index, as it happens in production.

Invariant: a fault is a function from parts to parts; what it changes is stated in its row and nothing else changes.
Cost: those that embed take seconds, the others none.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from inspector.contract import DEFAULT_MODEL, DEFAULT_RECIPE, Metric
from inspector.embedders import load_embedder
from inspector.embedders.embedder import Embedder
from inspector.records.documents import Document
from inspector.records.findings import Cause
from inspector.sample import location
from inspector.sample.other_models import shallow_model, unnormalized_model
from inspector.sample.parts import Parts
from inspector.stores.ann_spec import parse_ann
from inspector.stores.corpus.survey import documents, survey
from inspector.stores.recipe import embedded_text
from inspector.vectors import Float32Array

_FEED_FAILED_AT = 400
_LOST_BATCH = slice(160, 192)
_PROMPT = "Represent this help article, so that a customer who asks for help finds it: "


@dataclass(frozen=True, slots=True)
class Fault:
    """One way in which an index breaks.

    Attributes:
        name: As a command names it: lower case and hyphens.
        cause: What the trace of a lost document must answer.
        title: What happened, a few words.
        says: How that happens to a team, one sentence.
        breaks: Gives the parts of the broken index.
    """

    name: str
    cause: Cause
    title: str
    says: str
    breaks: Callable[[Parts], Parts]


def _embed(embedder: Embedder, articles: tuple[Document, ...], prompt: str = "") -> Float32Array:
    return embedder.encode([embedded_text(DEFAULT_RECIPE, article) for article in articles], prompt=prompt)


def stale_texts(parts: Parts) -> Parts:
    """Give every article that was rewritten the vector of its earlier text."""
    earlier = {document.id: document for document in documents(survey(location.EARLIER))}
    rows = [row for row, document in enumerate(parts.documents) if document.id in earlier]
    vectors = parts.vectors.copy()
    vectors[rows] = _embed(load_embedder(DEFAULT_MODEL), tuple(earlier[parts.documents[row].id] for row in rows))
    return replace(parts, vectors=vectors)


def half_migrated(parts: Parts) -> Parts:
    """Give a third of the articles, chosen by their ids, vectors of another model."""
    rows = [row for row, document in enumerate(parts.documents) if _third(document.id)]
    vectors = parts.vectors.copy()
    vectors[rows] = _embed(shallow_model(), tuple(parts.documents[row] for row in rows))
    return replace(parts, vectors=vectors)


def _third(document_id: str) -> bool:
    return hashlib.sha256(document_id.encode()).digest()[0] % 3 == 0


def one_probe(parts: Parts) -> Parts:
    """Search one of 12 cells of an inverted file."""
    return replace(parts, ann=parse_ann("ivf,nlist=12,nprobe=1"))


def compressed(parts: Parts) -> Parts:
    """Keep eight codes of four bits for each vector: 4 bytes instead of 1,536."""
    return replace(parts, ann=parse_ann("ivfpq,nlist=1,nprobe=1,m=8,nbits=4"))


def document_prompt(parts: Parts) -> Parts:
    """Embed every article behind an instruction that queries do not get."""
    return replace(parts, vectors=_embed(load_embedder(DEFAULT_MODEL), parts.documents, _PROMPT))


def not_normalized(parts: Parts) -> Parts:
    """Leave vectors at the length the network gives them, and rank by inner product."""
    vectors = _embed(unnormalized_model(), parts.documents)
    return replace(parts, vectors=vectors, metric=Metric.INNER_PRODUCT, ann=parse_ann("flat"))


def feed_stopped(parts: Parts) -> Parts:
    """Leave out what came after the feed stopped."""
    return replace(parts, documents=parts.documents[:_FEED_FAILED_AT], vectors=parts.vectors[:_FEED_FAILED_AT])


def lost_batch(parts: Parts) -> Parts:
    """Give one batch of articles vectors of zeros."""
    vectors = parts.vectors.copy()
    vectors[_LOST_BATCH] = np.float32(0)
    return replace(parts, vectors=vectors)


FAULTS: tuple[Fault, ...] = (
    Fault(
        "stale-texts",
        Cause.STALE_VECTOR,
        "Rewritten articles, old vectors",
        "Some articles were rewritten; keyword search was updated at night, the vectors never were.",
        stale_texts,
    ),
    Fault(
        "half-migrated",
        Cause.FOREIGN_MODEL,
        "A third of the vectors from another model",
        "A change of model stopped half way: a third of the articles carry vectors of another model of the same size.",
        half_migrated,
    ),
    Fault(
        "one-probe",
        Cause.ANN_MISS,
        "An index tuned for speed",
        "Somebody turned the search down to one cell of twelve, because it is fast.",
        one_probe,
    ),
    Fault(
        "compressed",
        Cause.QUANTIZATION_LOSS,
        "Vectors pressed into four bytes",
        "Memory was short, so every vector was compressed from 1,536 bytes to four.",
        compressed,
    ),
    Fault(
        "document-prompt",
        Cause.MISSING_PROMPT,
        "An instruction before every article",
        "The indexing job puts an instruction before every article; the search service does not know of it.",
        document_prompt,
    ),
    Fault(
        "not-normalized",
        Cause.NOT_NORMALIZED,
        "Vectors of any length",
        "The vectors were not scaled to length 1, and the index ranks by inner product: long vectors win.",
        not_normalized,
    ),
    Fault(
        "feed-stopped",
        Cause.NOT_INDEXED,
        "The feed stopped early",
        "The nightly import ended with an error after 400 articles, and nobody read the log.",
        feed_stopped,
    ),
    Fault(
        "lost-batch",
        Cause.ZERO_VECTOR,
        "One batch of zeros",
        "One call to the embedding service timed out, and its 32 articles were stored with vectors of zeros.",
        lost_batch,
    ),
)
"""Every fault, one row each."""


def fault_named(name: str) -> Fault | None:
    """Give the fault of that name, or None."""
    return next((fault for fault in FAULTS if fault.name == name), None)
