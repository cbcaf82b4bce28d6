"""Fingerprints of content: what every cache key and every identity check is made of.

A fingerprint is the first 32 hexadecimal digits (128 bits) of a SHA-256. It depends on content alone, never on a name,
a path, a date or an object's identity.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

LENGTH = 32
CHUNK = 1 << 20


def of_bytes(data: bytes) -> str:
    """Fingerprint raw bytes."""
    return hashlib.sha256(data).hexdigest()[:LENGTH]


def of_text(text: str) -> str:
    """Fingerprint a text by its UTF-8 bytes; lone surrogates are kept apart, not refused."""
    return of_bytes(text.encode("utf-8", errors="surrogatepass"))


def of_values(*values: object) -> str:
    """Fingerprint JSON-like values (str, int, float, bool, None, lists, dicts), independent of dictionary order.

    Raises:
        TypeError: a value is not JSON-like, so it has no content to hash.
    """
    return of_text(json.dumps(values, sort_keys=True, ensure_ascii=False, separators=(",", ":")))


def sha256_of_file(path: Path) -> str:
    """Give the full SHA-256 of a file, 64 hexadecimal digits, reading 1 MiB at a time."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
