"""The page Missing document in each of its states, run twice: nothing asked, half asked, no model, an unknown id."""

import pytest
from streamlit.testing.v1 import AppTest

from inspector.records.trace import Trace
from inspector.ui.pages.missing import NO_QUERY, WAITS
from inspector.ui.parts.missing.causes import TITLES
from inspector.ui.parts.missing.question import LABEL
from inspector.ui.runtime import engine, roots
from inspector.ui.runtime.warming import WarmState
from tests.ui import awkward, trace_samples
from tests.ui.indexes import toy_index
from tests.ui.waiting import until


def page():
    from inspector.ui.pages import PAGES
    from inspector.ui.runtime.boundary import boundary
    from inspector.ui.shell import draw_page

    with boundary("The page"):
        draw_page(next(spec for spec in PAGES if spec.slug == "missing"))


def drawn(name):
    from inspector.ui.pages.missing import show_trace
    from inspector.ui.runtime.refinements import Growing
    from tests.ui import trace_samples as samples

    show_trace(getattr(samples, name), Growing(("trace",), alive=False))


@pytest.fixture(autouse=True)
def quiet(monkeypatch):
    monkeypatch.delenv(roots.OPEN_VARIABLE, raising=False)


@pytest.fixture
def data(tmp_path, monkeypatch):
    """A folder of indexes whose model is never loaded."""
    monkeypatch.setenv(roots.ROOTS_VARIABLE, str(tmp_path))
    monkeypatch.setattr(engine, "FIRST_PAINT_SECONDS", 3600)
    toy_index(tmp_path / "faq")
    contract = engine.collection(tmp_path / "faq").contract
    engine.forget_embedder(contract.model, contract.max_tokens)  # what another test has made of it
    return tmp_path


@pytest.fixture
def without_model(data, monkeypatch):
    """The same, its model found missing."""
    monkeypatch.setattr(engine, "FIRST_PAINT_SECONDS", 0)
    collection = engine.collection(data / "faq")
    until(lambda: engine.model_of(collection).state is WarmState.FAILED)
    return data


def opened(**link):
    app = AppTest.from_function(page, default_timeout=120)
    for key, value in link.items():
        app.query_params[key] = value
    return app.run()


def twice(app):
    """Give the page as drawn, and as drawn once more."""
    yield app
    yield app.run()


def said(app):
    """Give everything the page says in plain elements."""
    return " ".join(each.value for kind in ("html", "markdown", "caption") for each in app.get(kind))


def answered(app):
    """Run the page until its answer is there."""
    until(lambda: "Its way into the list" in [each.value for each in app.run().subheader])
    return app


def test_with_nothing_asked_the_page_says_what_it_answers(data):
    for app in twice(opened(index="faq")):
        assert not app.exception
        assert not app.error
        assert "this page says why it did not" in said(app)
        assert LABEL in [box.label for box in app.text_input]


def test_a_document_without_a_query_asks_for_the_query(data):
    for app in twice(opened(index="faq", expected="sort")):
        assert not app.exception
        assert NO_QUERY in said(app)
        assert "<strong>Sorting</strong>" in said(app)


def test_a_query_without_a_document_offers_documents_by_word_passage_and_unknown_id(data):
    app = opened(index="faq", q="order a list")
    box = lambda: next(each for each in app.text_input if each.label == LABEL)  # noqa: E731
    buttons = lambda: [button.label.replace("\\", "") for button in app.button]  # noqa: E731
    box().set_value("list").run()
    assert "Sorting · sort" in buttons()
    box().set_value("how do I sort a list in place").run()
    assert "Sorting · sort · holds all of it" in buttons()
    box().set_value("KB-1").run()
    assert 'Why is "KB-1" not found?' in buttons()
    next(button for button in app.button if button.label.startswith("Why is")).click().run()
    assert app.query_params["expected"] == "KB-1"
    assert not app.exception


