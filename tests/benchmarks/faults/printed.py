"""The benchmark's report, as text and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from inspector.records.findings import Cause
from inspector.records.trace import TraceRequest
from tests.benchmarks.faults import score
from tests.benchmarks.faults.cases import Answer, Case
from tests.benchmarks.faults.healthy import HEALTHY


def lines(answers: Sequence[Answer], unfinished: Sequence[str]) -> Iterator[str]:
    """Give the report line by line."""
    counted = score.counted(answers)
    yield from _table(counted)
    yield from _matrix(counted)
    yield from _rest(answers)
    healthy = score.healthy(answers)
    took = 1000 * score.median_seconds(healthy)
    yield f"Time per trace, healthy runs, verdict without remedies: median {took:.0f} ms"
    if unfinished:
        yield f"Time was up; not finished: {', '.join(unfinished)}"


def made(answers: Sequence[Answer], unfinished: Sequence[str]) -> Iterator[str]:
    """Say which cases were made, where nothing was asked."""
    for cause, some in score.by(score.counted(answers), lambda each: str(each.case.injected)).items():
        yield f"{cause}: {len(some)}"
        for fault, few in score.by(some, lambda each: each.case.fault).items():
            yield f"  {fault}: {len(few)}"
    still = [each for each in answers if each.case.injected is not None and not each.case.counted]
    yield f"still found: {len(still)}"
    if unfinished:
        yield f"not finished: {', '.join(unfinished)}"


def _table(counted: Sequence[Answer]) -> Iterator[str]:
    yield "Counted faults named right as the first cause (share, 95 % Wilson interval)"
    head = f"{'fault':46} {'first cause':33} {'first or also':>13} {'always model_limit':>19} {'random that works':>18}"
    yield head
    causes = score.by(counted, lambda each: str(each.case.injected))
    for cause, answers in causes.items():
        yield _row(cause, answers)
        for fault, some in score.by(answers, lambda each: each.case.fault).items():
            yield _row(f"  {fault}", some)
    if not counted:
        return
    yield _row("ALL", counted)
    for collection, answers in score.by(counted, lambda each: f"{each.case.collection}, {_model(each)}").items():
        yield _row(f"  {collection}", answers)
    worst = min(causes, key=lambda cause: score.accuracy(causes[cause]).value)
    yield f"Worst cause: {worst}, {score.accuracy(causes[worst])}"


def _model(answer: Answer) -> str:
    return Path(answer.case.model).name


def _row(name: str, answers: Sequence[Answer]) -> str:
    also, constant, guessed = score.mentioned(answers), score.constant(answers), score.guessed(answers)
    shares = f"{100 * also.value:11.1f} % {100 * constant.value:17.1f} % {100 * guessed.value:16.1f} %"
    return f"{name:46} {score.accuracy(answers)!s:33} {shares}"


def _matrix(counted: Sequence[Answer]) -> Iterator[str]:
    yield ""
    yield "Confusion: injected cause -> what was said"
    for injected, said in score.confusion(counted).items():
        told = ", ".join(f"{name} {number}" for name, number in said.most_common())
        yield f"{injected:20} {told}"


def _rest(answers: Sequence[Answer]) -> Iterator[str]:
    yield ""
    found = [each for each in answers if each.case.injected is not None and not each.case.counted]
    yield f"Faults that left the document within k, right answer found: {score.accuracy(found)}"
    without = [each for each in answers if each.case.injected is None]
    for name, some in score.by(without, lambda each: each.case.fault).items():
        alarms = score.Share(sum(map(score.false_alarm, some)), len(some))
        yield f"False alarms, {name}: {alarms}; right {score.accuracy(some)}"
        if name == HEALTHY:
            for collection, few in score.by(some, lambda each: f"{each.case.collection}, {_model(each)}").items():
                alarms = score.Share(sum(map(score.false_alarm, few)), len(few))
                yield f"  {collection}: {alarms}"


def wrong(answers: Sequence[Answer]) -> Iterator[str]:
    """Give every wrong answer, for somebody who looks into them."""
    for each in answers:
        if not score.right(each):
            case, request = each.case, each.case.request
            yield (
                f"{case.collection} | {case.fault} ({case.strength}) | expected {case.expected or 'no blame'} | said "
                f"{each.cause} also {[str(one) for one in each.also]} | k={request.k} {request.doc} "
                f"{request.query!r} | {each.summary}"
            )


def write_json(path: Path, answers: Sequence[Answer]) -> None:
    """Write every case with its answer."""
    rows = [
        {
            "collection": each.case.collection,
            "model": each.case.model,
            "fault": each.case.fault,
            "strength": each.case.strength,
            "injected": each.case.injected,
            "expected": each.case.expected,
            "counted": each.case.counted,
            "query": each.case.request.query,
            "doc": each.case.request.doc,
            "k": each.case.request.k,
            "retriever": each.case.request.retriever,
            "weight": each.case.request.weight,
            "where": [f"{one.field}={one.value}" for one in each.case.request.where],
            "cause": each.cause,
            "also": each.also,
            "summary": each.summary,
            "exact_rank": each.exact,
            "right": score.right(each),
            "seconds": each.seconds,
        }
        for each in answers
    ]
    path.write_text(json.dumps(rows, indent=1), encoding="utf-8")


def read_json(path: Path) -> list[Answer]:
    """Read the cases of an earlier run with their answers; what is not printed of a request is left out."""
    rows = json.loads(path.read_text(encoding="utf-8"))
    return [_answer(row) for row in rows]


def _answer(row: dict[str, Any]) -> Answer:
    request = TraceRequest(row["query"], row["doc"], row["k"])
    cause, injected, expected = (Cause(row[key]) if row[key] else None for key in ("cause", "injected", "expected"))
    case = Case(row["collection"], row["model"], row["fault"], row["strength"], injected, expected, request)
    return Answer(case, cause, tuple(map(Cause, row["also"])), row["summary"], row["seconds"], row["exact_rank"])
