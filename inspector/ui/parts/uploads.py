"""Upload fields for queries and for what they should find: the same kinds of files and the same cap everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from inspector.ui.runtime.given import Given, given_bytes

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

MAX_MEGABYTES = 100
QUERY_FILES = ("jsonl", "csv", "tsv", "txt")
JUDGED_FILES = ("tsv", "csv", "txt", "jsonl", "qrels")
QUERIES_HELP = (
    "JSON lines or a table with text, and if you like id and count (how often it was asked); or one query a line."
)


class Uploaded(Protocol):
    """A file that the browser sent."""

    name: str

    def getvalue(self) -> bytes:
        """Give its bytes."""


def queries_field(place: DeltaGenerator, key: str, *, said: str = QUERIES_HELP) -> Uploaded | None:
    """Draw the field for a file of queries."""
    return place.file_uploader("Queries", type=list(QUERY_FILES), key=key, max_upload_size=MAX_MEGABYTES, help=said)


def judged_field(place: DeltaGenerator, key: str, label: str, *, said: str) -> Uploaded | None:
    """Draw the field for a file of judgements."""
    return place.file_uploader(label, type=list(JUDGED_FILES), key=key, max_upload_size=MAX_MEGABYTES, help=said)


def read(file: Uploaded) -> Given:
    """Give what a file holds.

    Raises:
        RequestError: it is not UTF-8.
    """
    return given_bytes(file.name, file.getvalue())
