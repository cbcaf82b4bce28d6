"""Milvus on milvus-lite; the same claims run against a real server by tests/integration/milvus_server.py."""

import fcntl
import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager

import numpy as np
import pytest
from pymilvus import DataType, MilvusClient, MilvusException

from inspector.contract import Metric
from inspector.errors import RequestError, StoreError
from inspector.records.documents import Condition, FieldType, MetadataField
from inspector.stores.collection import SearchParams
from inspector.stores.engines.milvus import open_milvus
from inspector.stores.engines.milvus_filters import MilvusField
from inspector.stores.engines.milvus_schema import MilvusSchema
from inspector.stores.spec import IndexSpec
from tests.stores.engines.conformance import CLAIMS, Subject, check_closed
from tests.stores.engines.milvus_loading import load, load_kinds, release, rows_of
from tests.stores.engines.same_documents import COUNT, DOCUMENTS, QUERIES, VECTORS

KINDS = {
    "cosine": (Metric.COSINE, {"bm25": True}),
    "ip": (Metric.INNER_PRODUCT, {"dynamic": True}),
    "l2": (Metric.L2, {"flush": False}),
    "hnsw": (Metric.COSINE, {"structure": "HNSW"}),
    "ivf": (Metric.L2, {"structure": "IVF_FLAT", "dynamic": True}),
}


@pytest.fixture(scope="module", params=KINDS)
def subject(request, tmp_path_factory):
    metric, how = KINDS[request.param]
    spec = load(str(tmp_path_factory.mktemp("milvus") / "data.db"), "documents", metric, **how)
    engine = open_milvus(spec)
    yield Subject(
        engine, metric, exact="structure" not in how, recall=0.0 if how.get("structure") == "IVF_FLAT" else 0.9
    )
    check_closed(engine)


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.__name__)
def test_it_conforms(subject, claim):
    claim(subject)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("kinds") / "data.db"
    load_kinds(path)
    return path


def spec_of(folder, collection, **settings):
    return IndexSpec("milvus", str(folder), (("collection", collection), *settings.items()))


@contextmanager
def opened(folder, collection, **settings):
    engine = open_milvus(spec_of(folder, collection, **settings))
    try:
        yield engine
    finally:
        engine.close()


def test_fields_are_found_by_name_and_the_rest_is_metadata(folder):
    with opened(folder, "plain") as engine:
        assert engine.facts.fields == (
            MetadataField("small", FieldType.INTEGER),
            MetadataField("weight", FieldType.NUMBER),
        )
        (document,) = engine.fetch(["2"]).documents
        assert (document.id, document.title, document.text) == ("2", "head 3", "text 3")
        assert (document.parent, document.position, document.metadata["small"]) == ("1", 1, 3)


def test_whole_number_ids_are_text_and_only_as_they_are_written(folder):
    with opened(folder, "plain") as engine:
        asked = ["2", "02", "-1", "1 or 1 == 1", "x", "99999999999999999999", "0"]
        assert [each.id for each in engine.fetch(asked).documents] == ["2", "-1", "0"]
        assert [each.id for part in engine.iterate(3) for each in part.documents] == ["-1", "0", "1", "2"]
        assert set(engine.sample_ids(9, 0)) == {"-1", "0", "1", "2"}


def test_numbers_in_32_and_8_bits_are_found_as_they_are_written_and_as_they_are_shown(folder):
    with opened(folder, "plain") as engine:

        def count(field, value):
            return engine.count_matching((Condition(field, value),))

        shown = str(engine.fetch(["0"]).documents[0].metadata["weight"])
        assert (count("weight", "0.1"), count("weight", shown), count("weight", "inf")) == (1, 1, 0)
        assert (count("small", "3"), count("small", "1000"), count("parent", "1"), count("parent", "one")) == (
            1,
            0,
            2,
            0,
        )


