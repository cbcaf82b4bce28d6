"""The header's sentence about a model that is asked over the network."""

from streamlit.testing.v1 import AppTest

from inspector.embedders.http import SPENT
from inspector.ui.parts.header import spending


def test_what_a_paid_model_is_sent_is_said_on_every_page_with_its_limit_and_what_is_spent(monkeypatch):
    monkeypatch.setenv("INSPECTOR_EMBEDDING_URL", "https://embed.example/v1")
    monkeypatch.setenv("INSPECTOR_EMBEDDING_TOKENS", "1000")
    monkeypatch.setattr(SPENT, "tokens", 1234)
    assert spending("sentence-transformers/all-MiniLM-L6-v2") == ""
    assert spending("openai:some-model") == (
        "Queries, their variants and first sentences of some documents are sent to the embedding service at "
        "embed.example, which may cost money: 1,000 tokens at most (INSPECTOR_EMBEDDING_TOKENS), 1,234 so far."
    )


def headed_page():
    from inspector.ui.parts.header import draw_header
    from inspector.ui.runtime.links import Choice, Standing

    draw_header(Choice(Standing.NONE))


def test_somebody_signed_in_can_sign_out_on_every_page_and_nobody_else_is_offered_it():
    app = AppTest.from_function(headed_page, default_timeout=60).run()
    assert "Sign out" not in [button.label for button in app.button]
    app.user = {"is_logged_in": True, "email": "ann@example.org"}
    app.run()
    assert [button.help for button in app.button if button.label == "Sign out"] == ["You are ann@example.org."]
