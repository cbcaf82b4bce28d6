"""One toy index and one case of it for all tests of cases: a search for a document that does not come."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector.cases.make import make_case
from inspector.diagnose.trace import trace
from inspector.inspection import OpenIndex
from inspector.projection.saved import quick_map
from inspector.records.cases import Case
from inspector.records.documents import Condition
from inspector.records.results import Request
from inspector.records.trace import TraceRequest
from inspector.report import report
from tests.toy_index import toy_index

QUERY = "read the items of a list"
K = 3


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory) -> OpenIndex:
    """Twelve documents and the toy encoder."""
    return toy_index(tmp_path_factory.mktemp("cases"))


@pytest.fixture(scope="session")
def case(index: OpenIndex) -> Case:
    """Three results, none of them the expected "thread"; with trace, effects, filter and picture."""
    where = (Condition("kind", "howto"),)
    asked = TraceRequest(QUERY, "thread", K, where)
    return make_case(
        index,
        report(index, Request(QUERY, K, where)),
        expected=["thread"],
        traces=[trace(index, asked)],
        note="Seen by a customer.",
        drawn=quick_map(index.collection),
    )


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An own folder that is empty."""
    monkeypatch.setenv("INSPECTOR_HOME", str(tmp_path / "home"))
    return tmp_path / "home"
