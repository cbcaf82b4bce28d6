"""The Open dialog: what is found is offered, a path is jailed, an upload is kept and built."""

import json

import pytest
from streamlit.testing.v1 import AppTest

from inspector.sample import location
from inspector.stores.layout import KIND
from inspector.ui.runtime import roots
from tests.ui.indexes import LINES, toy_index


def dialog():
    import streamlit as st

    from inspector.ui.parts.open_dialog import open_dialog
    from inspector.ui.runtime import state

    pending = state.pending_build()
    st.text(pending.name if pending else "nothing pending")
    open_dialog()


@pytest.fixture
def data(tmp_path, monkeypatch):
    (tmp_path / "data").mkdir()
    monkeypatch.setenv(roots.ROOTS_VARIABLE, str(tmp_path / "data"))
    monkeypatch.delenv(roots.OPEN_VARIABLE, raising=False)
    return tmp_path / "data"


def opened():
    return AppTest.from_function(dialog, default_timeout=120).run()


def test_indexes_below_the_roots_are_offered_with_their_facts_and_open_on_a_click(data):
    toy_index(data / "faq")
    toy_index(data / "team" / "docs", LINES[:2])
    app = opened()
    lines = [line.value.replace("\\", "") for line in app.markdown]
    assert "**faq** · 3 documents · bag-of-words" in lines
    assert "**team/docs** · 2 documents · bag-of-words" in lines
    next(button for button in app.button if button.key.endswith("team/docs")).click().run()
    assert app.query_params["index"].startswith("team/docs~")


def test_a_damaged_index_is_named_and_the_others_stay_on_offer(data):
    toy_index(data / "faq")
    (data / "broken").mkdir()
    (data / "broken" / "manifest.json").write_text(json.dumps({"kind": KIND}))
    app = opened()
    assert not app.exception
    assert not app.error
    assert any(line.value.startswith("broken: ") for line in app.markdown)
    assert [button.key for button in app.button if button.key and button.key.startswith("open ")] == [
        f"open {data / 'faq'}",
        f"open {location.INDEX}",
    ]


@pytest.mark.parametrize("path", ["../secret", "/etc", "no such folder"])
def test_a_path_outside_the_roots_is_refused_in_the_dialog(data, path):
    toy_index(data.parent / "secret")
    app = opened()
    app.text_input[0].set_value(path)
    next(button for button in app.button if (button.key or "").startswith("FormSubmitter")).click().run()
    assert not app.exception
    assert "folders this app may open" in app.error[0].value.replace("\\", "")
    assert "index" not in app.query_params


def test_an_uploaded_corpus_that_was_built_before_opens_at_once(data, inspector_home):
    content = "".join(json.dumps(line) + "\n" for line in LINES).encode()
    import io

    from inspector.build.uploads import index_folder, keep_upload

    corpus = keep_upload("my faq.jsonl", io.BytesIO(content))
    toy_index(index_folder(corpus, "my faq.jsonl"))
    app = opened()
    app.file_uploader[0].upload("my faq.jsonl", content, "application/json").run()
    next(button for button in app.button if button.label == "Build and open").click().run()
    assert not app.exception
    assert "/my-faq~" in app.query_params["index"]
