"""The app as a whole: every page twice, first paint without heavy imports, designed states without an index."""

import subprocess
import sys

import pytest
from streamlit.testing.v1 import AppTest

from inspector.sample import location
from inspector.ui.pages import PAGES
from inspector.ui.runtime import roots
from tests.ui.harness import ROOT
from tests.ui.indexes import LINES, toy_index

APP = str(ROOT / "app.py")
HEAVY = ("torch", "sentence_transformers", "umap", "numba", "faiss", "pyarrow.parquet", "sklearn")


@pytest.fixture
def data(tmp_path, monkeypatch):
    monkeypatch.setenv(roots.ROOTS_VARIABLE, str(tmp_path))
    monkeypatch.delenv(roots.OPEN_VARIABLE, raising=False)
    monkeypatch.setattr("inspector.ui.runtime.engine.FIRST_PAINT_SECONDS", 3600)  # no model in these tests
    return tmp_path


def opened(**link):
    app = AppTest.from_file(APP, default_timeout=120)
    for key, value in link.items():
        app.query_params[key] = value
    return app.run()


def one_page(slug):
    from inspector.ui.pages import PAGES
    from inspector.ui.shell import draw_page

    draw_page(next(page for page in PAGES if page.slug == slug))


def mistakes(run):
    """What a page says went wrong, but for the toy index's model, which no machine has: that may be known by now."""
    return [each.value for each in run.error if "bag" not in each.value or "was not found" not in each.value]


@pytest.mark.parametrize("slug", [page.slug for page in PAGES])
def test_every_page_draws_twice_without_an_error(data, slug):
    toy_index(data / "faq")
    app = AppTest.from_function(one_page, kwargs={"slug": slug}, default_timeout=120)
    for run in (app.run(), app.run()):
        assert not run.exception
        assert mistakes(run) == []


def test_the_app_draws_its_home_page_twice_without_an_error(data):
    toy_index(data / "faq")
    app = opened(q="copy a list")
    for run in (app, app.run()):
        assert not run.exception
        assert mistakes(run) == []


def test_the_header_names_the_index_its_documents_and_its_model(data):
    toy_index(data / "faq")
    header = opened().markdown[0].value.replace("\\", "")
    assert header == "**faq** · 3 documents · bag-of-words"


def test_a_link_to_an_unknown_index_says_so_and_offers_those_there_are(data):
    toy_index(data / "faq")
    app = opened(index="gone~12345678")
    assert "**gone**" in app.warning[0].value
    assert [button.label for button in app.button] == ["Open", "faq", location.NAME, "Open another index"]
    app.button[1].click().run()
    assert app.query_params["index"].startswith("faq~")
    assert not app.warning


def test_a_link_to_another_version_says_so_and_offers_the_present_one(data):
    toy_index(data / "faq")
    link = opened().query_params["index"]
    toy_index(data / "faq", LINES[:2])
    app = opened(index=link)
    assert "another version of **faq**" in app.warning[0].value
    next(button for button in app.button if button.label == "Open the present version").click().run()
    assert app.query_params["index"] != link
    assert "2 documents" in app.markdown[0].value


def test_a_damaged_index_is_a_designed_error_and_the_way_to_another_stays(data):
    toy_index(data / "faq")
    (data / "faq" / "vectors.npy").write_bytes(b"short")
    app = opened(index="faq")
    assert not app.exception
    assert "vectors.npy" in app.error[0].value.replace("\\", "")
    assert "Open" in [button.label for button in app.button]


def test_markup_in_names_is_shown_as_written(data):
    app = opened(index="<img src=x onerror=alert(1)>**bold**")
    assert "\\<img" in app.warning[0].value
    assert "\\*\\*bold\\*\\*" in app.warning[0].value


def test_the_first_paint_imports_nothing_heavy(data):
    index = toy_index(data / "faq")
    script = f"""
import os, sys
os.environ["{roots.ROOTS_VARIABLE}"] = {str(data)!r}
from streamlit.testing.v1 import AppTest
from inspector.ui.runtime import engine
engine.FIRST_PAINT_SECONDS = 3600
app = AppTest.from_file({APP!r}, default_timeout=120)
app.query_params["index"] = {index.name!r}
app.query_params["q"] = "copy a list"
app.run()
assert not app.exception and not app.error, app
print([name for name in {HEAVY!r} if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.stdout.strip() == "[]", done.stdout + done.stderr
