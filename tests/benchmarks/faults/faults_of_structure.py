"""Faults of what holds the vectors: documents left out, filters that miss, metrics, lengths, ANN settings, compression.

What a FAISS structure returns is asked of that structure itself; what it should return is a brute force in float64.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from inspector.contract import Metric
from inspector.records.documents import Condition, MetadataValue
from inspector.records.findings import Cause
from inspector.records.trace import TraceRequest
from inspector.vectors import Float32Array, FloatArray
from tests.benchmarks.faults import oracle
from tests.benchmarks.faults.cases import Batch, Candidate, Within
from tests.benchmarks.faults.faults_of_vectors import ALL, HUNDREDTH, ONE, SHARES, THIRD, candidate
from tests.benchmarks.faults.lab import Lab, Target
from tests.benchmarks.faults.parts import Parts, some

FIELD = "shelf"


def left_out(lab: Lab, rng: np.random.Generator, count: int) -> Iterator[Batch]:
    """Leave documents out of the index."""
    for strength in (ONE, HUNDREDTH, THIRD):
        targets = lab.targets(rng, 1 if strength == ONE else count)
        gone = {target.row for target in targets}
        others = [int(row) for row in rng.permutation(len(lab.parts.documents)) if int(row) not in gone]
        gone |= set(others[: max(0, round(SHARES[strength] * len(lab.parts.documents)) - len(gone))])
        parts = some(lab.parts, [row for row in range(len(lab.parts.documents)) if row not in gone])
        candidates = tuple(_put_back(lab, parts, target) for target in targets)
        yield Batch("documents left out", Cause.NOT_INDEXED, strength, parts, candidates)


def _put_back(lab: Lab, parts: Parts, target: Target) -> Candidate:
    document, asked = lab.parts.documents[target.row], lab.asked[target.query]
    whole = replace(
        parts,
        documents=(*parts.documents, document),
        vectors=np.concatenate([parts.vectors, lab.parts.vectors[[target.row]]]),
    )
    request = TraceRequest(lab.queries[target.query], document.id)
    return Candidate(
        request, _ranked(lab.parts, asked, request), _ranked(parts, asked, request), _ranked(whole, asked, request)
    )


def _ranked(parts: Parts, asked: FloatArray, request: TraceRequest) -> Within:
    place = oracle.rank(parts, asked, request.doc, request.where)
    return lambda k: place is not None and place <= k


def misfiled(lab: Lab, rng: np.random.Generator, count: int) -> Iterator[Batch]:
    """Give documents another value in a metadata field than the filter asks for: other, misspelt, of another type."""
    kinds: tuple[tuple[str, MetadataValue, str, tuple[MetadataValue, ...]], ...] = (
        ("another value in the field", "harbour", "harbour", ("meadow",)),
        ("misspelt value in the field", "harbour", "harbour", ("Harbour", "harbor", "harbour ", "harbour/2")),
        ("value of another type in the field", 1998, "1998", ("1998.0", "'1998", "year 1998", "01998")),
        ("no value in the field", "harbour", "harbour", (None,)),
    )
    for name, usual, wanted, wrong in kinds:
        for strength in (ONE, HUNDREDTH):
            targets = lab.targets(rng, 1 if strength == ONE else count)
            others = rng.random(len(lab.parts.documents)) < 1 / 4
            other: MetadataValue = "orchard" if isinstance(usual, str) else 2004
            values: list[MetadataValue] = [other if each else usual for each in others]
            for target in targets:
                values[target.row] = usual
            healthy = _filed(lab, values)
            for number, target in enumerate(targets):
                values[target.row] = wrong[number % len(wrong)]
            parts = _filed(lab, values)
            where = (Condition(FIELD, wanted),)
            candidates = tuple(_refiled(lab, healthy, parts, target, where) for target in targets)
            yield Batch(name, Cause.FILTERED_OUT, strength, parts, candidates)


def _filed(lab: Lab, values: list[MetadataValue]) -> Parts:
    documents = tuple(
        replace(each, metadata={**each.metadata, FIELD: value})
        for each, value in zip(lab.parts.documents, values, strict=True)
    )
    return replace(lab.parts, documents=documents)


def _refiled(lab: Lab, healthy: Parts, parts: Parts, target: Target, where: tuple[Condition, ...]) -> Candidate:
    asked = lab.asked[target.query]
    request = TraceRequest(lab.queries[target.query], lab.id_of(target), where=where)
    documents = list(parts.documents)
    documents[target.row] = healthy.documents[target.row]
    undone = _ranked(replace(parts, documents=tuple(documents)), asked, request)
    return Candidate(request, _ranked(healthy, asked, request), _ranked(parts, asked, request), undone)


def lengths(lab: Lab, rng: np.random.Generator, rows: list[int]) -> Float32Array:
    """Give some vectors other lengths than 1, by a factor of about two either way."""
    factors = np.ones(len(lab.parts.documents))
    factors[rows] = np.exp(rng.normal(0.0, 0.35, len(rows)))
    return (lab.parts.vectors * factors[:, None]).astype(np.float32)


def unequal(lab: Lab, rng: np.random.Generator, count: int) -> Iterator[Batch]:
    """Rank by inner product or squared distance over vectors that are not of length 1: contract and structure agree."""
    for metric, flat, strength in (
        (Metric.INNER_PRODUCT, False, ALL),
        (Metric.INNER_PRODUCT, True, THIRD),
        (Metric.L2, False, THIRD),
        (Metric.L2, True, ALL),
    ):
        targets = lab.targets(rng, 6 * count)
        vectors = lengths(lab, rng, _share(lab, rng, [each.row for each in targets], strength))
        parts = replace(lab.parts, vectors=vectors, metric=metric, ann="flat" if flat else "")
        candidates = tuple(_shortened(lab, vectors, each, metric) for each in targets)
        name = f"vectors of unequal length, {metric}"
        yield Batch(name, Cause.NOT_NORMALIZED, strength, parts, candidates)


def _share(lab: Lab, rng: np.random.Generator, first: list[int], strength: str) -> list[int]:
    others = [int(row) for row in rng.permutation(len(lab.parts.documents)) if int(row) not in set(first)]
    return [*first, *others][: max(1, round(SHARES[strength] * len(lab.parts.documents)))]


def _shortened(lab: Lab, vectors: Float32Array, target: Target, metric: Metric) -> Candidate:
    """Undone means that all vectors are scaled to length 1, and the metric stays."""
    made = candidate(lab, vectors, target, metric)
    asked = lab.asked[target.query]
    place = oracle.place(oracle.order(oracle.scores(oracle.unit(vectors), asked, metric)), target.row)
    return replace(made, undone=lambda k: place is not None and place <= k)


def other_metric(lab: Lab, rng: np.random.Generator, count: int) -> Iterator[Batch]:
    """Adopt a structure that ranks by inner product or squared distance over vectors of unequal length.

    The contract says cosine. Undone means ranking the same vectors by cosine, which their lengths do not touch.
    """
    import faiss

    for kind, strength in (("IndexFlatIP", ALL), ("IndexFlatL2", ALL), ("IndexFlatIP", THIRD)):
        targets = lab.targets(rng, 6 * count)
        vectors = lengths(lab, rng, _share(lab, rng, [each.row for each in targets], strength))
        structure = getattr(faiss, kind)(vectors.shape[1])
        structure.add(vectors)
        parts = replace(lab.parts, vectors=vectors, structure=structure)
        candidates = tuple(_asked_of(lab, structure, target) for target in targets)
        name = f"structure ranks by {'inner product' if kind.endswith('IP') else 'L2'}"
        yield Batch(name, Cause.WRONG_METRIC, strength, parts, candidates)


def _asked_of(lab: Lab, structure: Any, target: Target, whole: Any = None) -> Candidate:
    """Make the question for a structure as it is; undone means brute force over all vectors, or a whole structure."""
    asked = oracle.unit(lab.asked[target.query])
    request = TraceRequest(lab.queries[target.query], lab.id_of(target))
    return Candidate(
        request,
        lambda k: target.rank <= k,
        lambda k: oracle.retrieved(structure, asked, k, target.row),
        lambda k: target.rank <= k if whole is None else oracle.retrieved(whole, asked, k, target.row),
        (10, 5, 3),
    )


def too_few_probes(lab: Lab, rng: np.random.Generator, count: int) -> Iterator[Batch]:
    """Search too little of a structure: few cells of an inverted file, or a short candidate list in a sparse graph.

    Undone means the same structure searched exhaustively.
    """
    import faiss

    cells = max(4, len(lab.parts.documents) // 60)
    settings = (
        (f"ivf,nlist={cells},nprobe=1", "one cell searched"),
        (f"ivf,nlist={2 * cells},nprobe=2", "two cells searched"),
        ("hnsw,m=3,efConstruction=8,efSearch=1", "short candidate list"),
    )
    for ann, name in settings:
        written = lab.write(replace(lab.parts, ann=ann))
        structure = faiss.read_index(str(written.folder / "ann.faiss"))
        whole = faiss.read_index(str(written.folder / "ann.faiss"))
        if hasattr(whole, "nprobe"):
            whole.nprobe = whole.nlist
        else:
            whole.hnsw.efSearch = whole.ntotal
        targets = lab.targets(rng, 12 * count)
        candidates = tuple(_asked_of(lab, structure, target, whole) for target in targets)
        yield Batch(name, Cause.ANN_MISS, ALL, replace(lab.parts, ann=ann), candidates, written)


def compressed(lab: Lab, rng: np.random.Generator, count: int) -> Iterator[Batch]:
    """Search compressed vectors exhaustively; undone means the vectors in full precision."""
    import faiss

    dim = lab.parts.vectors.shape[1]
    vectors = np.ascontiguousarray(oracle.unit(lab.parts.vectors).astype(np.float32))
    product = faiss.IndexPQ(dim, 16, 6, faiss.METRIC_INNER_PRODUCT)
    product.pq.cp.min_points_per_centroid = 1  # says nothing about small collections
    rough = faiss.index_factory(dim, "RR32,SQ4", faiss.METRIC_INNER_PRODUCT)
    made: tuple[tuple[str, str, Any], ...] = (
        ("inverted file with a product quantizer", "ivfpq,nlist=1,nprobe=1,m=16,nbits=6", None),
        ("product quantizer", "", product),
        ("32 of the dimensions in 4 bits", "", rough),
    )
    for name, ann, structure in made:
        written = None
        if structure is not None:
            structure.train(vectors)
            structure.add(vectors)
        else:
            written = lab.write(replace(lab.parts, ann=ann))
            structure = faiss.read_index(str(written.folder / "ann.faiss"))
        targets = lab.targets(rng, 6 * count)
        parts = replace(lab.parts, ann=ann, structure=None if ann else structure)
        candidates = tuple(_asked_of(lab, structure, target) for target in targets)
        yield Batch(name, Cause.QUANTIZATION_LOSS, ALL, parts, candidates, written)
