import pytest

from inspector.embedders.http import SPENT
from inspector.embedders.spending import PaidService, paid_service, spent_tokens
from inspector.errors import RequestError


def test_a_model_of_a_service_is_told_with_host_and_limit_and_one_on_this_machine_is_not(monkeypatch):
    monkeypatch.setenv("INSPECTOR_EMBEDDING_URL", "https://embed.example:8443/v1")
    monkeypatch.setenv("INSPECTOR_EMBEDDING_TOKENS", "1500")
    told = PaidService("embed.example:8443", "1,500 tokens at most (INSPECTOR_EMBEDDING_TOKENS)")
    assert paid_service("openai:some-model") == told
    assert paid_service("sentence-transformers/all-MiniLM-L6-v2") is None


def test_a_limit_that_is_no_number_is_refused_before_anything_is_sent(monkeypatch):
    monkeypatch.setenv("INSPECTOR_EMBEDDING_TOKENS", "many")
    with pytest.raises(RequestError):
        paid_service("openai:some-model")


def test_what_was_sent_is_counted(monkeypatch):
    monkeypatch.setattr(SPENT, "tokens", 12)
    assert spent_tokens() == 12
