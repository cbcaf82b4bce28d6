"""The last evaluation of an index as it was kept: its numbers, and of single queries their judgements and lists.

Invariant: what is read is what the last job found; a file that is gone or broken reads as nothing. Cost: the numbers
are read once for each evaluation; a query's lists take a pass through the files of lists, once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from inspector import files
from inspector.errors import InspectorError, StoreError
from inspector.evaluate.form import UNREADABLE, evaluation_of
from inspector.evaluate.judgements import parse_judgements
from inspector.records.evaluation import Evaluation
from inspector.stores.collection import Collection
from inspector.ui.runtime import memo
from inspector.ui.runtime.evaluating import Asked, last_path, read_asked

NOTHING: Mapping[str, int] = {}


@dataclass(frozen=True, slots=True)
class Kept:
    """The last evaluation of an index.

    Attributes:
        asked: What it was asked with.
        found: What it found, less the ranked lists, which are in its folder.
    """

    asked: Asked
    found: Evaluation


def last(collection: Collection) -> Kept | None:
    """Give the last evaluation of this content, kept in memory by its file; None where there is none."""
    try:
        stamp = last_path(collection).stat().st_mtime_ns
    except (OSError, StoreError):
        return None
    key = (collection.fingerprint,)
    known = memo.remembered("evaluation", key, lambda: (stamp, _load(collection)))
    if known[0] != stamp:
        memo.forget("evaluation", key)
        known = memo.remembered("evaluation", key, lambda: (stamp, _load(collection)))
    return known[1]


def _load(collection: Collection) -> Kept | None:
    try:
        kept = files.read_json(last_path(collection))
        return Kept(read_asked(kept["asked"]), evaluation_of(kept["found"]))
    except (InspectorError, *UNREADABLE):
        return None


def grades(kept: Kept, query: str) -> Mapping[str, int]:
    """Give the grades of a query's judged documents; nothing where the file of judgements is gone."""
    path = Path(kept.asked.folder) / kept.asked.judged

    def read() -> Mapping[str, Mapping[str, int]]:
        try:
            return parse_judgements(path.read_text(encoding="utf-8"), path.name).by_query
        except (InspectorError, OSError, ValueError):
            return {}

    return memo.remembered("evaluation grades", (kept.asked.folder,), read).get(query, NOTHING)


def places(kept: Kept, run: str, query: str) -> Mapping[str, int]:
    """Give where a run has its documents of a query, 1-based; nothing where its file is gone."""
    key = (kept.asked.folder, run, query)
    return memo.remembered("evaluation places", key, lambda: _places(run_file(kept, run), query))


def run_file(kept: Kept, run: str) -> Path:
    """Give the file of a run's lists, in TREC's form."""
    return Path(kept.asked.folder) / "found" / f"{run}.run"


def run_bytes(kept: Kept, run: str) -> bytes:
    """Give the content of a run's file; nothing where it is gone."""
    try:
        return run_file(kept, run).read_bytes()
    except OSError:
        return b""


def _places(path: Path, query: str) -> Mapping[str, int]:
    found: dict[str, int] = {}
    try:
        with path.open(encoding="utf-8", newline="\n") as lines:
            for line in lines:
                if line.startswith(query):
                    cells = line.split("\t") if line.count("\t") == 5 else line.split()
                    if cells[0] == query:
                        found[cells[2]] = int(cells[3])
    except (OSError, ValueError, IndexError):
        return NOTHING
    return found
