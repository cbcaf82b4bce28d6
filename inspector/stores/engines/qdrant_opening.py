"""Looks at a collection of Qdrant before it is opened: its vectors, its structure, the keys of its payloads."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from qdrant_client import models

from inspector.contract import Metric
from inspector.errors import StoreError
from inspector.stores.engines.engine import EngineFacts
from inspector.stores.engines.qdrant_link import Link
from inspector.stores.engines.qdrant_payload import Layout, read_layout
from inspector.stores.spec import IndexSpec
from inspector.stores.stated import stated_metric

SAMPLED = 1_000
"""Payloads that decide which keys there are and what they hold."""

_METRICS = {
    models.Distance.COSINE: Metric.COSINE,
    models.Distance.DOT: Metric.INNER_PRODUCT,
    models.Distance.EUCLID: Metric.L2,
}


def read_collection(link: Link, name: str, spec: IndexSpec) -> tuple[EngineFacts, Layout, str]:
    """Read what there is to know about a collection.

    Returns:
        The facts, what the keys of its payloads are for, and the name of the vector that is meant, "" for the unnamed.

    Raises:
        StoreError: the server does not answer, there is no such vector or key, or the metric is none of ours.
        RequestError: a setting cannot be read.
    """
    info = link.ask(lambda: link.client.get_collection(name))
    vector, params = _chosen(name, info.config.params.vectors, spec.get("vector"))
    metric = _METRICS.get(params.distance)
    if metric is None or stated_metric(spec) not in (None, metric):
        raise StoreError(
            f'"{name}" ranks by {params.distance.value}.',
            f"Leave metric out; known are {', '.join(each.value for each in _METRICS)}.",
        )
    sample, _ = link.ask(lambda: link.client.scroll(name, limit=SAMPLED, with_payload=True, with_vectors=False))
    layout = read_layout([record.payload or {} for record in sample], spec)
    structure, ef = ("", None) if link.is_local else _structure(info, params)
    told = f"{info.config.model_dump_json()} {info.points_count} {info.indexed_vectors_count} {link.state}"
    facts = EngineFacts(
        engine="Qdrant, local mode" if link.is_local else f"Qdrant {link.ask(link.client.info).version}",
        collection=name,
        count=link.ask(lambda: link.client.count(name, exact=True)).count,
        dim=params.size,
        metric=metric,
        fields=layout.fields,
        version=sha256(told.encode()).hexdigest()[:16],
        structure=structure,
        exact_search=True,
        half=params.datatype is models.Datatype.FLOAT16,
        ef_search=ef,
    )
    return facts, layout, vector


def _chosen(name: str, there: Any, wanted: str) -> tuple[str, Any]:
    """Give the name of the vector that is meant, "" for the unnamed, and its settings."""
    named = there if isinstance(there, dict) else {"": there} if there else {}
    chosen = wanted or (next(iter(named)) if len(named) == 1 else "")
    if chosen not in named:
        names = ", ".join(f'"{each}"' for each in named) or "none"
        raise StoreError(f'"{name}" has {len(named)} vectors.', f"Say which with vector=NAME; there are: {names}.")
    if named[chosen].multivector_config is not None:
        raise StoreError(f'"{name}" keeps several vectors for each point.', "Name another vector with vector=NAME.")
    return chosen, named[chosen]


def _structure(info: Any, params: Any) -> tuple[str, int | None]:
    """Say which graph searches go through; none where nothing is indexed yet, as in small collections."""
    general, own = info.config.hnsw_config, params.hnsw_config
    m = own.m if own is not None and own.m is not None else general.m
    ef = own.ef_construct if own is not None and own.ef_construct is not None else general.ef_construct
    if not info.indexed_vectors_count or m == 0:
        return "", None
    quantization = params.quantization_config or info.config.quantization_config
    coded = f", {next(iter(type(quantization).model_fields))} quantization" if quantization is not None else ""
    return f"HNSW, m {m}, ef_construct {ef}{coded}", ef
