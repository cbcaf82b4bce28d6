"""Does the ANN structure return the documents that exact search returns?

Recall@10 with queries, never with stored vectors, which an ANN structure finds more easily than what people ask. Given
queries are used, else pseudo-queries (first sentences of documents). The interval is a bootstrap over queries.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from inspector.contract import Metric
from inspector.diagnose.health.check import HealthCheck, Need, Outcome
from inspector.diagnose.health.subject import WORST, Subject
from inspector.embedders.embedder import Embedder
from inspector.records.findings import Cause, Evidence, Finding, Severity
from inspector.search.pseudo_queries import pseudo_queries
from inspector.stores.collection import Hits
from inspector.vectors import Float32Array, FloatArray

K = 10
BAR = 0.95
"""Below this a structure is reported: a convention of the field's benchmarks, not a law."""
PSEUDO, MOST = 200, 1_000
_DRAWS, _SEED = 2_000, 0
_BATCH = 32
_EQUAL = 1e-6
_MESSAGE = "Embedding queries"


@dataclass(frozen=True, slots=True)
class _Recall:
    """Recall of each query, shape (m,), in [0, 1], and the ids of missed documents, most often missed first."""

    shares: FloatArray
    missed: tuple[str, ...]


def run(subject: Subject) -> Outcome:
    """Give the finding where the structure's recall is surely below the bar."""
    if not subject.collection.has_ann:
        return Outcome(measured=(Evidence("Production searches", "all vectors, so nothing is missed"),))
    if subject.embedder is None:
        return Outcome()
    vectors, asked = _queries(subject, subject.embedder)
    if not len(vectors):
        return Outcome(measured=(Evidence("Queries", "none: no document has a text to ask with"),))
    found = _measure(subject, vectors)
    if not len(found.shares):
        return Outcome(measured=(Evidence("Queries", "none that finds anything"),))
    low, high = _interval(found.shares)
    measured = (
        Evidence("Asked with", asked),
        Evidence(
            f"Recall@{K}: share of the {K} nearest documents that is returned",
            f"{found.shares.mean():.3f} (95 % interval {low:.3f} to {high:.3f})",
        ),
        Evidence("Queries with all of them", f"{np.count_nonzero(found.shares == 1):,} of {len(found.shares):,}"),
    )
    if high >= BAR:
        return Outcome(measured=measured)
    finding = Finding(
        cause=Cause.ANN_RECALL_LOW,
        check=CHECK.name,
        severity=Severity.WARNING,
        summary=f"The ANN structure returns {found.shares.mean():.0%} of the {K} nearest documents; the rest are never "
        "seen.",
        evidence=(*measured, Evidence("Reported below, by convention", f"{BAR}")),
        likely_cause="It looks at too small a part of the vectors, or keeps them too coarsely.",
        try_this="Search with larger nprobe or efSearch, or build with finer codes.",
        verify_by="Search one query with and without all vectors in Inspect, and compare the lists.",
        ids=found.missed[:WORST],
    )
    return Outcome(finding, measured)


def _queries(subject: Subject, embedder: Embedder) -> tuple[Float32Array, str]:
    """Give vectors to ask with, shape (m, dim), and say what they are."""
    collection = subject.collection
    given = subject.queries
    if not given:

        def told(done: int, total: int, message: str) -> None:
            subject.progress(done, total, _MESSAGE)

        made = pseudo_queries(collection, embedder, PSEUDO, _SEED, told)
        return made.vectors, f"{len(made.sources):,} pseudo-queries, first sentences of documents"
    chosen = given
    if len(given) > MOST:
        places = np.sort(np.random.default_rng(_SEED).choice(len(given), MOST, replace=False))
        chosen = tuple(given[place] for place in places)
    vectors = np.empty((len(chosen), embedder.dim), dtype=np.float32)
    for start in range(0, len(chosen), _BATCH):
        subject.progress(start, len(chosen), _MESSAGE)
        part = chosen[start : start + _BATCH]
        vectors[start : start + _BATCH] = embedder.encode(part, prompt=collection.contract.query_prompt)
    among = f" (a random part of {len(given):,})" if len(chosen) < len(given) else ""
    return vectors, f"{len(chosen):,} queries that were given{among}"


def _measure(subject: Subject, vectors: Float32Array) -> _Recall:
    """Search with and without the structure."""
    collection = subject.collection
    shares, missed = [], Counter[str]()
    for start in range(0, len(vectors), _BATCH):
        subject.progress(start, len(vectors), "Comparing with exact search")
        part = vectors[start : start + _BATCH]
        exact = collection.search(part, K, exact=True)
        for wanted, found in zip(exact, collection.search(part, K), strict=True):
            if wanted.ids:
                shares.append(_share(wanted, found, collection.contract.metric))
                missed.update(each for each in wanted.ids if each not in found.ids)
    return _Recall(np.array(shares), tuple(each for each, _ in missed.most_common(WORST)))


def _share(wanted: Hits, found: Hits, metric: Metric) -> float:
    """Give the share of the wanted that was found; one as near as the last of them stands for it."""
    right = sum(each in wanted.ids for each in found.ids)
    if metric is Metric.COSINE:
        right += sum(
            each not in wanted.ids and similarity >= wanted.similarities[-1] - _EQUAL
            for each, similarity in zip(found.ids, found.similarities, strict=True)
        )
    return min(1.0, right / len(wanted.ids))


def _interval(shares: FloatArray) -> tuple[float, float]:
    """Give the middle 95 % of the means of `_DRAWS` samples drawn from the queries with repetition."""
    generator = np.random.default_rng(_SEED)
    means = [shares[generator.integers(0, len(shares), len(shares))].mean() for _ in range(_DRAWS)]
    low, high = np.quantile(means, (0.025, 0.975))
    return float(low), float(high)


CHECK = HealthCheck(
    name="ann_recall",
    question="Does the ANN structure return the documents that exact search returns?",
    run=run,
    needs=(Need.STRUCTURE, Need.QUERIES),
)