def test_dynamic_fields_are_found_in_a_sample_and_lists_are_no_metadata(folder):
    with opened(folder, "quick") as engine:
        assert engine.facts.fields == (MetadataField("score", FieldType.NUMBER),)
        assert engine.fetch(["1"]).documents[0].text == "t 1"
        assert engine.count_matching((Condition("score", "1"),)) == 1


def test_several_vector_fields_need_a_choice(folder):
    with pytest.raises(StoreError, match='"first", "second"'):
        open_milvus(spec_of(folder, "two_vectors"))
    with opened(folder, "two_vectors", vector="second") as engine:
        assert engine.fetch(["1"]).vectors.tolist() == [[0.0, 1.0]]
    with pytest.raises(RequestError, match=r'"third".*"first"'):
        open_milvus(spec_of(folder, "two_vectors", vector="third"))


def test_a_text_field_of_another_name_is_named_or_denied(folder):
    with pytest.raises(StoreError, match='"words"'):
        open_milvus(spec_of(folder, "unnamed"))
    with opened(folder, "unnamed", text="words") as engine:
        assert engine.fetch(["1"]).documents[0].text == "some"
    with opened(folder, "unnamed", text="") as engine:
        assert engine.fetch(["1"]).documents[0].text == ""


def test_an_unknown_or_missing_collection_lists_those_there_are(folder):
    for spec in (spec_of(folder, "elsewhere"), IndexSpec("milvus", str(folder))):
        with pytest.raises(RequestError, match="empty, plain, quick, two_vectors, unnamed"):
            open_milvus(spec)


def test_an_empty_collection_opens_and_holds_nothing(folder):
    with opened(folder, "empty") as engine:
        assert engine.facts.count == 0
        assert engine.search(np.ones((1, 2), dtype=np.float32), 3)[0].ids == ()
        assert list(engine.iterate()) == [] and engine.sample_ids(3, 0) == ()


def files_of(folder):
    return {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in folder.rglob("*") if path.is_file()}


def test_a_milvus_lite_folder_is_left_as_it_was(folder):
    before = files_of(folder)
    with opened(folder, "plain") as engine:
        engine.search(np.ones((1, 2), dtype=np.float32), 3)
    assert files_of(folder) == before


def test_no_copy_stays_behind_even_where_nobody_closes(folder, tmp_path):
    opening = (
        "from inspector.stores.engines.milvus import open_milvus; from inspector.stores.spec import read_spec;"
        f"import os; engine = open_milvus(read_spec('milvus:{folder}?collection=plain'));"
        "print(engine.count_matching(()), len(os.listdir(os.environ['TMPDIR'])))"
    )
    run = subprocess.run(
        [sys.executable, "-c", opening], env=os.environ | {"TMPDIR": str(tmp_path)}, capture_output=True, text=True
    )
    assert (run.stdout, run.stderr) == ("4 1\n", "")
    assert list(tmp_path.iterdir()) == []


def test_the_version_changes_with_the_documents(tmp_path):
    path = str(tmp_path / "data.db")
    load(path, "documents", Metric.COSINE)
    versions = []
    for _ in range(2):
        with opened(path, "documents") as engine:
            versions.append(engine.facts.version)
    client = MilvusClient(path)
    client.load_collection("documents")
    client.upsert("documents", [*rows_of(DOCUMENTS[:1], VECTORS[1:2], dynamic=False)])
    release(client, path)
    with opened(path, "documents") as engine:
        assert engine.facts.count == COUNT
        assert versions[0] == versions[1] != engine.facts.version


