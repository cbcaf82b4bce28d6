"""How answers leave the program: one JSON document, or text for people, on stdout; everything else on stderr.

Invariant: what comes from documents or queries never steers the terminal: control characters are shown as spaces.
"""

from __future__ import annotations

import json
import math
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from typing import Any

from rich.console import Console
from rich.text import Text


@contextmanager
def quiet_stdout() -> Iterator[None]:
    """Send whatever libraries print during the work to stderr."""
    with redirect_stdout(sys.stderr):
        yield


def print_json(value: object, *, one_line: bool = False) -> None:
    """Write one JSON document, floats in full precision; NaN and infinities, which JSON lacks, are null."""
    text = json.dumps(finite(value), ensure_ascii=False, allow_nan=False, indent=None if one_line else 2)
    # Half a character cannot be written as UTF-8; its escape is JSON too.
    sys.stdout.buffer.write(text.encode("utf-8", errors="backslashreplace") + b"\n")
    sys.stdout.buffer.flush()


def finite(value: object) -> Any:
    """Give a JSON-like value with None in place of every number that is not finite."""
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    if isinstance(value, dict):
        return {key: finite(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [finite(item) for item in value]
    return value


def console() -> Console:
    """Give the console answers for people are printed on; piped output is 120 columns wide."""
    width = None if sys.stdout.isatty() else 120
    return Console(file=sys.stdout, width=width, highlight=False, soft_wrap=False)


def shown(text: str, style: str = "") -> Text:
    """Give a text from a document or query for printing, with control characters as spaces and no markup read."""
    clean = "".join(" " if unicodedata.category(char) in ("Cc", "Cs") else char for char in text)
    return Text(clean, style=style)


def warn(sentence: str) -> None:
    """Tell people something beside the answer."""
    sys.stderr.write(sentence + "\n")
