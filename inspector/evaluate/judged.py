"""Judgements made in place: one plain file that only grows, and what it says now.

A set of judgements has a name, by default the index's, and a file of its own below the own folder. Judgements are about
documents, not about vectors: a pair is kept by the query's text and the document's id, which survive re-embedding, and
the file by a name that people choose, because a fingerprint changes with every edited document and every new model. An
index built anew under its name finds its judgements again, and two indexes of the same documents can share a set by
giving one name. What such a set holds about documents an index does not have is counted by `inspector.evaluate.fit`.

Invariant: nothing that was said is lost. Every statement is a line that stays; judging again, withdrawing and undoing
are further lines, and where two people disagree both are kept and the later counts. Cost: reading goes through the
whole file; 10,000 lines take 0.1 s.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from inspector import fingerprint
from inspector.errors import RequestError
from inspector.evaluate.judged_lines import append, append_decided, json_line, read
from inspector.evaluate.judgements import JudgementSet
from inspector.files import home
from inspector.records.judged import Judged, JudgedSet, Statement
from inspector.records.runs import Judgement, Query

FOLDER = "judgements"
MAX_GRADE = 10
"""Grades that people give go from 0, not relevant, to at most this."""

_UNSAFE = re.compile(r"[^\w.-]+")


def judged_file(name: str) -> Path:
    """Give the file of a set of judgements; it need not exist yet.

    Raises:
        StoreError: the own folder cannot be made.
    """
    readable_part = _UNSAFE.sub("-", name).strip(".-")[:40] or "index"
    return home() / FOLDER / f"{readable_part}-{fingerprint.of_text(name)[:8]}.jsonl"


def judge(name: str, query: str, doc: str, grade: int | None, who: str = "") -> Statement:
    """Write down what somebody says about a document; None withdraws what this person said.

    Args:
        name: Name of the set.
        query: The query's text.
        doc: The document's id.
        grade: 0 to `MAX_GRADE`; None to withdraw.
        who: By whom; empty for somebody who is not signed in.

    Returns:
        The statement as it was written.

    Raises:
        RequestError: the grade is out of range, or query or document is empty.
        StoreError: the file cannot be written.
    """
    if grade is not None and not 0 <= grade <= MAX_GRADE:
        raise RequestError(f"The grade is {grade}.", f"Grades go from 0 (not relevant) to {MAX_GRADE}.")
    if not query.strip() or not doc:
        raise RequestError("A judgement needs a query and a document.")
    return _said(name, Statement(query, doc, grade, _now(), who))


def undo(name: str, who: str = "") -> Statement | None:
    """Take back this person's last statement that was not taken back yet; what the person had said before holds again.

    Returns:
        The statement that says so; None where there is nothing to take back.

    Raises:
        StoreError: the file cannot be read or written.
    """

    def last_taken_back() -> Statement | None:
        said = standing(read_judged(name), who)
        if not said:
            return None
        *before, last = said
        earlier = (each.grade for each in reversed(before) if (each.query, each.doc) == (last.query, last.doc))
        return Statement(last.query, last.doc, next(earlier, None), _now(), who, undoes=True)

    return append_decided(judged_file(name), last_taken_back)


def standing(judged: JudgedSet, who: str = "") -> tuple[Statement, ...]:
    """Give what a person said and did not take back by undoing, in order; the last is what `undo` would take back."""
    said: list[Statement] = []
    for statement in judged.statements:
        if statement.who == who:
            if not statement.undoes:
                said.append(statement)
            elif said:
                said.pop()
    return tuple(said)


def read_judged(name: str) -> JudgedSet:
    """Give what a set of judgements says now; an empty one where nobody judged yet.

    Raises:
        StoreError: the file cannot be read.
    """
    statements, unreadable = read(judged_file(name))
    return JudgedSet(tuple(_holding(statements)), statements, unreadable)


def judged_queries(judged: JudgedSet) -> tuple[tuple[Query, ...], JudgementSet]:
    """Give a set as queries and judgements, for an evaluation or to be taken elsewhere.

    A query's id is made of its text, so it stays the same from one export to the next.
    """
    texts = dict.fromkeys(each.query for each in judged.judged)
    ids = {text: f"q-{fingerprint.of_text(text)[:12]}" for text in texts}
    judgements = tuple(Judgement(ids[each.query], each.doc, each.grade) for each in judged.judged)
    return tuple(Query(ids[text], text) for text in texts), JudgementSet(judgements)


def export_texts(judged: JudgedSet) -> tuple[str, str]:
    """Give a set as the texts of two files that `eval` reads: queries and judgements, both JSON lines."""
    queries, judgements = judged_queries(judged)
    asked = [{"id": query.id, "text": query.text} for query in queries]
    said = [{"query": each.query, "doc": each.doc, "grade": each.grade} for each in judgements.judgements]
    return "".join(map(json_line, asked)), "".join(map(json_line, said))


def _said(name: str, statement: Statement) -> Statement:
    append(judged_file(name), statement)
    return statement


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _holding(statements: Sequence[Statement]) -> Iterator[Judged]:
    """Give the pairs that have a grade: the last statement of each person holds, unless it is withdrawn."""
    pairs: dict[tuple[str, str], dict[str, Statement]] = {}
    for statement in statements:
        of_pair = pairs.setdefault((statement.query, statement.doc), {})
        of_pair.pop(statement.who, None)  # so that the last statement is also the last in order
        if statement.grade is not None:
            of_pair[statement.who] = statement
    for (query, doc), of_pair in pairs.items():
        held = tuple(of_pair.values())
        if held and held[-1].grade is not None:
            yield Judged(query, doc, held[-1].grade, held)
