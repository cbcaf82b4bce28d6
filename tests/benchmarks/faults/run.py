"""Runs the benchmark over collections, until all is done or time is up."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from inspector.embedders import load_embedder
from inspector.explain.vector_cache import VectorCache
from tests.benchmarks.faults.cases import Answer, Batch, Case, answered, drawn
from tests.benchmarks.faults.catalog import Fault, Kind, faults
from tests.benchmarks.faults.healthy import PRECISIONS, healthy_cases, rounded_cases
from tests.benchmarks.faults.lab import Lab, Source, lab_of, open_lab
from tests.benchmarks.faults.models import E5_STYLE, MINILM, OWN_STYLE, Remembering, WordLlamaEmbedder, with_prompts
from tests.benchmarks.faults.parts import Written, write
from tests.benchmarks.faults.score import right

PROMPTED_DOCUMENTS = 150


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is done.

    Attributes:
        seed: Of every draw.
        per_fault: Cases that count, wanted of each fault and collection.
        healthy: Traces of each healthy index.
        documents: Large collections are cut to so many.
        only: Run only faults whose name contains one of these; empty runs all.
        ask: Whether the trace is asked; without, the cases alone are made and confirmed.
    """

    seed: int
    per_fault: int = 8
    healthy: int = 300
    documents: int = 1500
    only: tuple[str, ...] = ()
    ask: bool = True


