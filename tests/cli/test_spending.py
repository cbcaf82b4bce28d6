import json

import numpy as np
import pytest

from inspector.cli.main import run
from inspector.cli.spending import announce

NOBODY = "http://127.0.0.1:9/v1"


@pytest.fixture
def served(tmp_path, monkeypatch):
    """An index whose model a service has, which may be sent one token: nothing is."""
    monkeypatch.setenv("INSPECTOR_EMBEDDING_URL", NOBODY)
    monkeypatch.setenv("INSPECTOR_EMBEDDING_TOKENS", "1")
    np.save(tmp_path / "v.npy", np.eye(3, 4, dtype=np.float32))
    lines = [{"id": f"d{row}", "text": f"text {row}"} for row in range(3)]
    (tmp_path / "d.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    return f"numpy:{tmp_path / 'v.npy'}?documents={tmp_path / 'd.jsonl'}&model=openai:toy"


def test_a_model_of_a_service_is_announced_with_its_host_and_limit(capfd, monkeypatch):
    monkeypatch.setenv("INSPECTOR_EMBEDDING_URL", NOBODY)
    monkeypatch.setenv("INSPECTOR_EMBEDDING_TOKENS", "1500")
    announce("openai:some-model")
    out, said = capfd.readouterr()
    assert out == ""
    assert said == (
        "openai:some-model is asked over the network, at 127.0.0.1:9: 1,500 tokens at most "
        "(INSPECTOR_EMBEDDING_TOKENS).\n"
    )


@pytest.mark.parametrize("model", ["sentence-transformers/all-MiniLM-L6-v2", "wordllama:256", "./folder", ""])
def test_a_model_on_this_machine_is_not(capfd, model):
    announce(model)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("command", ["inspect", "why", "check"])
def test_the_commands_that_ask_it_say_so_before_anything_is_sent(command, served, capfd):
    rest = {"inspect": ["text"], "why": ["text", "--doc", "d1"], "check": []}[command]
    run([command, served, *rest, "--json"])
    out, said = capfd.readouterr()
    assert said.count("openai:toy is asked over the network, at 127.0.0.1:9: 1 token at most") == 1
    assert "asked over" not in out
