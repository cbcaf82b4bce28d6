"""A small OpenAI-compatible service on this machine, with faults that can be switched on for its next answers."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np

from tests.toy import ToyEmbedder


@dataclass
class Stub:
    """What the service does and what it was asked."""

    encode: Callable[[Sequence[str]], np.ndarray] = field(default_factory=lambda: ToyEmbedder().encode)
    faults: list[str] = field(default_factory=list)
    requests: list[dict] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)
    address: str = ""
    base64: bool = False

    def answer(self, asked: dict, fault: str) -> bytes:
        vectors = self.encode(asked["input"])[:, : asked.get("dimensions")]
        data = [{"index": row, "embedding": self.written(vector)} for row, vector in enumerate(vectors)]
        if fault == "count":
            data = data[1:]
        if fault == "nan":
            data[0]["embedding"] = [float("nan")] * vectors.shape[1]
        if fault == "dim":
            data = [{**one, "embedding": one["embedding"][1:]} for one in data]
        content = json.dumps({"data": data[::-1], "usage": {"prompt_tokens": 7 * len(data)}}).encode()
        return {"html": b"<html>Welcome</html>", "half": content[: len(content) // 2]}.get(fault, content)

    def written(self, vector: np.ndarray) -> object:
        return base64.b64encode(vector.astype("<f4").tobytes()).decode() if self.base64 else vector.tolist()


@contextmanager
def stub_server(stub: Stub) -> Iterator[Stub]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            stub.requests.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            stub.keys.append(self.headers["Authorization"])
            fault = stub.faults.pop(0) if stub.faults else ""
            if fault == "hang up":
                self.close_connection = True
                return
            status = int(fault.split()[0]) if fault[:1].isdigit() else 200
            message = {"error": {"message": f"no, {stub.keys[-1]} at {stub.address}"}}
            content = json.dumps(message).encode() if status != 200 else stub.answer(stub.requests[-1], fault)
            self.send_response(status)
            if " " in fault and status == 429:
                self.send_header("Retry-After", fault.split()[1])
            if status == 302:
                self.send_header("Location", stub.address + "/elsewhere")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    stub.address = f"http://127.0.0.1:{server.server_port}/v1"
    try:
        yield stub
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
