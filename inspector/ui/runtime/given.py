"""Texts that a visitor gives: queries, judgements and lists, pasted, uploaded or the sample's own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from inspector.errors import RequestError
from inspector.sample import location


@dataclass(frozen=True, slots=True)
class Given:
    """A text of queries, judgements or ranked lists.

    Attributes:
        name: What it is called; its ending says its form.
        text: Its content.
    """

    name: str
    text: str


def given_bytes(name: str, data: bytes) -> Given:
    """Read an uploaded file as text.

    Raises:
        RequestError: it is not UTF-8.
    """
    try:
        return Given(name, data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise RequestError(f"{name} is not UTF-8 (byte {error.start}).", "Save it as UTF-8.") from error


def given_file(path: Path) -> Given:
    """Read a file of the sample.

    Raises:
        RequestError: it is not UTF-8.
    """
    return given_bytes(path.name, path.read_bytes())


def sample_judged(index: str) -> tuple[Given, Given] | None:
    """Give the sample's queries and judgements, for its index and its broken copies; None for any other.

    Args:
        index: The name of an index.
    """
    if location.fault_of(index) is None or not location.QUERIES.is_file() or not location.QRELS.is_file():
        return None
    return given_file(location.QUERIES), given_file(location.QRELS)
