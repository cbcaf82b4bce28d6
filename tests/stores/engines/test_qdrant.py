"""Qdrant: what all engines must do, on folders of its local mode; and that nothing is run or written there."""

from __future__ import annotations

import os
import pickle
import sqlite3
import time
import uuid
import warnings
from hashlib import sha256
from types import SimpleNamespace

import numpy as np
import pytest
from qdrant_client import QdrantClient, models

from inspector.contract import Metric
from inspector.errors import InspectorError, RequestError, StoreError
from inspector.records.documents import Condition, FieldType, MetadataField
from inspector.stores.engines.qdrant import open_qdrant
from inspector.stores.engines.qdrant_opening import _structure
from inspector.stores.engines.qdrant_payload import read_layout
from inspector.stores.spec import IndexSpec
from tests.stores.engines.conformance import CLAIMS, Subject, check_closed
from tests.stores.engines.same_documents import DIM, DOCUMENTS, VECTORS

DISTANCES = {
    Metric.COSINE: models.Distance.COSINE,
    Metric.INNER_PRODUCT: models.Distance.DOT,
    Metric.L2: models.Distance.EUCLID,
}


def make(folder, points, vectors, name="docs"):
    """A folder as the client's local mode makes it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        client = QdrantClient(path=str(folder))
        client.create_collection(name, vectors_config=vectors)
        if points:
            client.upsert(name, points)
        client.close()
    return folder


def load(folder, metric):
    points = [
        models.PointStruct(
            id=row,
            vector={"text": vector.tolist(), "other": [1.0]},
            payload={
                **one.metadata,
                **{"key": one.id, "title": one.title, "text": one.text, "tags": ["a"]},
                **({"parent": one.parent, "position": one.position} if one.parent else {}),
            },
        )
        for row, (one, vector) in enumerate(zip(DOCUMENTS, VECTORS, strict=True))
    ]
    other = models.VectorParams(size=1, distance=models.Distance.DOT)
    return make(folder, points, {"text": models.VectorParams(size=DIM, distance=DISTANCES[metric]), "other": other})


def simple(folder, payloads, ids=None):
    points = [
        models.PointStruct(id=each, vector=[1.0, float(row)], payload=payload)
        for row, (each, payload) in enumerate(zip(ids or range(len(payloads)), payloads, strict=True))
    ]
    return make(folder, points, models.VectorParams(size=2, distance=models.Distance.DOT))


def spec(folder, **settings):
    return IndexSpec("qdrant", str(folder), tuple(settings.items()))


@pytest.fixture(scope="module", params=list(Metric), ids=lambda metric: metric.value)
def subject(request, tmp_path_factory):
    folder = load(tmp_path_factory.mktemp("qdrant"), request.param)
    engine = open_qdrant(spec(folder, vector="text", id="key"))
    yield Subject(engine, request.param, unit=request.param is Metric.COSINE)
    check_closed(engine)


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.__name__)
def test_it_does_what_all_engines_do(subject, claim):
    claim(subject)


def state_of(folder):
    return {
        path.relative_to(folder): (sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_nothing_in_the_folder_changes_and_it_may_be_in_use(tmp_path):
    folder = simple(tmp_path, [{"text": "a"}, {"text": "b"}])
    user = QdrantClient(path=str(folder))
    before = state_of(folder)
    engine = open_qdrant(spec(folder))
    assert engine.search(np.ones((1, 2)), 5)[0].ids == ("1", "0")
    assert [part.documents[0].text for part in engine.iterate(1)] == ["a", "b"]
    engine.close()
    assert state_of(folder) == before
    user.close()


def test_the_structure_is_empty_and_every_search_exact_in_a_folder(tmp_path):
    engine = open_qdrant(spec(simple(tmp_path, [{"text": "a"}])))
    assert (engine.facts.structure, engine.facts.exact_search, engine.facts.exact_ranks) == ("", True, False)
    assert engine.facts.engine == "Qdrant, local mode"
    engine.close()


class Trap:
    """A pickle that makes a file when it is run."""

    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return (os.mkdir, (str(self.path),))


def test_a_pickle_in_the_folder_is_refused_and_never_run(tmp_path):
    folder = simple(tmp_path / "q", [{"text": "a"}])
    trap = tmp_path / "trapped"
    storage = folder / "collection" / "docs" / "storage.sqlite"
    for hidden in (Trap(trap), models.PointStruct(id=1, vector=[1.0, 2.0], payload={"text": "a"})):
        if isinstance(hidden, models.PointStruct):
            hidden.payload["x"] = Trap(trap)
        with sqlite3.connect(storage) as database:
            database.execute("DELETE FROM points")
            database.execute("INSERT INTO points VALUES ('x', ?)", (pickle.dumps(hidden),))
        database.close()
        with pytest.raises(StoreError, match="cannot be read"):
            open_qdrant(spec(folder))
        assert not trap.exists()


@pytest.mark.parametrize("seed", range(30))
def test_a_damaged_folder_is_a_clear_error(tmp_path, seed):
    rng = np.random.default_rng(seed)
    folder = simple(tmp_path, [{"text": f"text {number}"} for number in range(20)])
    victim = (folder / "meta.json", folder / "collection" / "docs" / "storage.sqlite")[seed % 2]
    data = bytearray(victim.read_bytes())
    if seed % 3 == 0:
        del data[int(rng.integers(len(data))) :]
    else:
        for place in rng.integers(len(data), size=20):
            data[place] ^= 1 << int(rng.integers(8))
    victim.write_bytes(data)
    try:
        engine = open_qdrant(spec(folder))
    except InspectorError as error:
        assert error.message
        return
    assert all(len(part.documents) == len(part.vectors) for part in engine.iterate(7))
    engine.close()


def test_what_is_not_there_is_refused_with_what_is(tmp_path):
    folder = load(tmp_path / "q", Metric.COSINE)
    for settings, said in (
        ({"collection": "no"}, r'no collection "no".*"docs"'),
        ({}, r'2 vectors.*vector=NAME.*"text", "other"'),
        ({"vector": "no"}, r'"text", "other"'),
        ({"vector": "text", "text": "no"}, r'the key "no".*"lang"'),
        ({"vector": "text", "id": "lang"}, r"id=KEY"),
        ({"vector": "text", "metric": "l2"}, r"ranks by Cosine"),
    ):
        with pytest.raises(StoreError, match=said):
            open_qdrant(spec(folder, **settings))
    with pytest.raises(RequestError, match="time limit"):
        open_qdrant(spec(folder, vector="text", timeout="soon"))
    (tmp_path / "empty").mkdir()
    for missing in (tmp_path / "no", tmp_path / "empty"):
        with pytest.raises(StoreError, match=r"meta\.json"):
            open_qdrant(spec(missing))
        assert not list(tmp_path.glob("empty/*")) and not (tmp_path / "no").exists()


def test_numbers_and_uuids_are_ids(tmp_path):
    ids = [7, 2**63 + 1, str(uuid.UUID(int=5))]
    engine = open_qdrant(spec(simple(tmp_path, [{"text": "a"}] * 3, ids)))
    asked = ["no", "07", "+7", "٧", "-1", "9" * 50, "\ud800", "\0", *map(str, reversed(ids))]
    assert [one.id for one in engine.fetch(asked).documents] == [str(each) for each in reversed(ids)]
    engine.close()


def test_own_ids_must_be_unique_and_may_be_numbers(tmp_path):
    folder = simple(tmp_path / "a", [{"text": "a", "own": 5}, {"text": "b", "own": "six"}])
    engine = open_qdrant(spec(folder, id="own"))
    assert [one.text for one in engine.fetch(["six", "5"]).documents] == ["b", "a"]
    engine.close()
    with pytest.raises(StoreError, match='Two points have the id "5"'):
        open_qdrant(spec(simple(tmp_path / "b", [{"text": "a", "own": 5}, {"text": "b", "own": "5"}]), id="own"))


def test_keys_below_keys_and_strange_keys_are_fields(tmp_path):
    payloads = [
        {"page_content": "a", "metadata": {"source": "x.md", "deep": {"n": 1}}, "a.b c": "dot", "list": [1]},
        {"page_content": "b", "metadata": {"source": "y.md", "deep": {"n": 2.5}}, "a.b c": "other", 'q"': 1},
    ]
    engine = open_qdrant(spec(simple(tmp_path, payloads)))
    assert engine.facts.fields == (
        MetadataField("metadata.source", FieldType.TEXT),
        MetadataField("metadata.deep.n", FieldType.NUMBER),
        MetadataField("a.b c", FieldType.TEXT),
    )
    for name, value in (("metadata.source", "y.md"), ("metadata.deep.n", "2.5"), ("a.b c", "other")):
        assert engine.search(np.ones((1, 2)), 5, where=(Condition(name, value),))[0].ids == ("1",)
    assert engine.fetch(["0"]).documents[0].metadata == {
        "metadata.source": "x.md",
        "metadata.deep.n": 1.0,
        "a.b c": "dot",
    }
    engine.close()


def test_a_value_of_another_type_than_the_sample_showed_is_missing():
    layout = read_layout([{"text": "a", "n": 1, "b": True, "s": "x"}], IndexSpec("qdrant", "x"))
    assert layout.document(5, {"text": 7, "n": 1.5, "b": 1, "s": 2}).metadata == {}
    assert layout.document(5, None).text == ""


def test_a_point_without_the_vector_is_fetched_as_nan(tmp_path):
    params = models.VectorParams(size=2, distance=models.Distance.DOT)
    points = [
        models.PointStruct(id=1, vector={"a": [1.0, 2.0]}, payload={"text": "x"}),
        models.PointStruct(id=2, vector={"b": [1.0, 2.0]}, payload={"text": "y"}),
    ]
    engine = open_qdrant(spec(make(tmp_path, points, {"a": params, "b": params}), vector="a"))
    assert np.isnan(engine.fetch(["2"]).vectors).all() and engine.facts.count == 2
    assert engine.search(np.ones((1, 2)), 5)[0].ids == ("1",)
    engine.close()


def test_a_server_that_is_down_is_an_error_in_bounded_time():
    started = time.monotonic()
    with pytest.raises(StoreError, match=r"Qdrant at http://127\.0\.0\.1:9 does not answer"):
        open_qdrant(IndexSpec("qdrant", "http://127.0.0.1:9", (("timeout", "1"),)))
    assert time.monotonic() - started < 10


def graph(m=16, own=None, indexed=100, quantized=None):
    general = models.HnswConfig(m=m, ef_construct=100, full_scan_threshold=10)
    config = SimpleNamespace(hnsw_config=general, quantization_config=quantized)
    params = models.VectorParams(size=2, distance=models.Distance.DOT, hnsw_config=own)
    return _structure(SimpleNamespace(config=config, indexed_vectors_count=indexed), params)


def test_a_graph_is_named_with_the_settings_of_the_vector_before_those_of_the_collection():
    assert graph() == ("HNSW, m 16, ef_construct 100", 100)
    assert graph(own=models.HnswConfigDiff(m=4)) == ("HNSW, m 4, ef_construct 100", 100)
    assert graph(m=0) == graph(indexed=0) == ("", None)
    scalar = models.ScalarQuantization(scalar=models.ScalarQuantizationConfig(type=models.ScalarType.INT8))
    assert graph(quantized=scalar)[0] == "HNSW, m 16, ef_construct 100, scalar quantization"
