"""Runs the conformance suite against a real standalone Milvus server. Not part of the tests that run by themselves.

    python -m venv /tmp/milvus-server
    /tmp/milvus-server/bin/pip install milvus==2.3.5
    python -m tests.integration.milvus_server --venv /tmp/milvus-server

The server binds every interface, so it runs in a network namespace that this script makes (Linux, `unshare` and `ip`),
where nothing but the loopback exists. It takes up to two minutes to start and 400 MB; it is ended by its process group.
"""

from __future__ import annotations

import argparse
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import traceback
from pathlib import Path

import numpy as np
import pytest

from inspector.contract import Metric
from inspector.errors import StoreError
from inspector.records.documents import Document
from inspector.stores.collection import SearchParams
from inspector.stores.engines.milvus import open_milvus
from inspector.stores.spec import IndexSpec
from tests.stores.engines.conformance import CLAIMS, Subject, check_closed
from tests.stores.engines.same_documents import DIM

PORT = 19_530
ADDRESS = f"http://127.0.0.1:{PORT}"
START_SECONDS = 150
LARGE = 5_000
INDEX_SECONDS = 90
INSIDE = "--inside"
KINDS = (
    ("flat_cosine", Metric.COSINE, "FLAT"),
    ("flat_ip", Metric.INNER_PRODUCT, "FLAT"),
    ("flat_l2", Metric.L2, "FLAT"),
    ("hnsw_cosine", Metric.COSINE, "HNSW"),
    ("hnsw_l2", Metric.L2, "HNSW"),
    ("ivf_ip", Metric.INNER_PRODUCT, "IVF_FLAT"),
)


def main() -> int:
    """Start the server in a network namespace, run all claims, stop it."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--venv", type=Path, required=True, help="environment with milvus==2.3.5 installed")
    arguments.add_argument(INSIDE, action="store_true", help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if not given.inside:
        inner = [sys.executable, "-m", "tests.integration.milvus_server", "--venv", str(given.venv), INSIDE]
        return subprocess.call(["unshare", "-rn", *inner])
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the server is stopped on the way out
    subprocess.check_call(["ip", "link", "set", "lo", "up"])
    with tempfile.TemporaryDirectory(prefix="milvus-server-") as folder:
        server = start(given.venv, Path(folder))
        try:
            return 1 if failures(server, Path(folder)) else 0
        finally:
            stop(server)


def start(venv: Path, folder: Path) -> subprocess.Popen[bytes]:
    """Start the server and wait until it answers."""
    command = [str(venv / "bin" / "milvus-server"), "--data", str(folder)]
    began = time.monotonic()
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, start_new_session=True)
    while time.monotonic() - began < START_SECONDS:
        if server.poll() is not None:
            raise SystemExit(f"The server ended: {(folder / 'server.log').read_text(errors='replace')[-2000:]}")
        if answers():
            print(f"server up after {time.monotonic() - began:.0f} s")
            return server
        time.sleep(1)
    stop(server)
    raise SystemExit(f"The server did not answer within {START_SECONDS} s.")


def answers() -> bool:
    """Whether the server lists its collections."""
    from pymilvus import MilvusClient, MilvusException

    try:
        with socket.create_connection(("127.0.0.1", PORT), timeout=1):
            pass
        client = MilvusClient(ADDRESS, timeout=5)
        client.list_collections(timeout=5)
        client.close()
    except (OSError, MilvusException):
        return False
    return True


def stop(server: subprocess.Popen[bytes]) -> None:
    """End the server with all processes it started."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(server.pid, sign)
        except ProcessLookupError:
            return
        try:
            server.wait(timeout=20)
        except subprocess.TimeoutExpired:
            continue


def failures(server: subprocess.Popen[bytes], folder: Path) -> int:
    """Run the claims on each kind of structure, then what only a server can show; give the number that failed."""
    from tests.stores.engines.milvus_loading import load

    failed = 0
    for name, metric, structure in KINDS:
        load(ADDRESS, name, metric, structure=structure, dynamic=True)
        engine = open_milvus(IndexSpec("milvus", ADDRESS, (("collection", name),)))
        print(f"\n{name}: {engine.facts.engine}, structure {engine.facts.structure or 'none (exact)'}")
        recall = 0.0 if structure == "IVF_FLAT" else 0.9
        # This server returns zero vectors from a built graph, and leaves them out of other cosine searches.
        zeros = None if metric is Metric.COSINE else True
        subject = Subject(engine, metric, exact=structure == "FLAT", recall=recall, zeros=zeros)
        failed += sum(tried(claim.__name__, lambda claim=claim, subject=subject: claim(subject)) for claim in CLAIMS)
        failed += tried("a_closed_engine_answers_no_more", lambda engine=engine: check_closed(engine))
    print("\nlarge enough for its index to be built")
    for structure in ("HNSW", "IVF_FLAT"):
        failed += tried(f"a_real_{structure.lower()}_obeys_its_settings", lambda each=structure: large(each))
    failed += tried("a_collection_that_is_not_loaded_is_left_so", not_loaded)
    failed += tried("a_server_that_stops_ends_a_call_in_time", lambda: stopped(server))
    print(f"\n{failed} failed")
    return failed


