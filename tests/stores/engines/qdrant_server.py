"""A Qdrant server in small: the calls for reading, over HTTP as the real one has them, in front of local mode.

No package brings the real server. What is served here is what qdrant-client itself makes of the requests, so addresses,
keys, pages, time limits and lost connections of the engine are tried over a real socket; the search is local mode's.
"""

from __future__ import annotations

import contextlib
import json
import ssl
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from qdrant_client import QdrantClient, models

VERSION = "1.99.0"


class QdrantServer(ThreadingHTTPServer):
    """The server, and what the tests may do to it.

    Attributes:
        key: What a request must bring as its key; empty for none.
        asked: Method and path of every request, in order.
        drops: So many of the next requests lose their connection before an answer.
        says: Status and body that answer every request instead; None for none.
        waits: Part of the paths whose requests get no answer until the server ends; empty for none.
    """

    daemon_threads = True

    def __init__(self, client: QdrantClient) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.client = client
        self.one_at_a_time = threading.Lock()
        self.key = ""
        self.asked: list[str] = []
        self.drops = 0
        self.says: tuple[int, bytes] | None = None
        self.waits = ""
        self.over = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Stay silent about a client that went away."""


@contextlib.contextmanager
def serving(folder: Path, pair: tuple[Path, Path] | None = None) -> Iterator[QdrantServer]:
    """Serve a folder of local mode on a port of this machine, with TLS where there is a certificate and its key."""
    client = QdrantClient(path=str(folder), force_disable_check_same_thread=True)
    server = QdrantServer(client)
    if pair is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*pair)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.over.set()
        server.shutdown()
        server.server_close()
        thread.join(10)
        client.close()


def answer(client: QdrantClient, path: str, body: Any) -> Any:
    """Give what stands under "result"; a path that is not read by the engine is a KeyError."""
    if path == "/collections":
        return client.get_collections()
    if path == "/aliases":
        return client.get_aliases()
    _, _, name, *rest = path.split("/")
    if not rest:
        return client.get_collection(name)
    reads = {"query/batch": _query, "": _retrieve, "scroll": _scroll, "count": _count}
    return reads["/".join(rest[1:])](client, name, body)


def _query(client: QdrantClient, name: str, body: Any) -> Any:
    asked = models.QueryRequestBatch.model_validate(body)
    return client.query_batch_points(name, asked.searches)


def _retrieve(client: QdrantClient, name: str, body: Any) -> Any:
    asked = models.PointRequest.model_validate(body)
    return client.retrieve(name, asked.ids, asked.with_payload, asked.with_vector or False)


def _scroll(client: QdrantClient, name: str, body: Any) -> Any:
    asked = models.ScrollRequest.model_validate(body)
    points, offset = client.scroll(
        name,
        scroll_filter=asked.filter,
        limit=asked.limit or 10,
        offset=asked.offset,
        with_payload=asked.with_payload,
        with_vectors=asked.with_vector or False,
    )
    return {"points": plain(points), "next_page_offset": offset}


def _count(client: QdrantClient, name: str, body: Any) -> Any:
    asked = models.CountRequest.model_validate(body)
    return client.count(name, asked.filter, exact=bool(asked.exact))


def plain(found: Any) -> Any:
    """Give a record, or a list of them, as JSON can hold it."""
    if isinstance(found, list):
        return [plain(each) for each in found]
    return found.model_dump(mode="json") if isinstance(found, BaseModel) else found


class Handler(BaseHTTPRequestHandler):
    """One connection, which may bring many requests."""

    protocol_version = "HTTP/1.1"
    server: QdrantServer

    def do_GET(self) -> None:
        self._answer(None)

    def do_POST(self) -> None:
        self._answer(json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0))))

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def _answer(self, body: Any) -> None:
        server, path = self.server, self.path.partition("?")[0]
        server.asked.append(f"{self.command} {path}")
        if server.drops:
            server.drops -= 1
            self.close_connection = True
        elif server.says is not None:
            self._write(*server.says)
        elif server.key and self.headers.get("api-key") != server.key:
            self._send(403, {"status": {"error": "Must provide an API key"}})
        elif path == "/":
            self._send(200, {"title": "qdrant - vector search engine", "version": VERSION})
        else:
            if server.waits and server.waits in path:
                server.over.wait(60)
            with server.one_at_a_time:
                found = plain(answer(server.client, path, body))
            self._send(200, {"result": found, "status": "ok", "time": 0.0})

    def _send(self, status: int, said: Any) -> None:
        self._write(status, json.dumps(said).encode())

    def _write(self, status: int, data: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        if status == 429:
            self.send_header("Retry-After", "1")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)
