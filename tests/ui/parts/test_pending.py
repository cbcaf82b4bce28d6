"""A build that a session waits for: shown on every page, opened when done, its failure said once."""

import sys

import pytest
from streamlit.testing.v1 import AppTest

from inspector.ui.runtime import jobs, roots
from inspector.ui.runtime.job_queue import JobKey, JobKind
from tests.ui.indexes import toy_index
from tests.ui.waiting import until

FAILURE = "import sys; sys.stderr.write('Line 2 is no JSON. Mend it.'); sys.exit(2)"


def waiting(key, index):
    from pathlib import Path

    import streamlit as st

    from inspector.ui.parts.pending import draw_pending
    from inspector.ui.runtime import state
    from inspector.ui.runtime.job_queue import JobKey, JobKind
    from inspector.ui.runtime.state import PendingBuild

    if "begun" not in st.session_state:
        st.session_state["begun"] = True
        state.wait_for_build(PendingBuild(JobKey(JobKind.BUILD, key), Path(index), "faq.jsonl"))
    draw_pending()
    st.text(str(state.pending_build() is None))


@pytest.fixture
def ended(tmp_path, monkeypatch):
    """Run a command as a build job to its end, and draw the page of the session that waits for it."""
    monkeypatch.setenv(roots.ROOTS_VARIABLE, str(tmp_path))

    def draw(script):
        key = str(tmp_path)
        jobs.start(JobKind.BUILD, key, (sys.executable, "-c", script), "Building the index of faq.jsonl")
        until(lambda: not jobs.status(JobKey(JobKind.BUILD, key)).alive)
        kwargs = {"key": key, "index": str(toy_index(tmp_path / "faq"))}
        return AppTest.from_function(waiting, kwargs=kwargs, default_timeout=120).run()

    return draw


def test_a_finished_build_is_opened(ended):
    app = ended("print('{}')")
    assert not app.exception
    assert app.query_params["index"].startswith("faq~")
    assert app.text[0].value == "True"


def test_a_failed_build_says_why_once(ended):
    app = ended(FAILURE)
    assert app.error[0].value == "faq.jsonl could not be built. Line 2 is no JSON. Mend it."
    assert "index" not in app.query_params
    assert not app.run().error
