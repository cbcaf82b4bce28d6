"""Jobs: shared, queued, leased, stopped with all their processes."""

import os
import sys

import pytest

from inspector.ui.runtime.job_queue import JobKey, JobKind, Jobs, JobState
from tests.ui.waiting import until

FOREVER = "import signal; signal.pause()"
REPORT = """
import json, sys
print(json.dumps({"done": 3, "total": 4, "message": "Counting", "seconds_left": 2.5}), file=sys.stderr, flush=True)
"""
RESULT = REPORT + 'print(json.dumps({"answer": 42}))'
WAIT = """
import os, threading
while not os.path.exists({!r}):
    threading.Event().wait(0.01)
"""
WITH_CHILD = """
import subprocess, sys, json, signal
child = subprocess.Popen([sys.executable, "-c", "import signal; signal.pause()"])
print(json.dumps({"done": child.pid, "total": 0, "message": "pid", "seconds_left": None}), file=sys.stderr, flush=True)
signal.pause()
"""
STUBBORN = """
import signal, sys, json
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print(json.dumps({"done": 1, "total": 0, "message": "deaf", "seconds_left": None}), file=sys.stderr, flush=True)
while True:
    signal.pause()
"""


class Clock:
    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def jobs(clock):
    room = Jobs(lease=10.0, clock=clock, watch=False)
    yield room
    room.stop_all()


def python(script):
    return (sys.executable, "-c", script)


def gone(pid):
    """A process is gone when it is no more, or is only waiting for its dead parent's successor to notice."""
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rsplit(")", 1)[1].split()[0] == "Z"
    except (FileNotFoundError, ProcessLookupError):
        return True


def test_a_job_reports_its_progress_and_gives_its_result(jobs):
    key = jobs.start(JobKind.MAP, "a", python(RESULT), "Counting to four")
    until(lambda: jobs.status(key).state is JobState.DONE)
    status = jobs.status(key)
    assert status.result == {"answer": 42}
    assert (status.step.done, status.step.total, status.step.message) == (3, 4, "Counting")
    assert status.step.seconds_left == 2.5


def test_two_who_ask_for_the_same_share_one_process(jobs, tmp_path):
    note = tmp_path / "starts"
    script = f"open({str(note)!r}, 'a').write('x')\n{FOREVER}"
    first = jobs.start(JobKind.MAP, "same", python(script), "Map")
    second = jobs.start(JobKind.MAP, "same", python(script), "Map")
    assert first == second
    until(lambda: note.exists() and note.read_text())
    assert note.read_text() == "x"


def test_one_job_of_a_kind_runs_and_the_next_is_second_in_line(jobs, tmp_path):
    gate = tmp_path / "gate"
    first = jobs.start(JobKind.MAP, "1", python(FOREVER), "First")
    second = jobs.start(JobKind.MAP, "2", python(WAIT.format(str(gate)) + RESULT), "Second")
    third = jobs.start(JobKind.MAP, "3", python(RESULT), "Third")
    build = jobs.start(JobKind.BUILD, "1", python(FOREVER), "A build does not wait for a map")
    assert [jobs.status(key).state for key in (first, second, third, build)] == [
        JobState.RUNNING,
        JobState.QUEUED,
        JobState.QUEUED,
        JobState.RUNNING,
    ]
    assert (jobs.status(second).place, jobs.status(third).place) == (2, 3)
    jobs.stop(first)
    assert jobs.status(second).state is JobState.RUNNING
    assert jobs.status(third).place == 2
    gate.touch()
    until(lambda: jobs.status(second).state is JobState.DONE)
    until(lambda: jobs.status(third).state is JobState.DONE)


@pytest.mark.skipif(not os.path.exists("/proc"), reason="looks processes up in /proc")
def test_stopping_ends_the_process_and_all_it_started(jobs):
    key = jobs.start(JobKind.MAP, "family", python(WITH_CHILD), "A family")
    until(lambda: jobs.status(key).step.message == "pid")
    grandchild = jobs.status(key).step.done
    assert not gone(grandchild)
    jobs.stop(key)
    assert jobs.status(key).state is JobState.STOPPED
    until(lambda: gone(grandchild))


