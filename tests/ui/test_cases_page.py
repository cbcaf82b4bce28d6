"""The page Cases in each of its states: empty, a full shelf, broken files, a case without its index, a presentation."""

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from inspector.cases import shelf
from inspector.cases.file import case_bytes
from inspector.cases.redaction import left_out_sentence, redacted
from inspector.records.results import Retriever
from inspector.sample import location
from inspector.sample.stories import stories
from inspector.ui.parts.cases.listing import BROKEN
from inspector.ui.parts.cases.unmade import NO_COPY
from inspector.ui.parts.cases.view import EDITED
from inspector.ui.runtime import cases, engine, roots
from inspector.ui.runtime.warming import WarmState
from tests.ui.case_samples import NASTY, QUERY, RTL, awkward_shelf, case_of, index_in
from tests.ui.waiting import until

SAMPLE = location.INDEX


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The toy index, and a case of it."""
    index = index_in(tmp_path_factory.mktemp("toy"))
    return index, case_of(index)


@pytest.fixture(autouse=True)
def quiet(made, monkeypatch):
    """No model is loaded in these tests unless one of them wants it."""
    index, _ = made
    monkeypatch.setenv(roots.ROOTS_VARIABLE, str(index.collection.folder))
    monkeypatch.delenv(roots.OPEN_VARIABLE, raising=False)
    monkeypatch.setattr(engine, "FIRST_PAINT_SECONDS", 3600)
    forget_models(index)
    yield
    forget_models(index)


def forget_models(index):
    """Forget models that wait to be loaded, so that tests which want one get it."""
    for contract in (index.collection.contract, engine.collection(SAMPLE).contract):
        engine.forget_embedder(contract.model, contract.max_tokens)


def page():
    from inspector.ui.pages import PAGES
    from inspector.ui.runtime.boundary import boundary
    from inspector.ui.shell import draw_page

    with boundary("The page"):
        draw_page(next(page for page in PAGES if page.slug == "cases"))


def opened(**link):
    app = AppTest.from_function(page, default_timeout=120)
    for key, value in link.items():
        app.query_params[key] = value
    app.run()
    assert not app.exception
    return app


def said(app):
    return " ".join(part.proto.body for part in app.get("html"))


def labels(app):
    return [button.label for button in app.button]


def press(app, key):
    app.button(key=key).click().run()
    assert not app.exception
    return app


def test_an_empty_shelf_says_what_a_case_is_and_offers_the_stories_of_the_sample():
    app = opened()
    assert "A case keeps a search that went wrong" in said(app)
    assert f"open story-{stories()[0].id}" in [button.key for button in app.button]
    assert len([each for each in app.button if each.key.startswith("open story-")]) == len(stories())
    assert not app.error


def test_the_list_names_what_cannot_be_read_and_shows_the_others_as_they_are_written(made):
    awkward_shelf(made[1])
    app = opened()
    assert said(app).count(BROKEN) == 3
    assert "is of version 7" in said(app)
    shown = " ".join(labels(app))
    assert RTL in shown
    assert NASTY not in shown  # its Markdown signs are escaped
    assert "\\<b\\>bold" in shown
    assert "<b>bold" not in said(app)
    assert all(len(label) < 300 for label in labels(app))


def test_the_list_is_bounded_and_is_searched(made):
    for number in range(cases.STEP + 5):
        shelf.shelve(replace(made[1], id=f"case-{number:02}", title=f"Number {number:02}"))
    app = opened()
    rows = [button for button in app.button if button.key.startswith("open case-")]
    assert len(rows) == cases.STEP
    assert len([each for each in press(app, "cases more").button if each.key.startswith("open case-")]) == 25
    app.text_input(key="cases search").set_value("NUMBER 07").run()
    assert [each.key for each in app.button if each.key.startswith("open case-")] == ["open case-07"]
    app.text_input(key="cases search").set_value("nowhere").run()
    assert "No case has" in said(app)


def test_a_case_is_shown_without_its_index_and_says_why_it_cannot_be_replayed(made):
    gone = replace(made[1].index, name="prod", spec="/nowhere/prod", fingerprint="0" * 32)
    shelf.shelve(replace(made[1], id="gone", index=gone))
    app = opened(case="gone")
    assert "Its index, <strong>prod</strong>, is not in the folders this app may open." in said(app)
    assert "case ask replay" not in [button.key for button in app.button]
    assert app.subheader[0].value == "What each search found"
    assert not app.error


@pytest.mark.parametrize("case_id", ["nowhere", "../../etc/passwd", "half"])
def test_a_link_to_a_case_that_is_not_there_or_broken_says_so_and_leads_back(made, case_id):
    awkward_shelf(made[1])
    app = opened(case=case_id)
    assert len(app.error) == 1
    press(app, "open list")
    assert "open good" in [button.key for button in app.button]


def test_what_was_left_out_or_changed_by_hand_is_said(made):
    bare = redacted(replace(made[1], id="bare"))
    shelf.shelve(bare)
    assert [each.value for each in opened(case="bare").info] == [left_out_sentence(bare)]
    data = case_bytes(replace(made[1], id="edited"))
    (shelf.folder() / "edited.json").write_bytes(data.replace(b'"k": 3', b'"k": 2', 1))
    assert [each.value for each in opened(case="edited").warning] == [EDITED]


def test_a_case_of_which_documents_are_missing_in_the_file_still_draws(made):
    kept = replace(made[1].kept, documents=())
    shelf.shelve(replace(made[1], id="hollow", kept=kept))
    assert not opened(case="hollow").error


def test_a_deleted_case_can_be_put_back(made):
    shelf.shelve(replace(made[1], id="good", title="Good one"))
    app = press(opened(case="good"), "case delete")
    assert "case" not in app.query_params
    assert "Deleted: “Good one”." in said(app)
    assert not shelf.shelf().cases
    press(app, "case undo")
    assert [each.id for each in shelf.shelf().cases] == ["good"]
    assert "Deleted" not in said(app)


def test_title_and_note_can_be_changed(made):
    shelf.shelve(replace(made[1], id="good"))
    app = opened(case="good")
    app.text_input(key="case title good").set_value("Another title")
    app.text_area(key="case note good").set_value("Another note")
    press(app, "case rewrite good")
    kept = shelf.take("good")
    assert (kept.title, kept.note, kept.edited) == ("Another title", "Another note", False)


def test_a_replay_waits_for_the_model_then_answers_and_is_remembered_in_the_list(made, monkeypatch):
    index, _ = made
    shelf.shelve(replace(case_of(index, Retriever.KEYWORD), id="words"))
    waiting = press(opened(case="words"), "case ask replay")
    assert "The replay begins when the model is loaded." in said(waiting)
    monkeypatch.setattr(engine, "FIRST_PAINT_SECONDS", 0)
    contract = index.collection.contract
    engine.forget_embedder(contract.model, contract.max_tokens)
    until(lambda: engine.model_of(index.collection).state is WarmState.FAILED)  # keyword search needs none
    answered = waiting.run()
    assert [badge.proto.body for badge in answered.markdown if "Still failing" in badge.value] != []
    assert "in the keyword search" in said(answered)
    assert "Still failing" in " ".join(each.value for each in opened().markdown)


def test_the_presentation_goes_on_and_back_and_ends_at_the_case_on_show(made):
    for case_id in ("one", "two"):
        shelf.shelve(replace(made[1], id=case_id))
    app = opened(present="cases", case="two")
    assert "1 of 2 · Cases" in said(app)
    assert app.button(key="present Left").disabled
    press(app, "present Right")
    assert "2 of 2 · Cases" in said(app)
    assert app.query_params["case"] == "one"
    press(app, "present end")
    assert "present" not in app.query_params
    assert app.query_params["case"] == "one"
    assert "case ask replay" in [button.key for button in app.button]


def test_a_story_is_told_before_it_is_measured_and_before_its_copy_is_made():
    broken = next(each for each in stories() if each.fault)
    app = opened(present="stories")
    assert f"1 of {len(stories())} · Failure stories of the sample" in said(app)
    assert "This story is being measured" in said(app)
    later = opened(present="stories", case=f"story-{broken.id}")
    assert NO_COPY in said(later)
    assert "Make this copy" in labels(later)


def test_without_the_sample_nothing_is_offered_of_it(tmp_path, monkeypatch):
    monkeypatch.setattr(location, "INDEX", tmp_path / "none")
    app = opened()
    assert [each for each in app.button if each.key.startswith("open story-")] == []
    assert "There is nothing to present" in said(opened(present="stories"))


def inspect_page():
    from inspector.ui.pages import PAGES
    from inspector.ui.runtime.boundary import boundary
    from inspector.ui.shell import draw_page

    with boundary("The page"):
        draw_page(PAGES[0])


def inspected(**link):
    app = AppTest.from_function(inspect_page, default_timeout=120)
    app.session_state["case save"] = True
    for key, value in link.items():
        app.query_params[key] = value
    app.run()
    assert not app.exception
    assert not app.error
    return app


def test_what_is_on_screen_becomes_a_case_with_what_should_have_come():
    app = inspected(q=QUERY, expected="thread", k="3")
    app.text_area[0].set_value("From a customer.")
    press(app, "case new save")
    (line,) = shelf.shelf().cases
    case = shelf.take(line.id)
    assert (case.request.query, case.request.k, case.expectation.ids) == (QUERY, 3, ("thread",))
    assert case.note == "From a customer."
    assert [hit.id for hit in case.seen.lists.keyword]
    assert "Saved as a case." in said(app)
    assert f"/cases?case={line.id}" in app.code[-1].value


def test_a_query_too_long_for_a_link_is_shared_by_its_case():
    long = f"{QUERY} " * 80
    app = inspected()
    app.text_input(key="q").set_value(long).run()
    press(app, "case new save")
    (line,) = shelf.shelf().cases
    assert app.query_params["case"] == line.id
    assert "q" not in app.query_params
    again = inspected(case=line.id)
    assert again.text_input(key="q").value == long
    again.text_input(key="q").set_value("another").run()
    assert "case" not in again.query_params
