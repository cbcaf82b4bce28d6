"""The page Triage: what it offers, what it shows of an answer, and what is stopped."""

from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from inspector.stores import open_index
from inspector.triage.form import save_last
from inspector.ui.parts.triage.made import remarks
from inspector.ui.runtime import roots, triage
from inspector.ui.runtime.given import Given
from inspector.ui.runtime.triage import Asked
from tests.triage.answers import NASTY, answer, failing
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

    draw_page(next(page for page in PAGES if page.slug == "triage"))


def drawn() -> AppTest:
    app = AppTest.from_function(page, default_timeout=120).run()
    assert not app.exception
    assert not app.error
    return app


def texts(app: AppTest) -> str:
    return " ".join(part.proto.body for part in app.get("html"))


def labels(app: AppTest) -> list[str]:
    return [button.label for button in app.button]


def test_before_the_first_triage_it_says_what_it_does_and_takes_queries(collection):
    app = drawn()
    assert "which of them fail, what they have in common" in texts(app)
    assert "3 documents" in texts(app)
    assert "Triage these" in labels(app)
    assert "Triage the sample" not in " ".join(labels(app))


def test_an_answer_is_shown_at_once_worst_first_with_shares_and_changes(collection):
    save_last(collection, answer(fingerprint=collection.fingerprint))
    said = texts(drawn())
    assert "5 of 6 queries fail." in said
    order = [said.index(title) for title in ("The embedding hardly reads the word", "The model never read the part")]
    assert order == sorted(order)
    assert "Hybrid search would bring back 3 of 5 queries, and break 1 of 1 that are well." in said
    assert "They make 12 of 27 searches that fail." in said
    assert "1 left." in said
    assert "hardly reads? The reason: no effects." in said
    assert "<b>0.40" not in said


def test_a_group_opened_shows_its_queries_escaped_and_only_so_many(collection):
    rows = [failing(f"{NASTY} {number}", answer().rows[0].cause) for number in range(triage.STEP + 5)]
    save_last(collection, answer(rows, collection.fingerprint))
    app = AppTest.from_function(page, default_timeout=120)
    app.session_state["triage queries cause truncated"] = True
    app.run()
    assert not app.exception
    said = texts(app)
    assert said.count("&lt;b&gt;*bold*&lt;/b&gt;") >= triage.STEP
    assert "<b>*bold*" not in said
    assert "5 more; all are in the table" in said
    next(button for button in app.button if button.label == "Show more").click()
    assert "more; all are" not in texts(app.run())


def test_what_was_stopped_can_go_on_or_be_left(collection, tmp_path):
    queries = tmp_path / "q.txt"
    queries.write_text("copy\n")
    triage.files.write_json(triage._asked_path(collection), {**_form(Asked(triage.now(), "7 queries", str(queries)))})
    app = drawn()
    assert "The triage of 7 queries is not finished." in texts(app)
    assert {"Go on", "Leave it"} <= set(labels(app))
    next(button for button in app.button if button.label == "Leave it").click()
    assert "is not finished" not in texts(app.run())


def _form(asked: Asked) -> dict[str, object]:
    from dataclasses import asdict

    return asdict(asked)


def test_an_answer_that_came_later_ends_the_waiting(collection, tmp_path):
    queries = tmp_path / "q.txt"
    queries.write_text("copy\n")
    asked = Asked("2026-01-02T03:04:04+00:00", "7 queries", str(queries))
    triage.files.write_json(triage._asked_path(collection), _form(asked))
    assert triage.waiting(collection, None) == asked
    assert triage.waiting(collection, answer()) is None
    assert triage.waiting(collection, answer(made_at="2026-01-02T03:04:03+00:00")) == asked


def test_mistakes_in_what_is_pasted_are_said_and_nothing_starts(collection):
    app = drawn()
    app.text_area(key="triage text").set_value("\tKB-1")
    app.run()
    next(button for button in app.button if button.label == "Triage these").click()
    app.run()
    assert "no query" in app.error[0].value
    assert triage.waiting(collection, None) is None


def test_input_is_kept_by_content_with_its_ending(collection):
    one, two = triage.keep_input(Given("a.TSV", "query\tdoc\n")), triage.keep_input(Given("b.tsv", "query\tdoc\n"))
    assert one == two
    assert one.suffix == ".tsv"
    assert Path(one).read_bytes() == b"query\tdoc\n"


def test_remarks_hold_what_was_left_out():
    assert remarks(replace(answer(), not_traced=None, not_checked=())) == ("2 repeated.",)
