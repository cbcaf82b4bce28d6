"""The form for indexes made elsewhere: drawn from the loaders, jailed to the roots, servers by saved connections."""

from __future__ import annotations

import json

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from inspector.errors import RequestError
from inspector.stores import LOADERS, Held
from inspector.stores.connections import connections_file
from inspector.stores.spec import IndexSpec
from inspector.ui.parts.open_elsewhere import allowed
from inspector.ui.runtime import roots
from tests.ui.indexes import LINES

ELSEWHERE = [loader for loader in LOADERS if loader.held is not Held.FOLDER]


def form():
    import streamlit as st

    from inspector.ui.parts.open_elsewhere import draw_elsewhere
    from inspector.ui.runtime import state

    draw_elsewhere()
    pending = state.pending_build()
    st.text(f"waiting for {pending.name}" if pending else "nothing pending")


@pytest.fixture
def data(tmp_path, monkeypatch):
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "docs.jsonl").write_text("".join(json.dumps(line) + "\n" for line in LINES))
    np.save(folder / "v.npy", np.eye(len(LINES), 4, dtype=np.float32))
    monkeypatch.setenv(roots.ROOTS_VARIABLE, str(folder))
    return folder


@pytest.fixture
def saved(tmp_path):
    def write(text):
        connections_file().parent.mkdir(parents=True, exist_ok=True)
        connections_file().write_text(text)

    yield write
    connections_file().unlink(missing_ok=True)


def drawn():
    return AppTest.from_function(form, default_timeout=60).run()


@pytest.mark.parametrize("loader", ELSEWHERE, ids=lambda each: each.name)
def test_every_kind_of_store_has_its_settings_on_the_form(loader, data):
    app = drawn()
    app.selectbox(key="elsewhere kind").set_value(loader).run()
    assert not app.exception
    labels = [each.label.removesuffix(" (needed)") for each in app.text_input]
    assert labels[0].lower() == loader.location.lower()
    assert sorted(labels[1:]) == sorted(setting.title for setting in loader.settings)


def test_paths_are_resolved_below_the_roots(data):
    spec = allowed(IndexSpec("numpy", "v.npy", (("documents", "docs.jsonl"), ("model", "m"))))
    assert spec.location == str(data / "v.npy")
    assert dict(spec.values) == {"documents": str(data / "docs.jsonl"), "model": "m"}


@pytest.mark.parametrize(
    ("spec", "why"),
    [
        (IndexSpec("numpy", "", (("documents", "docs.jsonl"),)), "not said where"),
        (IndexSpec("numpy", "v.npy"), "documents"),
        (IndexSpec("numpy", "../v.npy", (("documents", "docs.jsonl"),)), "outside the folders"),
        (IndexSpec("numpy", "v.npy", (("documents", "/etc/passwd"),)), "outside the folders"),
        (IndexSpec("numpy", "v.npy", (("documents", "docs.jsonl"), ("password", "x"))), "password"),
        (IndexSpec("parquet", "v.parquet?documents=/etc/passwd&text={text}"), 'has a "[?]" in it'),
        (IndexSpec("numpy", "v.npy", (("documents", "docs.jsonl"), ("model", "/etc"))), "outside the folders"),
        (IndexSpec("numpy", "v.npy", (("documents", "docs.jsonl"), ("model", "openai:m"))), "over the network"),
        (IndexSpec("milvus", "http://127.0.0.1:19530", (("collection", "docs"),)), "saved connection"),
        (IndexSpec("qdrant", "https://db.example", (("collection", "docs"),)), "saved connection"),
        (IndexSpec("pgvector", "postgresql://reader@db.example/docs", (("table", "docs"),)), "saved connection"),
    ],
)
def test_what_a_visitor_may_not_open_is_refused_with_the_reason(spec, why, data):
    with pytest.raises(RequestError, match=why):
        allowed(spec)


def test_a_folder_whose_file_is_a_link_outside_is_refused(data, tmp_path):
    (data / "chain").mkdir()
    (tmp_path / "index.pkl").write_bytes(b"theirs")
    (data / "chain" / "index.pkl").symlink_to(tmp_path / "index.pkl")
    with pytest.raises(RequestError, match=r"index\.pkl is a link that leads outside"):
        allowed(IndexSpec("langchain", "chain"))


def test_a_mistake_is_told_and_nothing_is_started(data):
    app = drawn()
    app.text_input(key="elsewhere faiss").set_value("nowhere.faiss")
    app.button[0].click().run()
    assert "documents" in app.error[0].value
    assert app.text[0].value == "nothing pending"


def test_a_saved_connection_is_offered_by_its_name(data, saved):
    saved('[team]\nopen = "numpy:/data/v.npy"\ndocuments = "/data/docs.jsonl"\n')
    app = drawn()
    assert "**team** · a numpy array" in [line.value for line in app.markdown]
    assert any(button.key == "connect team" for button in app.button)


def test_a_broken_connection_is_named_with_its_reason_and_the_others_stay(data, saved):
    saved('[team]\nopen = "numpy:/data/v.npy"\ndocuments = "/data/docs.jsonl"\n[off]\nopen = "oracle:/x"\n')
    app = drawn()
    assert not app.exception
    assert any(button.key == "connect team" for button in app.button)
    assert not any(button.key == "connect off" for button in app.button)
    told = next(line.value for line in app.markdown if "**off**" in line.value)
    assert "is no kind of store" in told
    assert app.selectbox(key="elsewhere kind")


def test_a_file_of_connections_that_cannot_be_read_is_told_and_the_form_stays(data, saved):
    saved("[team\n")
    app = drawn()
    assert not app.exception
    assert "is not a TOML file" in app.error[0].value
    assert app.selectbox(key="elsewhere kind")