def tried(name: str, claim) -> int:
    """Run one claim and say how it went; 1 where it failed."""
    began = time.monotonic()
    try:
        claim()
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            raise
        print(f"  FAILED {name}\n{traceback.format_exc(limit=-4)}")
        return 1
    print(f"  passed {name} ({time.monotonic() - began:.1f} s)")
    return 0


def large(structure: str) -> None:
    """A segment with an index: more effort finds no less, and all cells together are exact."""
    from tests.stores.engines.milvus_loading import load, rows_of

    vectors = np.random.default_rng(5).normal(size=(LARGE, DIM)).astype(np.float32)
    documents = [Document(f"d{row}", "", "text", {"year": row % 7}) for row in range(LARGE)]
    name = f"large_{structure.lower()}"
    load(ADDRESS, name, Metric.L2, structure=structure, dynamic=True, rows=rows_of(documents, vectors, dynamic=True))
    engine = open_milvus(IndexSpec("milvus", ADDRESS, (("collection", name),)))
    queries = np.random.default_rng(6).normal(size=(20, DIM)).astype(np.float32)
    truth = [{f"d{row}" for row in np.argsort(np.sum((vectors - query) ** 2, axis=1))[:10]} for query in queries]

    def recall(**how: object) -> float:
        found = engine.search(queries, 10, **how)
        return float(np.mean([len(best & set(hits.ids)) / 10 for best, hits in zip(truth, found, strict=True)]))

    most = SearchParams(nprobe=1000, ef_search=2000)
    least = SearchParams(nprobe=1, ef_search=10)
    end = time.monotonic() + INDEX_SECONDS
    while recall(params=least) == 1.0 and time.monotonic() < end:
        time.sleep(1)  # until the index is built, the server compares with all vectors
    few, own, many = recall(params=least), recall(), recall(params=most)
    print(f"    {engine.facts.structure}: recall@10 {few:.3f} at least effort, {own:.3f} by itself, {many:.3f} at most")
    assert few < many and many > 0.98
    assert len(engine.search(queries[:1], 300)[0].ids) > 100
    assert len(set(engine.sample_ids(3_000, 1))) == 3_000
    assert sum(len(part.documents) for part in engine.iterate()) == LARGE
    assert len(engine.fetch([f"d{row}" for row in range(1_200)]).documents) == 1_200
    if engine.facts.exact_search:
        assert recall(exact=True) == 1.0
        for best, hits in zip(vectors, engine.search(vectors[:3], 5, exact=True), strict=False):
            assert hits.scores[0] == pytest.approx(0, abs=1e-5), best
    engine.close()


def not_loaded() -> None:
    """A released collection is not loaded by opening it; the error says what to do."""
    from pymilvus import MilvusClient

    client = MilvusClient(ADDRESS)
    client.release_collection("flat_l2")
    try:
        open_milvus(IndexSpec("milvus", ADDRESS, (("collection", "flat_l2"),)))
        raise AssertionError("it was opened")
    except StoreError as error:
        assert "not loaded" in error.message and "load_collection" in error.hint, error
    assert client.get_load_state("flat_l2")["state"].name == "NotLoad"
    client.close()


def stopped(server: subprocess.Popen[bytes]) -> None:
    """After the server is gone a call ends within its limit, with a clear error."""
    engine = open_milvus(IndexSpec("milvus", ADDRESS, (("collection", "flat_ip"),)), seconds=5)
    stop(server)
    began = time.monotonic()
    try:
        engine.count_matching(())
        raise AssertionError("it answered")
    except StoreError as error:
        assert "does not answer" in error.message and ADDRESS in error.message, error
        print(f"    {error}")
    assert time.monotonic() - began < 10
    engine.close()


if __name__ == "__main__":
    sys.exit(main())
