"""Reads .jsonl corpora: one JSON object a line, UTF-8. Holds one line at a time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from inspector.build.metadata import type_name
from inspector.build.rows import Row

_BOM = b"\xef\xbb\xbf"


def read(path: Path) -> Iterator[Row]:
    """Read a file line by line; blank lines are no rows.

    Raises:
        OSError: the file cannot be read.
    """
    done = 0
    with path.open("rb") as file:
        for number, raw in enumerate(file, start=1):
            done += len(raw)
            line = raw.removeprefix(_BOM) if number == 1 else raw
            if line.strip():
                yield _row(number, line, done)


def _row(number: int, line: bytes, done: int) -> Row:
    try:
        value = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        return Row(number, {}, done, f"is not UTF-8 (byte {error.start + 1} of the line)")
    except json.JSONDecodeError as error:
        return Row(number, {}, done, f"is not JSON ({error.msg} at column {error.colno})")
    except (ValueError, RecursionError) as error:
        return Row(number, {}, done, f"is not JSON that can be read ({error})")
    if not isinstance(value, dict):
        return Row(number, {}, done, f"is JSON but not an object: {type_name(value)}")
    return Row(number, value, done)
