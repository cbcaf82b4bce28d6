"""How a job reads: what it does, how far it is, how long it will take, its place in the queue."""

import pytest

from inspector.ui.runtime.child import Step
from inspector.ui.runtime.job_queue import JobState, JobStatus
from inspector.ui.runtime.job_view import sentence, share, time_left


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0.2, "about 1 s"),
        (40.4, "about 40 s"),
        (59.6, "about 1 min"),
        (124, "about 2 min"),
        (3600, "about 1 h"),
        (4200, "about 1 h 10 min"),
    ],
)
def test_an_estimate_is_rounded_as_people_say_it(seconds, said):
    assert time_left(seconds) == said


def test_a_running_job_says_its_step_its_count_and_its_estimate():
    status = JobStatus("Building", JobState.RUNNING, Step(1500, 4500, "Embedding documents", 124.0))
    assert sentence(status) == "**Building**: embedding documents (1,500 of 4,500), about 2 min left"
    assert share(status) == pytest.approx(1 / 3)


def test_a_job_that_knows_no_total_shows_no_share():
    status = JobStatus("Building", JobState.RUNNING, Step(7, 0, "Reading"))
    assert (sentence(status), share(status)) == ("**Building**: reading", 0.0)


def test_an_estimate_from_the_first_units_is_not_shown():
    status = JobStatus("Map", JobState.RUNNING, Step(1, 500, "Drawing the map", 1607.0))
    assert sentence(status) == "**Map**: drawing the map (1 of 500)"
    many = JobStatus("Triage", JobState.RUNNING, Step(600, 100_000, "Answering queries", 1200.0))
    assert sentence(many).endswith("(600 of 100,000), about 20 min left")


def test_a_waiting_job_says_its_place():
    assert sentence(JobStatus("Map", JobState.QUEUED, place=2)) == "**Map**: waiting, 2nd in line"
