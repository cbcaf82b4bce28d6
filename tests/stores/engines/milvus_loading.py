"""Loads the shared documents into Milvus: into a milvus-lite folder, or onto a server of tests/integration."""

from __future__ import annotations

from pymilvus import DataType, Function, FunctionType, MilvusClient

from inspector.contract import Metric
from inspector.records.documents import FieldType
from inspector.stores.spec import IndexSpec
from tests.stores.engines.same_documents import DIM, DOCUMENTS, FIELDS, VECTORS

METRICS = {Metric.COSINE: "COSINE", Metric.INNER_PRODUCT: "IP", Metric.L2: "L2"}
TYPES = {
    FieldType.TEXT: {"datatype": DataType.VARCHAR, "max_length": 200},
    FieldType.INTEGER: {"datatype": DataType.INT64},
    FieldType.NUMBER: {"datatype": DataType.DOUBLE},
    FieldType.BOOLEAN: {"datatype": DataType.BOOL},
}
BUILT = {"HNSW": {"M": 16, "efConstruction": 100}, "IVF_FLAT": {"nlist": 8}}


def schema_of(dynamic, bm25, more=()):
    """The parts of a document as fields of a schema; what may be missing is nullable, or lives in dynamic fields."""
    schema = MilvusClient.create_schema(enable_dynamic_field=dynamic)
    schema.add_field("id", DataType.VARCHAR, is_primary=True, max_length=100)
    schema.add_field("title", DataType.VARCHAR, max_length=200)
    schema.add_field("text", DataType.VARCHAR, max_length=1000, **({"enable_analyzer": True} if bm25 else {}))
    schema.add_field("vector", DataType.FLOAT_VECTOR, dim=DIM)
    if not dynamic:
        schema.add_field("parent", DataType.VARCHAR, max_length=100, nullable=True)
        schema.add_field("position", DataType.INT64, nullable=True)
        for field in FIELDS:
            schema.add_field(field.name, nullable=True, **TYPES[field.type])
    if bm25:
        schema.add_field("words", DataType.SPARSE_FLOAT_VECTOR)
        schema.add_function(Function("bm25", FunctionType.BM25, ["text"], ["words"]))
    for name, kind, settings in more:
        schema.add_field(name, kind, **settings)
    return schema


def rows_of(documents, vectors, dynamic):
    """One row for each document; a dynamic field that is missing is left out."""
    for document, vector in zip(documents, vectors, strict=True):
        parts = {"parent": document.parent, "position": document.position}
        parts |= {field.name: document.metadata.get(field.name) for field in FIELDS}
        kept = {name: value for name, value in parts.items() if not dynamic or value is not None}
        yield {"id": document.id, "title": document.title, "text": document.text, "vector": vector.tolist(), **kept}


def load(uri, collection, metric, *, structure="FLAT", dynamic=False, bm25=False, rows=None, flush=True):
    """Load the shared documents into a new collection, close the connection, and give the spec to open it with."""
    client = MilvusClient(uri)
    index = client.prepare_index_params()
    index.add_index("vector", index_type=structure, metric_type=METRICS[metric], params=BUILT.get(structure, {}))
    if bm25:
        index.add_index("words", index_type="SPARSE_INVERTED_INDEX", metric_type="BM25")
    schema = schema_of(dynamic, bm25)
    client.create_collection(collection, schema=schema, index_params=index, consistency_level="Strong")
    client.insert(collection, list(rows_of(DOCUMENTS, VECTORS, dynamic) if rows is None else rows))
    if flush:
        client.flush(collection)
    release(client, uri)
    return IndexSpec("milvus", str(uri), (("collection", collection),))


def release(client, uri):
    """Close a connection, and end milvus-lite on its folder."""
    client.close()
    if "://" not in str(uri):
        from milvus_lite.server_manager import server_manager_instance

        server_manager_instance.release_server(str(uri))


NUMBER = ("number", DataType.INT64, {"is_primary": True})
VECTOR = {"dim": 2}
WORD = {"max_length": 100}
PLAIN = (
    NUMBER,
    ("Body", DataType.VARCHAR, WORD),
    ("heading", DataType.VARCHAR, WORD),
    ("parent_id", DataType.INT64, {}),
    ("chunk_index", DataType.INT32, {}),
    ("small", DataType.INT8, {}),
    ("weight", DataType.FLOAT, {}),
    ("extra", DataType.JSON, {}),
    ("v", DataType.FLOAT_VECTOR, VECTOR),
)
KINDS = {
    "plain": (PLAIN, False),
    "two_vectors": (
        (
            NUMBER,
            ("text", DataType.VARCHAR, WORD),
            *((each, DataType.FLOAT_VECTOR, VECTOR) for each in ("first", "second")),
        ),
        False,
    ),
    "unnamed": ((NUMBER, ("words", DataType.VARCHAR, WORD), ("v", DataType.FLOAT_VECTOR, VECTOR)), False),
    "empty": ((NUMBER, ("text", DataType.VARCHAR, WORD), ("v", DataType.FLOAT_VECTOR, VECTOR)), False),
    "quick": ((NUMBER, ("v", DataType.FLOAT_VECTOR, VECTOR)), True),
}
"""Collections of several kinds: the fields of each, and whether it has dynamic ones."""

ROWS = {
    "plain": [
        {
            "number": place - 1,
            "Body": f"text {place}",
            "heading": f"head {place}",
            "parent_id": place // 2,
            "chunk_index": place % 2,
            "small": place,
            "weight": 0.1 * place,
            "extra": {"a": 1},
            "v": [1.0, float(place)],
        }
        for place in range(4)
    ],
    "two_vectors": [{"number": 1, "text": "t", "first": [1.0, 0.0], "second": [0.0, 1.0]}],
    "unnamed": [{"number": 1, "words": "some", "v": [1.0, 0.0]}],
    "quick": [
        {"number": place, "text": f"t {place}", "score": place or 0.5, "tag": [1], "v": [1.0, float(place)]}
        for place in range(3)
    ],
}


def load_kinds(path):
    """Make a milvus-lite folder with one collection of each of KINDS."""
    client = MilvusClient(str(path))
    for name, (fields, dynamic) in KINDS.items():
        schema = client.create_schema(enable_dynamic_field=dynamic)
        index = client.prepare_index_params()
        for field, kind, settings in fields:
            schema.add_field(field, kind, **settings)
            if kind is DataType.FLOAT_VECTOR:
                index.add_index(field, index_type="FLAT", metric_type="COSINE")
        client.create_collection(name, schema=schema, index_params=index)
        client.insert(name, ROWS.get(name, []))
    release(client, path)
