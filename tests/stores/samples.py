"""A small index folder, made by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from inspector.contract import Contract, Metric
from inspector.records.documents import Document, FieldType, MetadataField
from inspector.stores import layout
from inspector.stores.ann_build import write_ann
from inspector.stores.ann_spec import parse_ann
from inspector.stores.finish import finish_folder
from inspector.stores.matrix import create_vectors
from inspector.stores.writer import DocumentWriter

FIELDS = (
    MetadataField("lang", FieldType.TEXT),
    MetadataField("year", FieldType.INTEGER),
    MetadataField("price", FieldType.NUMBER),
    MetadataField("draft", FieldType.BOOLEAN),
    MetadataField("id", FieldType.TEXT),
    MetadataField("text_sha256", FieldType.TEXT),
)

DOCUMENTS = (
    Document("a", "A", "alpha", {"lang": "en", "year": 2020, "price": 0.5, "draft": True, "id": "own"}),
    Document("b", "", "beta", {"lang": "de", "year": 2021, "price": 2.0, "draft": False, "text_sha256": "own"}),
    Document("文書-1", "日本語", "検索エンジン", {"lang": "ja", "year": 2021}),
    Document("🔎", "Emoji 🧭", "👩‍🔬 looks", {"lang": "", "year": -5}),
    Document("مستند", "عربي", "نص من اليمين إلى اليسار", {"lang": "ar", "draft": True}, parent="whole", position=0),
    Document("z z", "spaces", "", {"price": float("inf")}, parent="whole", position=1),
)


def vectors_for(count=len(DOCUMENTS), dim=8, seed=0):
    return np.random.default_rng(seed).normal(size=(count, dim)).astype(np.float32)


def make_folder(
    folder: Path, documents=DOCUMENTS, vectors=None, fields=FIELDS, metric=Metric.COSINE, ann=None, name="sample"
) -> Path:
    """Write a whole index folder and give its path."""
    folder.mkdir(parents=True, exist_ok=True)
    vectors = vectors_for(len(documents)) if vectors is None else vectors
    with DocumentWriter(folder / layout.DOCUMENTS, fields) as writer:
        writer.write(documents)
    file = create_vectors(folder / layout.VECTORS, *vectors.shape)
    file[:] = vectors
    file.flush()
    spec = write_ann(folder / layout.ANN, vectors, metric, parse_ann(ann)) if ann else None
    contract = Contract(model="toy", dim=vectors.shape[1], metric=metric, made_at="2026-01-01T00:00:00Z")
    finish_folder(folder, name=name, contract=contract, ann_spec=spec)
    return folder


def plain_documents(count: int):
    return tuple(Document(f"d{row}", f"title {row}", f"text {row}", {"even": row % 2 == 0}) for row in range(count))


PLAIN_FIELDS = (MetadataField("even", FieldType.BOOLEAN),)