def test_while_the_model_loads_the_verdict_waits_and_says_so(data):
    for app in twice(opened(index="faq", q="copy a list", expected="sort")):
        assert not app.exception
        assert not app.error
        assert WAITS in said(app)
        assert "The model is loading" in said(app)


def test_without_its_model_the_page_answers_what_it_can(without_model):
    app = answered(opened(index="faq", q="copy a list", expected="sort"))
    for run in twice(app):
        assert not run.exception
        assert 'The model "toy/bag-of-words" was not found' in run.error[0].value.replace("\\", "")
        assert "The index · fine" in said(run)


def test_an_unknown_id_is_answered_and_ids_like_it_can_be_chosen(without_model):
    app = answered(opened(index="faq", q="copy a list", expected="copi"))
    assert "not indexed" in said(app)
    next(button for button in app.button if button.label == "copy").click().run()
    assert app.query_params["expected"] == "copy"
    assert not app.exception


def test_the_list_that_is_asked_about_is_the_links(without_model):
    app = answered(opened(index="faq", q="copy a list", expected="sort", retriever="keyword"))
    assert app.segmented_control(key="retriever").value == "keyword"
    assert not app.exception


@pytest.mark.parametrize("odd", [{"retriever": "magic"}, {"k": "0"}, {"weight": "NaN"}])
def test_a_setting_no_widget_can_have_falls_back_to_the_ordinary_one(data, odd):
    for app in twice(opened(index="faq", q="copy a list", expected="sort", **odd)):
        assert not app.exception
        assert not app.error


def test_a_filter_that_cannot_be_read_is_a_sentence(data):
    for app in twice(opened(index="faq", q="copy a list", expected="sort", where="nonsense")):
        assert not app.exception
        assert "field=value" in app.error[0].value


@pytest.mark.parametrize("name", [name for name, value in vars(trace_samples).items() if isinstance(value, Trace)])
def test_every_answer_draws_twice_with_and_without_its_numbers(name):
    app = AppTest.from_function(drawn, args=(name,), default_timeout=120).run()
    for run in twice(app):
        assert not run.exception
        assert not run.error
    if app.toggle:
        app.toggle[0].set_value(True).run()
        assert not app.exception


def test_no_text_of_a_document_becomes_markup():
    app = AppTest.from_function(drawn, args=("AWKWARD",), default_timeout=120).run()
    html = " ".join(each.value for each in app.get("html"))
    assert "<script" not in html
    assert "<img" not in html
    assert ":red[" not in " ".join(each.value for kind in ("markdown", "caption") for each in app.get(kind)).replace(
        ":red[:material/close:]", ""
    )


@pytest.mark.model
def test_with_the_model_the_cause_and_what_was_tried_are_there(awkward_indexes, tmp_path, monkeypatch):
    monkeypatch.setenv(roots.ROOTS_VARIABLE, str(awkward_indexes))
    monkeypatch.setenv("INSPECTOR_HOME", str(tmp_path))
    monkeypatch.setattr(engine, "FIRST_PAINT_SECONDS", 0)
    collection = engine.collection(awkward_indexes / "awkward")
    until(lambda: not engine.model_of(collection).loading, seconds=300)
    app = opened(index="awkward", q=awkward.QUERY, expected=awkward.LINES[-1]["id"], k="1")
    answered(app)
    until(lambda: "Stop measuring" not in [button.label for button in app.run().button])
    assert not app.exception
    assert not app.error
    assert any(f"**{title}**" in said(app) for title in TITLES.values())


def test_without_a_model_a_document_s_vector_is_traced_and_what_needs_a_model_stays_open(without_model):
    app = answered(opened(index="faq", q="copy", expected="sort", like="wait"))
    assert not app.exception
    assert 'The query is the stored vector of "wait".' in said(app)
    assert "no text can be embedded" in said(app)
    assert app.query_params["like"] == "wait"


def test_a_link_like_a_document_that_is_not_there_says_so(without_model):
    app = opened(index="faq", q="copy", expected="sort", like="nothing")
    assert not app.exception
    assert any("nothing can be like it" in each.value for each in app.warning)
