"""Many people at once in one running app: is each answer the right one, how soon does it come, what does it cost?

    python -m tests.benchmarks.load [INDEX] [--queries FILE] [--sessions 20] [--each 5] [--pause 0]
        [--large INDEX]

Each session is a client of its own (`tests/ui/wire.py`): it opens a link, types one query after the other, looks at
each answer for --pause seconds (0 is the hardest case), and polls what a page polls. The lists of each answer are
compared with what one process of `inspect --json` finds. First one session alone, then all at once, no query twice.
Seconds run from the question to the lists, and to the first whole page. Then four people map and check two indexes at
once, and the tab of somebody who waits for a map (of --large, or of random vectors) is closed. Memory is the server's
resident set, from Linux's /proc.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from inspector.build.build import build
from inspector.build.settings import BuildSettings
from inspector.cli.queries import read_queries
from inspector.stores import open_index
from tests.ui.harness import ROOT, App, running_app
from tests.ui.indexes import corpus
from tests.ui.waiting import until
from tests.ui.wire import Session, sessions

SAMPLE = ROOT / "sample_data"
ALONE = 40
"""Queries that one session asks alone, for comparison."""

TARGET = 20.0
LARGE = 20_000
GONE_WITHIN = 15.0
"""Seconds within which the work of a closed tab has to end."""

LISTS = (
    ("embedding", "neighbors", "distance", 3),
    ("keyword", "keyword", "score", 2),
    ("hybrid", "hybrid", "score", 4),
)
"""Each list as the page calls it, as the command calls it, its value, and the digits the page shows of it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a session saw: seconds until the lists and until the first whole page, and what was wrong with the lists."""

    lists: float
    page: float
    wrong: tuple[str, ...]


def found_alone(index: Path, queries: Sequence[str], folder: Path) -> dict[str, dict[str, Any]]:
    """Give what one process of the command line finds for each query."""
    file = folder / "queries.jsonl"
    file.write_text("\n".join(json.dumps({"id": str(n), "text": text}) for n, text in enumerate(queries)))
    command = [sys.executable, "-m", "inspector", "inspect", str(index), "--queries", str(file), "--json"]
    environment = {**os.environ, "INSPECTOR_HOME": str(folder / "alone"), "HF_HUB_OFFLINE": "1"}
    run = subprocess.run(
        [*command, "--explain", "none"], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True
    )
    return {query: json.loads(line) for query, line in zip(queries, run.stdout.splitlines(), strict=True)}


def mistakes(shown: dict[str, list[dict[str, Any]]], found: dict[str, Any]) -> tuple[str, ...]:
    """Say where the lists of a page are not what was found alone: other documents, or values."""
    wrong = []
    for name, key, value, digits in LISTS:
        ours = [(row["id"], float(row["value"])) for row in shown.get(name, [])]
        theirs = [(hit["id"], hit[value]) for hit in found[key]]
        close = 0.5 * 10**-digits + 1e-5  # what rounding takes away, and what two batches differ by
        if [each for each, _ in ours] != [each for each, _ in theirs] or not np.allclose(
            [each for _, each in ours], [each for _, each in theirs], rtol=0, atol=close
        ):
            wrong.append(f"{found['query']!r}: {name} list {ours}, alone {theirs}")
    return tuple(wrong)


def ask(session: Session, query: str, found: dict[str, Any], pause: float) -> Answer:
    """Ask one query; wait for its lists, then for the first whole page, and look at it."""
    started = time.perf_counter()
    session.type(query)
    session.until(lambda: session.lists(query))
    seconds, wrong = time.perf_counter() - started, mistakes(session.lists(query) or {}, found)
    session.until(lambda: session.whole_runs)
    page = time.perf_counter() - started
    session.look(pause)
    return Answer(seconds, page, wrong)


def ask_at_once(
    opened: Sequence[Session], shares: Sequence[Sequence[str]], found: dict[str, dict[str, Any]], pause: float = 0.0
) -> list[Answer]:
    """Let every session ask its own queries one after the other, all beginning at the same moment."""
    begin = threading.Barrier(len(opened))

    def visit(session: Session, queries: Sequence[str]) -> list[Answer]:
        begin.wait()
        return [ask(session, query, found[query], pause) for query in queries]

    with ThreadPoolExecutor(len(opened)) as pool:
        return [answer for answers in pool.map(visit, opened, shares) for answer in answers]


def warm(app: App, index: str, query: str) -> None:
    """Visit the app until its model and the collection's backgrounds are there and the map is drawn."""
    with sessions(app, index) as (session,):
        session.open(query=query)
        session.until(lambda: (session.lists(query) or {}).get("embedding") and session.whole_runs and session.at_rest)


