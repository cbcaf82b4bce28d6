"""A door with TLS in front of a PostgreSQL server that has none, as a pooler in front of it would be."""

from __future__ import annotations

import contextlib
import socket
import ssl
import subprocess
import threading
from pathlib import Path

_WANTS_TLS = (8).to_bytes(4, "big") + (80877103).to_bytes(4, "big")
"""What a client sends first: the protocol's SSLRequest."""


def self_signed(folder: Path) -> tuple[Path, Path]:
    """Make a certificate for localhost that vouches for itself, and its key."""
    certificate, key = folder / "server.crt", folder / "server.key"
    command = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        "-days",
        "2",
    ]
    named = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    written = ["-keyout", str(key), "-out", str(certificate)]
    subprocess.run([*command, *named, *written], check=True, capture_output=True)
    return certificate, key


@contextlib.contextmanager
def tls_front(inner: Path, pair: tuple[Path, Path] | None):
    """Give a port of localhost whose connections go to the socket `inner`; without a certificate TLS is declined."""
    context = None
    if pair is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*pair)
    with socket.create_server(("127.0.0.1", 0)) as door:
        threading.Thread(target=_serve, args=(door, str(inner), context), daemon=True).start()
        yield door.getsockname()[1]
        door.shutdown(socket.SHUT_RDWR)


def _serve(door, inner, context):
    with contextlib.suppress(OSError):
        while True:
            client, _ = door.accept()
            threading.Thread(target=_connect, args=(client, inner, context), daemon=True).start()


def _connect(client, inner, context):
    with contextlib.suppress(OSError), client, socket.socket(socket.AF_UNIX) as server:
        if client.recv(8, socket.MSG_WAITALL) != _WANTS_TLS:
            return
        client.sendall(b"S" if context else b"N")
        line = context.wrap_socket(client, server_side=True) if context else client
        server.connect(inner)
        threading.Thread(target=_copy, args=(server, line), daemon=True).start()
        _copy(line, server)


def _copy(source, target):
    with contextlib.suppress(OSError):
        while part := source.recv(65536):
            target.sendall(part)
    for each in (source, target):
        with contextlib.suppress(OSError):
            each.shutdown(socket.SHUT_RDWR)