class Run:
    """The answers so far, and the clock."""

    def __init__(self, plan: Plan, scratch: Path, say: Callable[[str], None] = lambda line: None) -> None:
        """Begin.

        Args:
            plan: How much is done.
            scratch: Where indexes are written.
            say: Told what is going on.
        """
        self.plan = plan
        self.scratch = scratch
        self.say = say
        self.answers: list[Answer] = []
        self.unfinished: list[str] = []
        self.until = float("inf")

    def collection(self, source: Source, seconds: float = float("inf")) -> None:
        """Run everything on one collection, for at most so many seconds."""
        self.until = time.monotonic() + seconds
        plan = self.plan
        bare = load_embedder(MINILM)
        lab = open_lab(source, Remembering(bare), self.scratch / "minilm", plan.seed, plan.documents)
        self.say(f"{lab.name}: {len(lab.parts.documents)} documents, {len(lab.queries)} queries")
        self._in_part(0.3, lambda: self._healthy(replace(lab, embedder=bare), plan.healthy))
        self._in_part(0.1, lambda: self._rounded(lab))
        self._faults(lab, Kind.MINILM, plan.per_fault, 0.8)
        second = open_lab(source, WordLlamaEmbedder(), self.scratch / "second", plan.seed, plan.documents)
        self._in_part(0.2, lambda: self._healthy(second, plan.healthy // 6))
        self._faults(second, Kind.SECOND, max(1, plan.per_fault // 2), 0.6)
        for part, prompts in ((0.5, E5_STYLE), (1.0, OWN_STYLE)):
            if self._wanted("prompt forgotten") and not self._late(f"{lab.name}: prompt forgotten"):
                self._faults(self._prompted(lab, prompts), Kind.PROMPTED, max(1, plan.per_fault // 2), part)

    def _in_part(self, part: float, work: Callable[[], None]) -> None:
        """Do something in at most a part of the time left."""
        end = self.until
        self.until = time.monotonic() + part * (end - time.monotonic())
        work()
        self.until = end

    def _prompted(self, lab: Lab, prompts: dict[str, str]) -> Lab:
        """Give a small healthy collection whose model names prompts, embedded with them."""
        query, document = prompts["query"], prompts["document"]
        embedder = Remembering(with_prompts(lab.scratch / f"prompts-{len(document)}", prompts))
        rng = np.random.default_rng(self.plan.seed)
        wanted = np.flatnonzero(lab.judged.any(axis=0))
        rows = [int(row) for row in rng.permutation(wanted)] + [
            int(row) for row in rng.permutation(len(lab.parts.documents)) if row not in set(wanted.tolist())
        ]
        chosen = sorted(rows[:PROMPTED_DOCUMENTS])
        documents = tuple(lab.parts.documents[row] for row in chosen)
        parts = replace(lab.parts, documents=documents, query_prompt=query, document_prompt=document)
        vectors = embedder.encode(parts.texts(range(len(documents))), prompt=document)
        judged = [
            {each.id for each, is_judged in zip(documents, some, strict=True) if is_judged}
            for some in lab.judged[:, chosen]
        ]
        parts = replace(parts, vectors=vectors)
        return lab_of(lab.name, parts, embedder, lab.scratch, list(lab.queries), judged)

    def _healthy(self, lab: Lab, count: int) -> None:
        """Ask the healthy index, with the model as it is, so that times are real."""
        if not self._wanted("healthy"):
            return
        started = time.monotonic()
        written = write(lab.parts, lab.scratch, lab.embedder, VectorCache())
        wrong = self._ask(healthy_cases(lab, self._rng(lab, "healthy"), count), written, f"{lab.name}: healthy")
        self.say(f"  healthy {count}; {wrong} wrong; {time.monotonic() - started:.1f} s")

    def _rounded(self, lab: Lab) -> None:
        """Ask indexes of other precision what the healthy one was asked; its answer is the right one."""
        healthy: Written | None = None
        for name, change in PRECISIONS:
            if not self._wanted(name):
                continue
            healthy = healthy or lab.write(lab.parts)
            vectors = change(lab.parts.vectors)
            cases = list(rounded_cases(lab, name, vectors, self._rng(lab, name), 3 * self.plan.per_fault))
            if self.plan.ask:
                cases = [replace(case, expected=answered(case, healthy).cause) for case in cases]
            wrong = self._ask(cases, lab.write(replace(lab.parts, vectors=vectors)), f"{lab.name}: {name}")
            self.say(f"  {name} {len(cases)}; {wrong} wrong")

    def _faults(self, lab: Lab, kind: Kind, count: int, part: float = 1.0) -> None:
        """Run the faults of a kind in a part of the time left; each may take twice its even share of that."""
        todo = [each for each in faults(self.scratch) if kind in each.kinds and self._wanted(each.name)]
        end = self.until
        mine = time.monotonic() + part * (end - time.monotonic())
        for number, fault in enumerate(todo):
            now = time.monotonic()
            self.until = min(mine, now + 2 * (mine - now) / (len(todo) - number))
            self.fault(lab, fault, count)
        self.until = end

    def fault(self, lab: Lab, fault: Fault, count: int) -> None:
        """Make the cases of one fault and ask them."""
        made: dict[str, int] = {}
        started = time.monotonic()
        wrong = 0
        for batch in fault.batches(lab, self._rng(lab, fault.name), count):
            if self._late(f"{lab.name}: {fault.name}"):
                break
            cases = list(drawn(lab, batch, max(0, count - made.get(batch.fault, 0))))
            before = len(self.answers)
            if cases:
                wrong += self._ask(cases, self._written(lab, batch), f"{lab.name}: {fault.name}")
            asked = sum(each.case.counted for each in self.answers[before:])
            made[batch.fault] = made.get(batch.fault, 0) + asked
        told = ", ".join(f"{name} {number}" for name, number in made.items())
        self.say(f"  {told}; {wrong} wrong; {time.monotonic() - started:.1f} s")

    def _written(self, lab: Lab, batch: Batch) -> Written | None:
        if not self.plan.ask:
            return None
        return batch.written or lab.write(batch.parts)

    def _ask(self, cases: Iterable[Case], written: Written | None, what: str) -> int:
        """Ask all cases and give the number of wrong answers."""
        wrong = 0
        for case in cases:
            if self._late(what):
                break
            if written is None or not self.plan.ask:
                self.answers.append(Answer(case, case.expected, (), "", 0.0))
                continue
            self.answers.append(answered(case, written))
            wrong += not right(self.answers[-1])
        return wrong

    def _wanted(self, name: str) -> bool:
        return not self.plan.only or any(each.lower() in name.lower() for each in self.plan.only)

    def _late(self, what: str) -> bool:
        if time.monotonic() < self.until:
            return False
        if what not in self.unfinished:
            self.unfinished.append(what)
        return True

    def _rng(self, lab: Lab, name: str) -> np.random.Generator:
        """A generator of one's own for each fault, so that leaving one out changes no other."""
        return np.random.default_rng([self.plan.seed, *f"{lab.embedder.name}|{name}".encode()])


def told(line: str) -> None:
    """Print progress beside the report."""
    print(line, file=sys.stderr, flush=True)


def shares(count: int, minutes: float) -> Iterator[float]:
    """Give each of several collections its part of what time is left, in seconds."""
    until = time.monotonic() + 60 * minutes
    for number in range(count):
        yield max(0.0, until - time.monotonic()) / (count - number)
