"""The connection to Milvus: a server, or a milvus-lite folder. One place where its errors become ours.

Invariants: every call has a time limit. A milvus-lite folder is never opened itself, for milvus-lite writes to what it
opens: it works on a copy whose large files are links. The token is read from the environment and shown nowhere.
"""

from __future__ import annotations

import importlib
import logging
import math
import os
import socket
import tempfile
import weakref
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from inspector.errors import MissingDependencyError, StoreError
from inspector.files import reason
from inspector.stores.engines.address import checked_address
from inspector.stores.engines.milvus_lite import copy_lite, forget_copy
from inspector.stores.engines.retrying import Retrying
from inspector.stores.spec import IndexSpec

Answer = TypeVar("Answer")

TOKEN = "MILVUS_TOKEN"
SECONDS = 30.0
_CONNECT_SECONDS = 10.0
_PORT = 19_530
_HOW = f"Write milvus:http://localhost:{_PORT}?collection=NAME and put a token into {TOKEN}."
_INSTALL = "Install it: pip install pymilvus==3.0.2 milvus-lite==3.2.2"
_NEED_LOGIN = (1400, 1401, 1800)
_NOT_LOADED = (101, 503)


class MilvusLink:
    """An open connection; safe to use from several threads."""

    def __init__(self, spec: IndexSpec, seconds: float = SECONDS) -> None:
        """Connect.

        Args:
            spec: Names the server or the milvus-lite folder.
            seconds: Time limit of each call, > 0; connecting takes at most 10.

        Raises:
            MissingDependencyError: pymilvus or milvus-lite is not installed.
            RequestError: the location is no folder and no http address.
            StoreError: the server does not answer in time, or the folder cannot be read.
        """
        pymilvus = _pymilvus()
        self.is_lite = "://" not in spec.location
        where = spec.location if self.is_lite else checked_address(spec.location, "Milvus", _HOW)
        self.name = f"milvus-lite in {where}" if self.is_lite else f"Milvus at {where}"
        self._tidy: Callable[[], object] | None = None
        self._closed = False
        self._token = "" if self.is_lite else os.environ.get(TOKEN, "")
        self._exceptions: tuple[type[Exception], ...] = (pymilvus.MilvusException, _rpc_error(), OSError)
        self._seconds = seconds
        hint = "Check that the server runs and that the address is right, then open it again."
        self._retrying = Retrying(self.name, (ConnectionError,), seconds, hint)
        uri = self._copied(spec.location) if self.is_lite else spec.location
        self._client: Any = None
        try:
            self._client = self._asked(lambda left: self._connected(pymilvus, uri, left), _CONNECT_SECONDS)
        except BaseException:
            self.close()
            raise

    def ask(self, question: Callable[[Any, float], Answer]) -> Answer:
        """Ask something of the client.

        Args:
            question: Given the client and the seconds that are left; gives the answer.

        Raises:
            StoreError: the connection is closed, Milvus does not answer in time, or it refuses.
        """
        if self._closed:
            raise StoreError(f"The connection to {self.name} is closed.", "Open the index again.")
        return self._asked(lambda left: question(self._client, left))

    def close(self) -> None:
        """Close the connection; a second time does nothing."""
        if self._closed:
            return
        self._closed = True
        if self._client is not None:
            self._client.close()
        if self._tidy is not None:
            self._tidy()

    def _copied(self, location: str) -> str:
        try:
            folder = copy_lite(Path(location).expanduser(), Path(tempfile.mkdtemp(prefix="inspector-milvus-")))
        except OSError as error:
            raise StoreError(f"{location} cannot be read: {reason(error)}.", "Check the folder.") from error
        self._tidy = weakref.finalize(self, forget_copy, folder)  # also where nobody closes: when the process ends
        return str(folder)

    def _connected(self, pymilvus: Any, uri: str, left: float) -> Any:
        if not self.is_lite:
            parts = urlsplit(uri)
            # A closed port answers at once here, while the client would wait for its whole time.
            with socket.create_connection((parts.hostname, parts.port or _default_port(parts.scheme)), timeout=left):
                pass
        return pymilvus.MilvusClient(uri, token=self._token, timeout=left)

    def _asked(self, question: Callable[[float], Answer], at_most: float = math.inf) -> Answer:
        def told(left: float) -> Answer:
            try:
                return question(left)
            except self._exceptions as error:
                if is_lost(error):
                    raise ConnectionError(self._said(error)) from None
                raise self._refused(error) from None

        return replace(self._retrying, seconds=min(at_most, self._seconds)).call(told)

    def _refused(self, error: Exception) -> StoreError:
        said = self._said(error)
        code = _code(error)
        if code == "DEADLINE_EXCEEDED":
            return StoreError(
                f"{self.name} took longer than {self._seconds:g} seconds.", "Ask for fewer results, or try again later."
            )
        if code in ("UNAUTHENTICATED", "PERMISSION_DENIED") or code in _NEED_LOGIN:
            return StoreError(f"{self.name} refuses: {said}.", f"Set {TOKEN} to a token that may read the collection.")
        if code in _NOT_LOADED or "not loaded" in said:
            return StoreError(f"{self.name} refuses: {said}.", "Load the collection there, then open it again.")
        return StoreError(f"{self.name} refuses: {said}.", "Mend what it names, then try again.")

    def _said(self, error: Exception) -> str:
        """Give what an error says, on one line, without the token and the password in it."""
        text = reason(error) if isinstance(error, OSError) else str(getattr(error, "message", "") or error)
        for secret in (self._token, self._token.partition(":")[2]):
            text = text.replace(secret, "…") if secret else text
        return " ".join(text.split())[:300].rstrip(".")


def is_lost(error: Exception) -> bool:
    """Say whether an exception of the client means that the connection is lost."""
    if isinstance(error, OSError):
        return True
    names = {"ConnectError", "MilvusUnavailableException", "ConnectionNotExistException"}
    said = str(getattr(error, "message", "") or error)
    lost = type(error).__name__ in names or _code(error) in ("UNAVAILABLE", "CANCELLED")
    return lost or "Fail connecting" in said or "should create connection first" in said


def _code(error: Exception) -> str | int:
    """Give the code of an error: Milvus's own number, or the name of gRPC's."""
    code: Any = getattr(error, "code", None)
    code = code() if callable(code) else code
    return code.name if type(code).__name__ == "StatusCode" else int(code or 0)


def _default_port(scheme: str) -> int:
    return 443 if scheme == "https" else _PORT


def _pymilvus() -> Any:
    try:
        pymilvus = importlib.import_module("pymilvus")
    except ImportError as error:
        raise MissingDependencyError("Milvus needs the package pymilvus.", _INSTALL) from error
    # It logs each error with a traceback before raising it; what is raised here says all.
    logging.getLogger("pymilvus").setLevel(logging.CRITICAL)
    return pymilvus


def _rpc_error() -> type[Exception]:
    error: type[Exception] = importlib.import_module("grpc").RpcError
    return error
