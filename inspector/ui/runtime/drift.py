"""Comparisons of then and now: made as jobs, their results kept on disk and shared by all sessions.

Invariant: what is asked for is keyed by content, so what was compared once is shown at once, to everyone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from inspector import fingerprint
from inspector.files import home, write_atomic
from inspector.monitor.saved import key_of_indexes, key_of_parts, key_of_queries, load_drift
from inspector.records.drift import Drift
from inspector.stores.collection import Collection
from inspector.ui.runtime import engine, jobs, roots
from inspector.ui.runtime.job_queue import JobKey, JobKind

TITLE = "Comparing then and now"


@dataclass(frozen=True, slots=True)
class Comparison:
    """What an index is to be compared with.

    Attributes:
        key: Of its content.
        options: What the command is told beside the index.
        then: Earlier queries; empty where documents are compared.
        now: Queries of now.
    """

    key: str
    options: tuple[str, ...] = ()
    then: tuple[str, ...] = ()
    now: tuple[str, ...] = ()


def with_index(then: Path) -> Comparison:
    """Ask for a comparison with an earlier index.

    Raises:
        RequestError: one of its files lies outside the roots.
        StoreError: it cannot be opened.
    """
    earlier = engine.collection(roots.contained_index(then))
    return Comparison(key_of_indexes(earlier.fingerprint), ("--then", str(then)))


def with_parts(field: str, split: str) -> Comparison:
    """Ask for a comparison of the documents before a value of a field with those from it on."""
    return Comparison(key_of_parts(field, split), ("--field", field, "--split", split))


def with_queries(then: Sequence[str], now: Sequence[str]) -> Comparison:
    """Ask for a comparison of two lists of queries, as `read_list` gives them."""
    return Comparison(key_of_queries(then, now), then=tuple(then), now=tuple(now))


def last_result(collection: Collection, comparison: Comparison) -> Drift | None:
    """Give the last result of a comparison; None where it was never made."""
    return load_drift(collection, comparison.key)


def job_of(collection: Collection, comparison: Comparison, last: Drift | None) -> JobKey:
    """Give the key of the job that replaces a result, or makes the first one."""
    values = (collection.fingerprint, comparison.key, last.made_at if last else "")
    return JobKey(JobKind.DRIFT, fingerprint.of_values(*values))


def start(path: Path, collection: Collection, comparison: Comparison, last: Drift | None) -> None:
    """Start a comparison, or join the one that others started.

    Args:
        path: The index folder.
        collection: The index, opened.
        comparison: What to compare it with.
        last: The result to replace; None for the first.

    Raises:
        StoreError: the queries cannot be kept.
    """
    options = kept_queries(comparison) if comparison.then else comparison.options
    command = jobs.inspector_command("drift", str(path), *options)
    jobs.start(JobKind.DRIFT, job_of(collection, comparison, last).key, command, TITLE)


def kept_queries(comparison: Comparison) -> tuple[str, ...]:
    """Keep the queries of a comparison where the command reads them; gives its options.

    Raises:
        StoreError: the folder cannot be written to, or the disk is full.
    """
    folder = home() / "drift" / comparison.key
    for name, texts in (("then.txt", comparison.then), ("now.txt", comparison.now)):
        content = ("\n".join(texts) + "\n").encode("utf-8")
        write_atomic(folder / name, lambda part, content=content: _write(part, content))  # type: ignore[misc]
    return ("--then-queries", str(folder / "then.txt"), "--queries", str(folder / "now.txt"))


def _write(part: Path, content: bytes) -> None:
    part.write_bytes(content)