def test_a_folder_open_elsewhere_is_refused_in_words(folder):
    with (folder / "LOCK").open("rb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(StoreError, match="open in another process"):
            open_milvus(spec_of(folder, "plain"))


def test_what_is_no_milvus_lite_folder_is_told_apart(tmp_path):
    (tmp_path / "old.db").write_bytes(b"SQLite format 3\0")
    for name, said in (("none", "does not exist"), ("old.db", "is a file"), ("", "no milvus-lite folder")):
        with pytest.raises(StoreError, match=said):
            open_milvus(IndexSpec("milvus", str(tmp_path / name)))


def closed_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def test_a_server_that_is_down_ends_in_time_and_shows_no_token(monkeypatch):
    monkeypatch.setenv("MILVUS_TOKEN", "root:hidden")
    address = f"http://127.0.0.1:{closed_port()}"
    began = time.monotonic()
    with pytest.raises(StoreError, match=f"Milvus at {address} does not answer") as caught:
        open_milvus(IndexSpec("milvus", address), seconds=1.0)
    assert time.monotonic() - began < 3
    assert "hidden" not in str(caught.value) and caught.value.hint


def test_an_address_with_a_password_or_of_another_kind_is_refused():
    for address in ("http://root:secret@127.0.0.1:1", "ftp://127.0.0.1", "http://127.0.0.1:99999"):
        with pytest.raises(RequestError) as caught:
            open_milvus(IndexSpec("milvus", address))
        assert "secret" not in str(caught.value)


def test_an_inverted_file_is_exact_where_all_cells_are_visited(tmp_path):
    path = str(tmp_path / "data.db")
    load(path, "cells", Metric.COSINE, structure="IVF_FLAT")
    with opened(path, "cells") as engine:
        assert engine.facts.structure.startswith("IVF_FLAT") and engine.facts.exact_search
        few = engine.search(QUERIES[:1], COUNT, params=SearchParams(nprobe=1))[0]
        assert len(few.ids) < len(engine.search(QUERIES[:1], COUNT, exact=True)[0].ids) == COUNT


def test_sixteen_bit_vectors_are_read_as_numbers():
    field = MilvusField("id", FieldType.TEXT)
    values = np.array([0.5, -1.25, 3.0], dtype=np.float32)
    kinds = {
        "FLOAT16_VECTOR": values.astype("<f2").tobytes(),
        "BFLOAT16_VECTOR": (values.view(np.uint32) >> 16).astype("<u2").tobytes(),
    }
    for kind, stored in kinds.items():
        schema = MilvusSchema(field, "v", kind, 3, "", "", None, "", (), False, "")
        assert schema.half
        assert schema.vectors([{"v": stored}, {"v": [stored]}, {"v": None}])[:2].tolist() == [values.tolist()] * 2


def test_vectors_of_16_bits_come_back_within_a_thousandth(tmp_path):
    """Milvus has them since 2.4; the server of tests/integration is 2.3.5, so here they would be read first."""
    client, halves = MilvusClient(str(tmp_path / "half.db")), VECTORS.astype(np.float16)
    schema = MilvusClient.create_schema()
    schema.add_field("id", DataType.VARCHAR, is_primary=True, max_length=100)
    schema.add_field("text", DataType.VARCHAR, max_length=1000)
    schema.add_field("vector", DataType.FLOAT16_VECTOR, dim=halves.shape[1])
    index = client.prepare_index_params()
    index.add_index("vector", index_type="FLAT", metric_type="COSINE")
    try:
        client.create_collection("docs", schema=schema, index_params=index, consistency_level="Strong")
    except MilvusException as error:
        release(client, str(tmp_path / "half.db"))
        assert "Float16Vector" in str(error)
        pytest.skip(f"milvus-lite keeps no vectors of 16 bits: {error.message}")
    rows = [{"id": each.id, "text": each.text, "vector": row} for each, row in zip(DOCUMENTS, halves, strict=True)]
    client.insert("docs", rows)
    release(client, str(tmp_path / "half.db"))
    engine = open_milvus(IndexSpec("milvus", str(tmp_path / "half.db"), (("collection", "docs"),)))
    assert engine.facts.half
    found = engine.fetch([each.id for each in DOCUMENTS])
    assert np.abs(found.vectors - VECTORS).max() <= 1e-3 * max(1, np.abs(VECTORS).max())
    engine.close()
