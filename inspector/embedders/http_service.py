"""One request to an OpenAI-compatible embedding service: sent, repeated where that helps, its answer checked.

Invariant: address and key come from the user's environment alone, are sent to no other place (redirects are not
followed), and stand in no message. An answer is read up to a bound of bytes and time.
"""

from __future__ import annotations

import base64
import http.client
import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlsplit

import numpy as np

from inspector.errors import EmbedderError
from inspector.settings import EMBEDDING_KEY, EMBEDDING_URL
from inspector.vectors import Float32Array

LARGEST_ANSWER = 64 << 20
ATTEMPTS = 5
LONGEST_PAUSE = 60.0
_TIMEOUT = 60.0
_DEADLINE = 180.0
_CHUNK = 1 << 16
_AGAIN = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
_LOST = (urllib.error.URLError, http.client.HTTPException, OSError)
_SAID = {
    401: (f"The embedding service refused the key (401); {EMBEDDING_KEY.name} was expected to hold a valid one."),
    403: (f"The embedding service does not allow this with the key given (403); see {EMBEDDING_KEY.name}."),
    404: "The embedding service knows no such model or address (404).",
}
_HINT = f"Check {EMBEDDING_URL.name} (it often ends in /v1), {EMBEDDING_KEY.name}, and the model's name."


class _Straight(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        """Follow no redirect: the key would go along."""


class Service:
    """A service that embeds texts. Safe to call from several threads."""

    def __init__(self, address: str, key: str, pause: Callable[[float], object] = time.sleep) -> None:
        """Know where it is; nothing is sent.

        Args:
            address: Its address without a slash at the end.
            key: Sent as bearer token; empty for none.
            pause: Waits so many seconds before a request is repeated.
        """
        self._address = address
        self._key = key
        self._pause = pause
        self._open = urllib.request.build_opener(_Straight())

    def vectors(self, model: str, texts: Sequence[str], dimensions: int) -> tuple[Float32Array, int | None]:
        """Embed a few texts in one request.

        Args:
            model: The model's name at the service.
            texts: At least one, none empty.
            dimensions: How many dimensions to ask for; 0 for all.

        Returns:
            Shape (texts, dim), and how many tokens the service counted; None where it does not say.

        Raises:
            EmbedderError: it cannot be reached, refuses, or answers anything but sound vectors for these texts.
        """
        asked: dict[str, Any] = {"model": model, "input": list(texts)}
        if dimensions:
            asked["dimensions"] = dimensions
        body = json.dumps(asked).encode()
        for attempt in range(ATTEMPTS):
            try:
                return _checked(self._send(body), len(texts))
            except urllib.error.HTTPError as error:
                said, wait = self._refusal(error)
            except _LOST as error:
                said, wait = f"The embedding service cannot be reached, or broke off ({type(error).__name__}).", 0.0
            if wait is None or attempt == ATTEMPTS - 1:
                break
            self._pause(max(wait, min(LONGEST_PAUSE, 2.0**attempt)))
        raise EmbedderError(said, _HINT) from None

    def _send(self, body: bytes) -> bytes:
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if self._key:
            headers["Authorization"] = f"Bearer {self._key}"
        request = urllib.request.Request(f"{self._address}/embeddings", body, headers, method="POST")
        until = time.monotonic() + _DEADLINE
        with self._open.open(request, timeout=_TIMEOUT) as answer:
            declared = answer.headers.get("Content-Length")
            found = bytearray()
            while chunk := answer.read1(_CHUNK):
                found += chunk
                if len(found) > LARGEST_ANSWER:
                    raise EmbedderError(f"The embedding service answered more than {LARGEST_ANSWER >> 20} MiB.", _HINT)
                if time.monotonic() > until:
                    raise TimeoutError
        if declared is not None and declared.isdigit() and len(found) < int(declared):
            raise http.client.IncompleteRead(b"")
        return bytes(found)

    def _refusal(self, error: urllib.error.HTTPError) -> tuple[str, float | None]:
        """Say what a refusal means, and after how many seconds at least to try again; None for never."""
        try:
            content = error.read(_CHUNK).decode("utf-8", "replace")
        except (OSError, http.client.HTTPException):
            content = ""
        finally:
            error.close()
        if error.code in _SAID:
            return _SAID[error.code], None
        said = f"The embedding service refused the request ({error.code}){self._quoted(content)}."
        if error.code not in _AGAIN or "insufficient_quota" in content:
            return said, None
        wait = _seconds(error.headers.get("Retry-After", ""))
        if wait > LONGEST_PAUSE:
            return f"The embedding service asks for a pause of {wait:.0f} seconds ({error.code}).", None
        return said, wait

    def _quoted(self, content: str) -> str:
        """Give the service's own reason, without key and host; empty where it gives none in JSON."""
        try:
            said = json.loads(content)["error"]["message"]
        except (ValueError, KeyError, TypeError, RecursionError):
            return ""
        text = " ".join(str(said).split())
        for secret in (self._key, self._address, urlsplit(self._address).hostname or ""):
            text = text.replace(secret, "…") if secret else text
        return f": {text[:200].rstrip('.')}"


def _seconds(written: str) -> float:
    """Read the seconds of a Retry-After header; a date, or anything else, counts as none."""
    return float(written) if written.isascii() and written.isdigit() and len(written) < 8 else 0.0


def _checked(content: bytes, count: int) -> tuple[Float32Array, int | None]:
    try:
        answer = json.loads(content)
        data, usage = answer["data"], answer.get("usage")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        kind = "a web page" if content.lstrip()[:1] == b"<" else "something else"
        raise EmbedderError(f"The embedding service answered {kind}, vectors in JSON were expected.", _HINT) from None
    try:
        places = [int(one.get("index", place)) for place, one in enumerate(data)]
        rows = [_row(one["embedding"]) for one in data]
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError):
        raise EmbedderError("The embedding service answered vectors that cannot be read.", _HINT) from None
    if sorted(places) != list(range(count)):
        raise EmbedderError(f"The embedding service answered {len(rows)} vectors for {count} texts.", _HINT)
    if len({len(row) for row in rows}) != 1 or not len(rows[0]):
        raise EmbedderError("The embedding service answered vectors of different lengths, or empty ones.", _HINT)
    out = np.empty((count, len(rows[0])), dtype=np.float32)
    out[places] = rows
    if not np.isfinite(out).all():
        raise EmbedderError("The embedding service answered a vector that is not finite.", _HINT)
    tokens = usage.get("prompt_tokens") if isinstance(usage, dict) else None
    return out, tokens if type(tokens) is int and tokens >= 0 else None


def _row(found: Any) -> Float32Array:
    if isinstance(found, str):
        return np.frombuffer(base64.b64decode(found, validate=True), dtype="<f4").astype(np.float32)
    row = np.asarray(found, dtype=np.float64)
    if row.ndim != 1:
        raise ValueError
    with np.errstate(over="ignore"):
        return row.astype(np.float32)
