"""Several people at once in one running app, without a browser: everybody gets the answer to their own question."""

import pytest

from inspector.cli.queries import read_queries
from tests.benchmarks.load import SAMPLE, ask_at_once, found_alone, warm
from tests.ui.harness import running_app
from tests.ui.wire import sessions

pytestmark = pytest.mark.model

SESSIONS = 6
EACH = 3


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    """The app on the sample index, with everything loaded and the map drawn."""
    home = tmp_path_factory.mktemp("home")
    with running_app(home, environment={"INSPECTOR_OPEN": str(SAMPLE / "help-centre")}) as running:
        warm(running, "help-centre", "a query that nobody else asks")
        yield running


@pytest.fixture(scope="module")
def queries():
    return list(dict.fromkeys(read_queries(SAMPLE / "queries.jsonl")))[: SESSIONS * EACH]


def test_six_who_ask_at_once_see_what_one_process_finds_and_no_error(app, queries, tmp_path):
    found = found_alone(SAMPLE / "help-centre", queries, tmp_path)
    with sessions(app, "help-centre", SESSIONS) as opened:
        answers = ask_at_once(opened, [queries[place::SESSIONS] for place in range(SESSIONS)], found)
        assert [session.errors for session in opened] == [[]] * SESSIONS
    assert len(answers) == SESSIONS * EACH
    assert [wrong for answer in answers for wrong in answer.wrong] == []


def test_a_page_is_drawn_whole_although_its_measuring_goes_on_meanwhile(app):
    with sessions(app, "help-centre") as (session,):
        session.type("where did all my shared folders go after the update")
        session.until(lambda: session.whole_runs)
        assert "documents, " in session.text()  # the sentence under the map, which is drawn last
        assert session.runs == 1
        assert session.errors == []
