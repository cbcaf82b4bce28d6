"""The Inspect page in each of its states, run twice: no query, no model, a failing one, odd links, long queries."""

import pytest
from streamlit.testing.v1 import AppTest

from inspector.build.build import build
from inspector.build.settings import BuildSettings
from inspector.stores.ann_spec import parse_ann
from inspector.ui.parts.verdict import LOADING
from inspector.ui.parts.why import View
from inspector.ui.runtime import engine, links, roots
from inspector.ui.runtime.warming import WarmState
from tests.ui import awkward
from tests.ui.harness import ROOT
from tests.ui.indexes import LINES, corpus, toy_index
from tests.ui.waiting import until

APP = str(ROOT / "app.py")
COUNT = len(awkward.LINES)


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


@pytest.fixture(scope="module")
def kept_home(tmp_path_factory):
    return tmp_path_factory.mktemp("kept")


@pytest.fixture
def searched(awkward_indexes, kept_home, monkeypatch):
    """A folder with the awkward index, whose model is loaded and whose background is measured."""
    monkeypatch.setenv(roots.ROOTS_VARIABLE, str(awkward_indexes))
    monkeypatch.setenv("INSPECTOR_HOME", str(kept_home))
    monkeypatch.setattr(engine, "FIRST_PAINT_SECONDS", 0)
    return awkward_indexes


def ready(path):
    """Wait until everything about an index is loaded."""
    collection = engine.collection(path)
    until(lambda: not engine.model_of(collection).loading, seconds=300)
    model = engine.model_of(collection).value
    assert model is not None
    until(lambda: not engine.background(collection, model).loading, seconds=300)


def opened(**link):
    app = AppTest.from_file(APP, default_timeout=120)
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


def test_without_a_query_the_page_says_what_to_do(data):
    for app in twice(opened(index="faq")):
        assert not app.exception
        assert not app.error
        assert not app.get("bidi_component")


def test_while_the_model_loads_the_keyword_list_is_there_and_the_page_says_why_the_others_are_not(data):
    for app in twice(opened(index="faq", q="copy a list")):
        assert not app.exception
        assert not app.error
        assert "The model is loading" in said(app)
        assert LOADING in said(app)


def test_a_model_that_is_not_there_is_named_and_keyword_search_goes_on(data, monkeypatch):
    monkeypatch.setattr(engine, "FIRST_PAINT_SECONDS", 0)
    collection = engine.collection(data / "faq")
    until(lambda: engine.model_of(collection).state is WarmState.FAILED)
    for app in twice(opened(index="faq", q="copy a list")):
        assert not app.exception
        assert len(app.error) == 1
        assert 'The model "toy/bag-of-words" was not found' in app.error[0].value.replace("\\", "")
        assert "Try the model again" in [button.label for button in app.button]
        assert "What is known about <strong>Copying</strong>" in said(app)


def test_a_link_to_a_document_that_is_not_there_says_so_and_shows_the_rest(data):
    app = opened(index="faq", q="copy a list", doc="gone<b>")
    assert "gone<b>" in app.warning[0].value.replace("\\", "")
    assert "doc" not in app.query_params
    again = app.run()
    assert not again.exception
    assert not again.warning


def test_a_parent_that_is_expected_stands_for_its_chunk_and_stays_in_the_link(data):
    toy_index(data / "chunks", tuple({**line, "parent": "guide"} for line in LINES[:2]))
    for app in twice(opened(index="chunks", q="copy a list", expected="guide")):
        assert not app.exception
        assert not app.warning
        assert app.query_params["expected"] in ("guide", ["guide"])  # as set, and as read back
        assert "You expected <strong>guide</strong>, whose best chunk is <strong>Copying</strong>" in said(app)


def test_a_filter_on_an_unknown_field_is_a_sentence_and_the_question_stays(data):
    for app in twice(opened(index="faq", q="copy a list", where="colour=red")):
        assert not app.exception
        assert "colour" in app.error[0].value
        assert "kind" in app.error[0].value
        assert app.text_input(key="q").value == "copy a list"


def test_a_filter_that_cannot_be_read_is_a_sentence(data):
    for app in twice(opened(index="faq", q="copy a list", where="nonsense")):
        assert not app.exception
        assert "field=value" in app.error[0].value


@pytest.mark.parametrize(
    "odd",
    [{"k": "0"}, {"k": "-3"}, {"k": "999"}, {"k": "many"}, {"weight": "7"}, {"weight": "NaN"}, {"fusion": "magic"}],
)
def test_a_setting_no_widget_can_have_falls_back_to_the_ordinary_one(data, odd):
    for app in twice(opened(index="faq", q="copy a list", **odd)):
        assert not app.exception
        assert not app.error


def test_a_query_of_ignored_words_alone_says_that_keyword_search_has_none(data):
    for app in twice(opened(index="faq", q="the of and")):
        assert not app.exception
        assert not app.error


@pytest.mark.model
@pytest.mark.parametrize("query", ["zzzz qqqq", "the of", "🔥", "نسخ قائمة", "   x   ", "list\u0000list"])
def test_whatever_is_asked_the_page_draws(searched, query):
    ready(searched / "awkward")
    for app in twice(opened(index="awkward", q=query)):
        assert not app.exception
        assert not app.error


@pytest.mark.model
@pytest.mark.parametrize("key", [line["id"] for line in awkward.LINES if line["kind"] == "odd"])
def test_whatever_a_document_holds_its_explanation_draws(searched, key):
    ready(searched / "awkward")
    app = opened(index="awkward", q=awkward.QUERY, doc=key)
    for view in View:
        app.segmented_control(key="details").set_value(view).run()
        assert not app.exception
        assert not app.error


@pytest.mark.model
def test_k_beyond_the_collection_gives_every_document_once(searched):
    ready(searched / "awkward")
    for app in twice(opened(index="awkward", q=awkward.QUERY, k="50")):
        assert not app.exception
        assert not app.error
    assert f"{COUNT} documents" in said(app)


@pytest.mark.model
@pytest.mark.parametrize("words", [300, 2000])
def test_a_query_too_long_for_a_link_is_answered_and_the_page_says_so(searched, words):
    ready(searched / "awkward")
    app = opened(index="awkward")
    app.text_input(key="q").set_value("nested list copy " * (words // 3)).run()
    for run in twice(app):
        assert not run.exception
        assert not run.error
        assert links.TOO_LONG in [caption.value for caption in run.caption]


@pytest.mark.model
def test_an_ann_index_offers_to_search_all_vectors(searched, awkward_indexes, tmp_path):
    path = awkward_indexes / "ann"
    if not path.exists():
        build(corpus(tmp_path / "ann.jsonl", awkward.LINES), path, BuildSettings(ann=parse_ann("hnsw")))
    ready(path)
    app = opened(index="ann", q=awkward.QUERY)
    app.toggle(key="exact").set_value(True).run()
    assert app.toggle(key="exact").value
    assert not app.exception
    assert not app.error


def test_without_a_model_a_link_like_a_document_fills_the_embedding_list(data, monkeypatch):
    monkeypatch.setattr(engine, "FIRST_PAINT_SECONDS", 0)
    collection = engine.collection(data / "faq")
    until(lambda: engine.model_of(collection).state is WarmState.FAILED)
    for app in twice(opened(index="faq", like="sort")):
        assert not app.exception
        assert 'The query is the stored vector of "sort".' in said(app)
        assert next(box.value for box in app.text_input if box.key == "like") == "sort"
    assert any("what each word does cannot be measured" in each.value for each in app.warning)
