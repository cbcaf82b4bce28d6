"""The page Health: what it offers before a check, and what it shows of a result."""

from dataclasses import replace
from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from inspector.diagnose.health import HEALTH_CHECKS
from inspector.diagnose.health.saved import save_health
from inspector.embedders import EMBEDDERS
from inspector.records.findings import NotChecked
from inspector.stores import open_index
from inspector.ui.pages.health import sent
from inspector.ui.runtime import roots
from tests.ui.health_samples import COPIES, UNNAMED, health
from tests.ui.indexes import toy_index


@pytest.fixture
def collection(tmp_path, monkeypatch):
    monkeypatch.setenv(roots.ROOTS_VARIABLE, str(tmp_path))
    monkeypatch.delenv(roots.OPEN_VARIABLE, raising=False)
    monkeypatch.setattr("inspector.ui.runtime.engine.FIRST_PAINT_SECONDS", 3600)  # no model in these tests
    return open_index(toy_index(tmp_path / "faq"))


def page():
    from inspector.ui.pages import PAGES
    from inspector.ui.shell import draw_page

    draw_page(next(page for page in PAGES if page.slug == "health"))


def drawn() -> AppTest:
    app = AppTest.from_function(page, default_timeout=120).run()
    assert not app.exception
    assert not app.error
    return app


def texts(app: AppTest) -> str:
    return " ".join(part.proto.body for part in app.get("html"))


def test_before_the_first_check_it_says_what_a_check_is_and_offers_it(collection):
    app = drawn()
    assert f"{len(HEALTH_CHECKS)} checks of 3 documents" in texts(app)
    assert "Check this index" in [button.label for button in app.button]


def test_what_a_check_sends_over_the_network_is_said_before_its_button(tmp_path, collection, monkeypatch):
    assert sent(collection) == ""
    monkeypatch.setenv("INSPECTOR_EMBEDDING_URL", "https://embed.example/v1")
    monkeypatch.setenv("INSPECTOR_EMBEDDING_TOKENS", "1000")
    served = SimpleNamespace(count=collection.count, contract=replace(collection.contract, model="openai:some-model"))
    assert sent(served) == (
        "A check sends the texts of about 3 documents to the embedding service at embed.example, which may cost money: "
        "1,000 tokens at most (INSPECTOR_EMBEDDING_TOKENS)."
    )
    assert "about 299 documents" in sent(SimpleNamespace(count=5_000, contract=served.contract))


def test_a_check_of_an_index_whose_model_a_service_has_says_so_on_the_page(tmp_path, collection, monkeypatch):
    monkeypatch.setattr("inspector.embedders.spending.kind_of", lambda model: EMBEDDERS[-1])
    (said,) = [caption.value for caption in drawn().caption if "A check sends" in caption.value]
    assert "api.openai.com" in said


def test_a_result_is_shown_at_once_with_a_sentence_its_date_and_another_check_offered(collection):
    save_health(collection, health(collection.fingerprint))
    app = drawn()
    said = texts(app)
    assert "1 check, nothing found." in said
    assert "Checked 2026-01-02 03:04 UTC: 450 documents, 299 documents embedded anew." in said
    assert "Check again" in [button.label for button in app.button]


def test_a_finding_has_evidence_a_likely_cause_what_to_try_and_how_to_verify(collection):
    save_health(collection, health(collection.fingerprint, UNNAMED, COPIES))
    said = texts(drawn())
    assert "1 failure (files) and 1 warning (copies)" in said
    for part in ("A file changed.", "Likely: It was indexed twice.", "What to try: Index it once."):
        assert part in said
    assert "How to verify: Search for it." in said
    assert "&lt;b&gt;Install&lt;/b&gt;" in said


def test_the_contract_says_what_is_unknown_and_why(collection):
    save_health(collection, health(collection.fingerprint))
    said = texts(drawn())
    assert "Model: some/model" in said
    assert "Pooling: unknown" in said
    assert "299 of 299 documents embedded anew agree." in said


def test_what_was_not_checked_comes_with_the_reason(collection):
    save_health(collection, health(collection.fingerprint, left_out=(NotChecked("hubs", "there was no time"),)))
    said = texts(drawn())
    assert "There was no time." in said
    assert "Do a few documents crowd the lists of many others?" in said
