"""One case of the toy index, and a shelf of awkward ones, for the tests of the app."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from inspector.cases import shelf
from inspector.cases.file import case_bytes
from inspector.cases.make import make_case
from inspector.diagnose.trace import trace
from inspector.inspection import OpenIndex
from inspector.records.cases import Case
from inspector.records.results import Request, Retriever
from inspector.records.trace import TraceRequest
from inspector.report import report
from tests.toy_index import toy_index

QUERY = "read the items of a list"
EXPECTED = "thread"
K = 3
NASTY = "<b>bold</b> *stars* [link](http://x) $a$ :red[x]"
RTL = "كيف أعيد تعيين كلمة المرور"


def index_in(folder: Path) -> OpenIndex:
    """Build the toy index; its model is on no machine, so the app searches it by keyword alone."""
    return toy_index(folder)


def case_of(index: OpenIndex, retriever: Retriever = Retriever.EMBEDDING) -> Case:
    """Make a case whose document does not come: `EXPECTED` shares no word with the query."""
    asked = TraceRequest(QUERY, EXPECTED, K, retriever=retriever)
    return make_case(
        index,
        report(index, Request(QUERY, K)),
        expected=[EXPECTED],
        retriever=retriever,
        traces=[trace(index, asked)],
        note="Seen by a customer.",
    )


def awkward_shelf(case: Case) -> None:
    """Put a good case, one with a nasty title, an Arabic one, a long one, and three no cases on the shelf."""
    shelf.shelve(replace(case, id="good"))
    shelf.shelve(replace(case, id="nasty", title=NASTY, note=NASTY))
    shelf.shelve(replace(case, id="rtl", title=RTL))
    shelf.shelve(replace(case, id="long", title="W" * 2000))
    data = case_bytes(case)
    folder = shelf.folder()
    (folder / "half.json").write_bytes(data[: len(data) // 2])
    (folder / "newer.json").write_bytes(data.replace(b'"version": 1', b'"version": 7', 1))
    (folder / "Not ours.json").write_text("{}")