def server(app: App) -> int:
    """Give the process id of a running app."""
    port = app.url.rpartition(":")[2]
    return next(each for each, command in _processes() if "streamlit" in command and f"--server.port {port}" in command)


def _processes() -> list[tuple[int, str]]:
    """Give id and command line of every process."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            found.append((int(folder.name), command))
    return found


def jobs(pid: int) -> list[tuple[int, str]]:
    """Give id and command (map, check, ...) of the work that runs for a server."""
    found = []
    for each, command in _processes():
        with suppress(OSError):
            named = re.search(r"-m inspector (\w+)", command)
            parent = (Path("/proc") / str(each) / "stat").read_text().rpartition(")")[2].split()[1]
            if named and int(parent) == pid:
                found.append((each, named[1]))
    return found


def megabytes(pid: int) -> float:
    """Give the resident memory of a process, MB."""
    status = (Path("/proc") / str(pid) / "status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


def load(index: Path, queries: Sequence[str], count: int, each: int, pause: float, folder: Path) -> None:
    """Print what one session and many at once see, and what they cost."""
    found = found_alone(index, queries[: ALONE + count * each], folder)
    alone, many = queries[:ALONE], queries[ALONE : ALONE + count * each]
    with running_app(folder, environment={"INSPECTOR_OPEN": str(index.resolve())}) as app:
        warm(app, index.name, queries[-1])
        pid, memory = server(app), [megabytes(server(app))]
        with sessions(app, index.name) as opened:
            single, errors = ask_at_once(opened, [alone], found, pause), opened[0].errors
        memory.append(megabytes(pid))
        with sessions(app, index.name, count) as opened:
            answers = ask_at_once(opened, [many[place::count] for place in range(count)], found, pause)
            errors += [error for session in opened for error in session.errors]
            memory.append(megabytes(pid))
    print(f"{index.name}: {len(answers)} answers to {count} sessions at once, {pause:g} s between two, ", end="")
    print(f"{os.cpu_count()} cores")
    for what in ("lists", "page"):
        spent = np.array([getattr(answer, what) for answer in answers])
        base = statistics.median(getattr(answer, what) for answer in single)
        said = ", ".join(
            f"{name} {value:.2f} s ({value / base:.1f} x)"
            for name, value in zip(("median", "p95", "max"), np.percentile(spent, [50, 95, 100]), strict=True)
        )
        met = "met" if np.percentile(spent, 95) <= TARGET * base else "MISSED"
        print(
            f"until {what}: alone {base:.3f} s (median of {len(single)}); at once {said}; p95 <= {TARGET:.0f} x {met}"
        )
    wrong = [said for answer in (*single, *answers) for said in answer.wrong]
    print(f"answers that are not those of one process: {len(wrong)}; errors shown: {len(errors)}")
    print(*[*wrong, *errors][:10], sep="\n", end="\n" if wrong or errors else "")
    print(f"server memory: warm {memory[0]:.0f} MB, after {len(single)} answers {memory[1]:.0f} MB,", end=" ")
    print(f"with {count} sessions and their {len(answers)} answers {memory[2]:.0f} MB,", end=" ")
    print(f"{(memory[2] - memory[1]) / count:.1f} MB a session")


def halves(index: Path, folder: Path) -> list[str]:
    """Make two indexes of the halves of one, and give their names."""
    source = open_index(str(index))
    rows = np.arange(source.count)
    contract = source.contract
    for place, half in enumerate((rows[::2], rows[1::2])):
        documents = source.documents(source.ids_at(half))
        lines = tuple({"id": each.id, "title": each.title, "text": each.text} for each in documents)
        vectors = folder / f"half{place}.npy"
        np.save(vectors, np.asarray(source.vectors(half)))
        settings = BuildSettings(contract.model, vectors, contract.recipe, contract.metric)
        build(corpus(folder / f"half{place}.jsonl", lines), folder / "halves" / f"half{place}", settings)
    return ["half0", "half1"]


def share_jobs(index: Path, query: str, folder: Path) -> None:
    """Print how four people fare who map and check two indexes at once."""
    names, home = halves(index, folder), folder / "jobs"
    home.mkdir()
    most: Counter[str] = Counter()
    with ExitStack() as stack:
        app = stack.enter_context(
            running_app(home, environment={"INSPECTOR_INDEX_ROOTS": str((folder / "halves").resolve())})
        )
        pid, waited, ended = server(app), set[str](), []
        pages = [(kind, stack.enter_context(sessions(app, name))[0]) for name in names for kind in ("map", "check")]

        def follow(kind: str, page: Session) -> None:
            page.open("health" if kind == "check" else "", "" if kind == "check" else query)
            if kind == "check":
                page.until(lambda: "Check this index" in page.text())
                page.press("Check this index")
            done = "Check again" if kind == "check" else "documents, UMAP"

            def finished() -> bool:
                waited.update([kind] if "in line" in page.text() else [])
                return done in page.text()

            page.until(finished)
            ended.append(kind)

        with ThreadPoolExecutor(len(pages)) as pool:
            following = [pool.submit(follow, *each) for each in pages]
            while not all(each.done() for each in following):
                most |= Counter(kind for _, kind in jobs(pid))
                time.sleep(0.02)
            for each in following:
                each.result()
        errors = [error for _, page in pages for error in page.errors]
    print(f"jobs: {len(ended)} of {len(pages)} finished; at most at once: {dict(most)}; queue shown: {sorted(waited)}")
    print("\n".join(errors) or "no error shown")


def close_a_tab(large: Path, folder: Path) -> None:
    """Print how soon the work for a closed tab ends."""
    home = folder / "tab"
    home.mkdir()
    with running_app(home, environment={"INSPECTOR_OPEN": str(large.resolve())}) as app:
        pid = server(app)
        with sessions(app, large.name) as (page,):
            page.open(query="crowd member")
            page.until(lambda: "map" in [work for _, work in jobs(pid)])
            closed = time.perf_counter()
        until(lambda: not jobs(pid))
        gone = time.perf_counter() - closed
    print(f"tab closed: its map ended after {gone:.1f} s, {'within' if gone <= GONE_WITHIN else 'NOT within'} 15 s")


def crowd(folder: Path) -> Path:
    """Make an index of random vectors whose map takes long."""
    lines = tuple({"id": f"c{row}", "title": "", "text": f"crowd member {row}"} for row in range(LARGE))
    np.save(folder / "crowd.npy", np.random.default_rng(0).normal(size=(LARGE, 384)).astype(np.float32))
    return build(
        corpus(folder / "crowd.jsonl", lines), folder / "crowd", BuildSettings(vectors=folder / "crowd.npy")
    ).path


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("index", type=Path, nargs="?", default=SAMPLE / "help-centre")
    parser.add_argument("--queries", type=Path, default=SAMPLE / "queries.jsonl")
    parser.add_argument("--sessions", type=int, default=20)
    parser.add_argument("--each", type=int, default=5)
    parser.add_argument("--pause", type=float, default=0.0)
    parser.add_argument("--large", type=Path)
    arguments = parser.parse_args()
    queries = list(dict.fromkeys(read_queries(arguments.queries)))
    if len(queries) < ALONE + arguments.sessions * arguments.each + 1:
        parser.error(f"{len(queries)} different queries are too few: give more, or smaller --sessions or --each.")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        load(arguments.index, queries, arguments.sessions, arguments.each, arguments.pause, folder)
        share_jobs(arguments.index, queries[0], folder)
        close_a_tab(arguments.large or crowd(folder), folder)


if __name__ == "__main__":
    main()