@pytest.mark.skipif(not os.path.exists("/proc"), reason="looks processes up in /proc")
def test_a_process_deaf_to_asking_is_killed(jobs, monkeypatch):
    monkeypatch.setattr("inspector.ui.runtime.child.GRACE_SECONDS", 0.1)
    key = jobs.start(JobKind.MAP, "deaf", python(f"import os\n{STUBBORN.replace('1, ', 'os.getpid(), ', 1)}"), "Deaf")
    until(lambda: jobs.status(key).step.message == "deaf")
    pid = jobs.status(key).step.done
    jobs.stop(key)
    until(lambda: gone(pid))


def test_a_job_nobody_asks_about_stops_when_its_lease_is_over(jobs, clock):
    key = jobs.start(JobKind.MAP, "left", python(FOREVER), "Left alone")
    clock.now = 9.0
    jobs.status(key)  # renews the lease at 9 s
    clock.now = 18.0
    assert jobs.tend()
    clock.now = 19.5
    assert not jobs.tend()
    assert jobs.status(key).state is JobState.STOPPED
    assert jobs.status(key).abandoned


def test_a_job_that_somebody_stopped_was_not_abandoned_and_an_abandoned_one_starts_anew(jobs, clock):
    stopped = jobs.start(JobKind.MAP, "stopped", python(FOREVER), "Stopped")
    jobs.stop(stopped)
    assert not jobs.status(stopped).abandoned
    left = jobs.start(JobKind.MAP, "left", python(FOREVER), "Left alone")
    clock.now = 11.0
    jobs.tend()
    assert jobs.status(left).abandoned
    jobs.start(JobKind.MAP, "left", python(FOREVER), "Left alone")
    assert jobs.status(left).alive and not jobs.status(left).abandoned


def test_a_hidden_page_that_is_still_connected_keeps_its_job_until_another_waits(clock):
    jobs = Jobs(lease=10.0, clock=clock, watch=False, present=lambda visitor: visitor == "anna")
    try:
        hers = jobs.start(JobKind.MAP, "hers", python(FOREVER), "Hers", visitor="anna")
        clock.now = 60.0
        assert jobs.tend()
        his = jobs.start(JobKind.MAP, "his", python(FOREVER), "His", visitor="bert")
        jobs.tend()
        assert jobs.status(hers).state is JobState.STOPPED
        assert jobs.status(his).state is JobState.RUNNING
    finally:
        jobs.stop_all()


def test_a_watched_job_is_stopped_without_anybody_looking():
    jobs = Jobs(lease=0.05)
    key = jobs.start(JobKind.MAP, "left", python(FOREVER), "Left alone")
    until(lambda: not jobs._jobs[key].status.alive)  # `status` would renew the lease
    assert jobs.status(key).state is JobState.STOPPED


def test_a_crash_is_a_failed_job_with_its_last_lines(jobs):
    key = jobs.start(JobKind.MAP, "crash", python("raise RuntimeError('out of luck')"), "Crash")
    until(lambda: not jobs.status(key).alive)
    status = jobs.status(key)
    assert status.state is JobState.FAILED
    assert "ended with code 1" in status.error
    assert status.error.endswith("RuntimeError: out of luck")


def test_a_mistake_of_the_user_is_told_in_the_commands_own_sentence(jobs):
    script = "import sys; sys.stderr.write('The corpus has no documents. Choose another file.\\n'); sys.exit(2)"
    key = jobs.start(JobKind.BUILD, "empty", python(script), "Build")
    until(lambda: not jobs.status(key).alive)
    assert jobs.status(key).error == "The corpus has no documents. Choose another file."


def test_a_killed_process_is_said_to_be_killed(jobs):
    key = jobs.start(JobKind.MAP, "kill", python("import os; os.kill(os.getpid(), 9)"), "Killed")
    until(lambda: not jobs.status(key).alive)
    assert "ended by signal 9" in jobs.status(key).error


def test_a_command_that_does_not_exist_is_a_failed_job(jobs):
    key = jobs.start(JobKind.MAP, "none", ("/no/such/program",), "Nothing")
    assert jobs.status(key).state is JobState.FAILED
    assert "could not be started" in jobs.status(key).error


def test_a_failed_or_stopped_job_can_be_started_again(jobs):
    key = jobs.start(JobKind.MAP, "again", python(FOREVER), "Again")
    jobs.stop(key)
    jobs.start(JobKind.MAP, "again", python(RESULT), "Again")
    until(lambda: jobs.status(key).state is JobState.DONE)


def test_an_unknown_job_has_no_status(jobs):
    assert jobs.status(JobKey(JobKind.MAP, "never")) is None
