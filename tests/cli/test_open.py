"""The command `open`: a free port, the link once the app answers, no process left behind."""

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request

import pytest

from inspector.cli.main import run
from inspector.cli.open import environment, free_port
from inspector.ui.runtime import roots
from tests.ui.harness import ROOT
from tests.ui.indexes import toy_index
from tests.ui.waiting import until


def test_a_taken_port_is_passed_over():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        first = taken.getsockname()[1]
        assert free_port(first) > first


def test_the_app_is_told_which_index_to_open_and_where_our_code_is(tmp_path):
    told = environment(tmp_path)
    assert told[roots.OPEN_VARIABLE] == str(tmp_path)
    assert told["PYTHONPATH"].split(os.pathsep)[0] == str(ROOT)


@pytest.mark.parametrize("name", ["none", "none.jsonl"])
def test_what_is_not_there_is_refused(capfd, tmp_path, name):
    assert run(["open", str(tmp_path / name)]) == 2
    assert "does not exist" in capfd.readouterr()[1]


def test_the_link_is_printed_when_the_app_answers_and_ending_the_command_ends_the_app(tmp_path):
    index = toy_index(tmp_path / "faq")
    command = subprocess.Popen(
        [sys.executable, "-m", "inspector", "open", str(index), "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=ROOT,
    )
    try:
        lines = []
        while not lines or lines[-1] != "}\n":
            lines.append(command.stdout.readline())
            assert lines[-1], "the command ended without a link"
        said = json.loads("".join(lines))
        assert said["path"] == str(index)
        with urllib.request.urlopen(said["link"], timeout=60) as page:
            assert page.status == 200
    finally:
        command.send_signal(signal.SIGTERM)
        command.wait(timeout=60)
    port = int(said["link"].rsplit(":", 1)[1])
    until(lambda: refuses(port))


def refuses(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0
