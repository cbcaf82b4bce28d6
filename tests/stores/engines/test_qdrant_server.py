"""Qdrant over HTTP: what all engines must do, through a real socket; key, time limit, a server that goes away."""

from __future__ import annotations

import time

import numpy as np
import pytest

from inspector.contract import Metric
from inspector.errors import RequestError, StoreError
from inspector.stores.engines.qdrant import open_qdrant
from inspector.stores.spec import IndexSpec
from tests.stores.engines.conformance import CLAIMS, Subject, check_closed
from tests.stores.engines.qdrant_server import VERSION, serving
from tests.stores.engines.same_documents import COUNT, DIM, DOCUMENTS
from tests.stores.engines.test_qdrant import load
from tests.stores.engines.tls_front import self_signed

READING = ("POST /collections/docs/points", "GET /")
"""How requests that only read begin; the rest of a path is a word for reading, or nothing."""


def opened(server, **settings):
    values = {"vector": "text", "id": "key", **settings}
    return open_qdrant(IndexSpec("qdrant", server.url, tuple(values.items())))


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with serving(load(tmp_path_factory.mktemp("qdrant"), Metric.COSINE)) as running:
        yield running


@pytest.fixture(scope="module")
def subject(server):
    engine = opened(server)
    yield Subject(engine, Metric.COSINE, unit=True)
    check_closed(engine)


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.__name__)
def test_it_does_over_http_what_all_engines_do(subject, claim):
    claim(subject)


def test_the_version_is_the_servers_and_nothing_but_reading_is_asked(server):
    server.asked.clear()
    engine = opened(server)
    assert engine.facts.engine == f"Qdrant {VERSION}"
    engine.search(np.ones((1, DIM), dtype=np.float32), 3)
    assert len(engine.fetch([DOCUMENTS[0].id]).documents) == 1
    engine.close()
    assert all(each.startswith(READING) for each in server.asked)
    assert {each.rpartition("/")[2] for each in server.asked if each.startswith("POST")} == {"scroll", "count", "batch"}


def test_pages_are_followed_to_the_end(server):
    engine = opened(server)
    server.asked.clear()
    parts = list(engine.iterate(25))
    engine.close()
    assert [len(part.documents) for part in parts] == [25, 25, COUNT - 50]
    assert server.asked == ["POST /collections/docs/points/scroll"] * 3


def test_the_key_comes_from_the_environment_and_a_wrong_one_is_refused_without_being_shown(server, monkeypatch):
    monkeypatch.setattr(server, "key", "open-sesame")
    monkeypatch.setenv("QDRANT_API_KEY", "abracadabra")
    with pytest.raises(StoreError, match=r"refuses with 403.*Must provide an API key") as caught:
        opened(server)
    assert "QDRANT_API_KEY" in caught.value.hint
    assert "abracadabra" not in f"{caught.value} {caught.value.hint}"
    monkeypatch.setenv("QDRANT_API_KEY", "open-sesame")
    opened(server).close()


def test_a_connection_that_is_lost_once_is_taken_up_again(server, monkeypatch):
    engine = opened(server)
    parts = engine.iterate(25)
    first = next(parts)
    monkeypatch.setattr(server, "drops", 2)
    assert len(first.documents) + sum(len(part.documents) for part in parts) == COUNT
    engine.close()


def test_what_the_server_refuses_is_said_in_its_own_words_and_not_asked_again(server, monkeypatch):
    engine = opened(server)
    monkeypatch.setattr(server, "says", (500, b'{"status": {"error": "Service internal error: no disk"}}'))
    server.asked.clear()
    with pytest.raises(StoreError, match=r"refuses with 500.*no disk"):
        engine.count_matching(())
    assert len(server.asked) == 1
    engine.close()


@pytest.mark.parametrize(
    "answer",
    [(429, b'{"status": {"error": "Too many requests"}}'), (200, b"<html>Log in</html>"), (200, b'{"result": 3}')],
    ids=["too many requests", "a page of a proxy", "another shape"],
)
def test_an_answer_that_is_none_is_a_sentence_in_bounded_time(server, monkeypatch, answer):
    engine = opened(server, timeout="1")
    monkeypatch.setattr(server, "says", answer)
    started = time.monotonic()
    with pytest.raises(StoreError, match=f"Qdrant at {server.url}"):
        engine.count_matching(())
    assert time.monotonic() - started < 10
    engine.close()


def test_a_password_in_the_address_is_refused_and_not_shown():
    with pytest.raises(RequestError) as caught:
        open_qdrant(IndexSpec("qdrant", "http://root:secret@127.0.0.1:9"))
    assert "secret" not in f"{caught.value} {caught.value.hint}"


def test_a_server_that_does_not_answer_is_given_up_within_the_time_limit(server, monkeypatch):
    engine = opened(server, timeout="1")
    monkeypatch.setattr(server, "waits", "/count")
    started = time.monotonic()
    with pytest.raises(StoreError, match="does not answer"):
        engine.count_matching(())
    assert time.monotonic() - started < 10
    engine.close()


def test_a_server_that_ends_while_it_is_read_is_an_error_that_names_it(tmp_path):
    with serving(load(tmp_path, Metric.INNER_PRODUCT)) as running:
        engine = opened(running, timeout="1")
        parts = engine.iterate(25)
        assert len(next(parts).documents) == 25
    with pytest.raises(StoreError, match=rf"Qdrant at {running.url} does not answer"):
        list(parts)
    engine.close()


def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path):
    with serving(load(tmp_path / "q", Metric.L2), self_signed(tmp_path)) as running:
        place = running.url.replace("http://127.0.0.1", "https://localhost")
        with pytest.raises(StoreError, match="certificate"):
            open_qdrant(IndexSpec("qdrant", place, (("timeout", "1"),)))
        assert not running.asked
