"""What a Milvus collection is: found out with a few describing calls, when it is opened."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inspector.contract import Metric
from inspector.errors import RequestError, StoreError
from inspector.stores.engines.engine import EngineFacts
from inspector.stores.engines.milvus_link import MilvusLink
from inspector.stores.engines.milvus_lite import change_mark
from inspector.stores.engines.milvus_schema import MilvusSchema, Row, read_schema
from inspector.stores.spec import IndexSpec

DEEPEST = 16_384
_SAMPLE = 200
_LITE_LIST = 64
_METRICS = {"COSINE": Metric.COSINE, "IP": Metric.INNER_PRODUCT, "L2": Metric.L2}
_EXACT = ("FLAT", "BRUTE_FORCE", "GPU_BRUTE_FORCE")
_SETTINGS = ("M", "efConstruction", "nlist", "m", "nbits", "sq_type", "refine", "refine_type")
_VARYING = ("total_rows", "indexed_rows", "pending_index_rows", "state")


@dataclass(frozen=True, slots=True)
class MilvusIndex:
    """The ANN structure over the vector field.

    Attributes:
        kind: Its type, such as "HNSW"; empty where there is none.
        metric_name: Milvus's own name of the metric.
        settings: How it was built, as far as Milvus says.
        ef_search: Length of a graph's candidate list where a search states none; None where that is not known.
    """

    kind: str
    metric_name: str
    settings: tuple[tuple[str, str], ...] = ()
    ef_search: int | None = None

    @property
    def exact(self) -> bool:
        """Whether every search compares with all vectors."""
        return not self.kind or self.kind in _EXACT

    @property
    def cells(self) -> bool:
        """Whether it is divided into cells."""
        return "IVF" in self.kind

    @property
    def graph(self) -> bool:
        """Whether it is a graph with a candidate list."""
        return "HNSW" in self.kind

    @property
    def name(self) -> str:
        """Kind and settings, as a person writes them; empty where every search is exact."""
        return "" if self.exact else ", ".join([self.kind, *(f"{name} {value}" for name, value in self.settings)])


def described(link: MilvusLink, spec: IndexSpec) -> tuple[EngineFacts, MilvusSchema, MilvusIndex]:
    """Find out what a collection is.

    Raises:
        RequestError: there is no such collection or field.
        StoreError: Milvus does not answer, or the collection has no vectors, no index, or is not loaded.
    """
    _choose_database(link, spec)
    name = _collection(link, spec)
    _loaded(link, name)
    said: Row = link.ask(lambda client, left: client.describe_collection(name, timeout=left))
    sample = _rows(link, name, ["*"], limit=_SAMPLE) if said.get("enable_dynamic_field") else []
    schema = read_schema(said, sample, spec)
    index, index_said = _index(link, name, schema.vector)
    count = int(_rows(link, name, ["count(*)"])[0]["count(*)"])
    version = link.ask(lambda client, left: client.get_server_version(timeout=left))
    mark = [repr(sorted(said.items())), repr(index_said), _mark(link, spec, name)]
    facts = EngineFacts(
        engine=f"milvus-lite {version.removeprefix('milvus_lite-')}"
        if link.is_lite
        else f"Milvus {version.removeprefix('v')}",
        collection=name,
        count=count,
        dim=schema.dim,
        metric=_METRICS[index.metric_name],
        fields=schema.fields,
        version=hashlib.sha256("\n".join(mark).encode()).hexdigest(),
        structure=index.name,
        exact_search=index.exact or index.kind == "IVF_FLAT",
        exact_ranks=False,
        text_search="Milvus BM25" if schema.sparse else "",
        deepest=DEEPEST,
        half=schema.half,
        ef_search=index.ef_search,
    )
    return facts, schema, index


def _choose_database(link: MilvusLink, spec: IndexSpec) -> None:
    wanted = spec.get("database")
    if not wanted:
        return
    known = link.ask(lambda client, left: client.list_databases(timeout=left))
    if wanted not in known:
        raise RequestError(f'{link.name} has no database "{wanted}".', f"It has: {', '.join(sorted(known))}.")
    link.ask(lambda client, left: client.use_database(wanted, timeout=left))


def _collection(link: MilvusLink, spec: IndexSpec) -> str:
    known = sorted(link.ask(lambda client, left: client.list_collections(timeout=left)))
    wanted = spec.get("collection") or (known[0] if len(known) == 1 else "")
    listed = f"It has: {', '.join(known)}." if known else "It has no collection."
    if not wanted:
        raise RequestError(f"{link.name} has {len(known)} collections.", f"Say which with collection=NAME. {listed}")
    if wanted not in known:
        raise RequestError(f'{link.name} has no collection "{wanted}".', listed)
    return str(wanted)


def _loaded(link: MilvusLink, name: str) -> None:
    if link.is_lite:
        link.ask(lambda client, left: client.load_collection(name, timeout=left))
        return
    state = link.ask(lambda client, left: client.get_load_state(name, timeout=left))["state"]
    if getattr(state, "name", str(state)) != "Loaded":
        raise StoreError(
            f'The collection "{name}" is not loaded in {link.name}, so nothing can be searched in it.',
            f'Load it there, such as with load_collection("{name}"), then open it again: nothing is changed from here.',
        )


def _rows(link: MilvusLink, name: str, fields: list[str], **more: Any) -> Any:
    return link.ask(lambda client, left: client.query(name, output_fields=fields, timeout=left, **more))


def _index(link: MilvusLink, name: str, field: str) -> tuple[MilvusIndex, Row]:
    names = link.ask(lambda client, left: client.list_indexes(name, field_name=field, timeout=left))
    if not names:
        raise StoreError(f'The field "{field}" of "{name}" has no index.', "Make one in Milvus, FLAT for exact search.")
    said: Row = link.ask(lambda client, left: client.describe_index(name, names[0], timeout=left)) or {}
    said = {key: value for key, value in said.items() if key not in _VARYING}
    metric = str(said.get("metric_type", "")).upper()
    if metric not in _METRICS:
        raise StoreError(
            f'The field "{field}" is ranked by {metric or "no metric"}.', f"{', '.join(_METRICS)} are read."
        )
    settings = tuple((key, str(said[key])) for key in _SETTINGS if key in said)
    kind = str(said.get("index_type", ""))
    return MilvusIndex(kind, metric, settings, _LITE_LIST if link.is_lite and "HNSW" in kind else None), said


def _mark(link: MilvusLink, spec: IndexSpec, name: str) -> str:
    if link.is_lite:
        return change_mark(Path(spec.location).expanduser())
    stats = link.ask(lambda client, left: client.get_collection_stats(name, timeout=left))
    return repr(sorted(stats.items()))
