"""The Open dialog in a real browser: another index, an uploaded corpus built and opened, and what is refused."""

import json
import re
from contextlib import suppress

import numpy as np
import pytest
from playwright.sync_api import TimeoutError, expect

from tests.ui.harness import running_app
from tests.ui.indexes import LINES, toy_index
from tests.ui.views import KEYWORD, list_of, search, wait_for_link
from tests.ui.waiting import at_rest, eventually, glimpsed, one, shown

pytestmark = pytest.mark.browser

SLOW_MILLISECONDS = 300_000
"""A build loads the model in a process of its own."""


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    """The app on two small indexes, with a third outside its roots."""
    folder = tmp_path_factory.mktemp("open")
    (folder / "data" / "team").mkdir(parents=True)
    toy_index(folder / "data" / "faq")
    toy_index(folder / "data" / "team" / "docs", LINES[:2])
    toy_index(folder / "secret")
    home = tmp_path_factory.mktemp("home")
    with running_app(home, environment={"INSPECTOR_INDEX_ROOTS": str(folder / "data")}) as running:
        yield running


@pytest.fixture
def dialog(app, visitor):
    """Open the dialog as a person who looks at the index "faq", whose model is not on this machine."""
    page = visitor()
    page.goto(app.link(index="faq"))
    one(page.get_by_role("button", name="Try the model again"))  # the last that comes to this page by itself
    at_rest(page)
    return open_dialog(page)


def open_dialog(page):
    """Open the dialog, and wait until all of it is there; a click that a page in motion has swallowed is made again."""
    dialog = page.get_by_role("dialog")
    tab = dialog.get_by_role("tab", name="Upload a corpus")

    def is_open():
        if not dialog.count():
            with suppress(TimeoutError):
                page.get_by_test_id("stMain").get_by_role("button", name="Open", exact=True).click(timeout=10_000)
        with suppress(TimeoutError):
            tab.wait_for(timeout=20_000)
        return tab.is_visible()

    eventually(page, is_open, True)
    at_rest(page)
    return dialog


def dismiss(dialog):
    """Leave the dialog without choosing anything."""
    dialog.page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    at_rest(dialog.page)
    expect(dialog).to_have_count(0)


def upload(dialog, name, content):
    """Upload a corpus and ask for its index."""
    dialog.get_by_role("tab", name="Upload a corpus").click()
    file = {"name": name, "mimeType": "application/json", "buffer": content}
    dialog.locator("input[type=file]").set_input_files(file)
    dialog.get_by_role("button", name="Build and open").click()


def test_another_index_below_the_roots_opens_with_a_click(dialog):
    page = dialog.page
    shown(dialog, "team/docs · 2 documents · bag-of-words")
    dialog.get_by_role("button", name="Open", exact=True).nth(1).click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    shown(page, "docs · 2 documents · bag-of-words")
    expect(page).to_have_url(re.compile("team%2Fdocs"))


@pytest.mark.parametrize("path", ["../secret", "/etc", "nowhere"])
def test_a_path_outside_the_roots_is_refused(dialog, path):
    box = dialog.get_by_role("textbox", name="Or the path of an index folder")
    box.fill(path)
    box.press("Enter")
    one(dialog.get_by_role("alert").filter(has_text="the folders this app may open"))
    at_rest(dialog.page)
    expect(dialog).to_be_visible()
    assert "index=faq" in dialog.page.url


def test_an_uploaded_corpus_is_built_and_opened(dialog):
    page = dialog.page
    content = "".join(json.dumps(line) + "\n" for line in LINES).encode()
    upload(dialog, "my faq.jsonl", content)
    glimpsed(page, "Building the index of my faq.jsonl")
    header = page.get_by_text("my-faq · 3 documents · all-MiniLM-L6-v2").filter(visible=True)
    expect(header).to_have_count(1, timeout=SLOW_MILLISECONDS)
    search(page, "copy a list")
    expect(list_of(page, KEYWORD).get_by_role("option").first).to_have_attribute("data-id", "copy")


def test_the_dialog_stays_open_while_the_page_behind_it_goes_on(dialog):
    page = dialog.page
    lists = page.locator(".joined")  # found by its class: roles behind a dialog are hidden
    dismiss(dialog)
    search(page, "copy a list")
    expect(lists).to_have_count(1)
    at_rest(page)
    expect(dialog).to_have_count(0)
    open_dialog(page)
    expect(lists).to_have_count(1)
    page.evaluate("window.history.back()")  # the page behind runs as a whole
    wait_for_link(page, "q", None)
    expect(lists).to_have_count(0)
    at_rest(page)
    expect(dialog.get_by_role("tab", name="Upload a corpus")).to_be_visible()
    dismiss(dialog)


def test_a_bad_line_is_named_by_its_number_and_the_page_stays(dialog):
    page = dialog.page
    upload(dialog, "broken.jsonl", b'{"id": "a", "text": "fine"}\n{"id": "b", "text": \n')
    alert = page.get_by_role("alert").filter(has_text=re.compile(r"broken\.jsonl could not be built\..*[Ll]ine 2"))
    expect(alert).to_have_count(1, timeout=SLOW_MILLISECONDS)
    shown(page, "faq · 3 documents · bag-of-words")


def test_a_file_of_another_kind_is_refused_by_its_ending(dialog):
    dialog.get_by_role("tab", name="Upload a corpus").click()
    file = {"name": "picture.png", "mimeType": "image/png", "buffer": b"\x89PNG"}
    dialog.locator("input[type=file]").set_input_files(file)
    shown(dialog, "not allowed")
    at_rest(dialog.page)
    expect(dialog.get_by_role("button", name="Build and open")).to_have_count(0)


def test_an_array_made_elsewhere_is_opened_where_it_is(dialog, app):
    page = dialog.page
    folder = app.home.parent
    data = next(path for path in folder.rglob("data") if (path / "faq").is_dir())
    np.save(data / "made.npy", np.eye(len(LINES), 8, dtype=np.float32))
    (data / "made.jsonl").write_text("".join(json.dumps(line) + "\n" for line in LINES))
    dialog.get_by_role("tab", name="Made elsewhere").click()
    dialog.get_by_role("combobox").first.click()
    page.get_by_role("option", name="A numpy array").click()
    at_rest(page)
    dialog.get_by_role("textbox", name="Path of the .npy or .npz file", exact=True).fill("made.npy")
    dialog.get_by_role("textbox", name="Documents (needed)", exact=True).fill("made.jsonl")
    dialog.get_by_role("button", name="Open", exact=True).last.click()
    header = page.get_by_text("made · 3 documents").filter(visible=True)
    expect(header).to_have_count(1, timeout=SLOW_MILLISECONDS)
    search(page, "copy a list")
    expect(list_of(page, KEYWORD).get_by_role("option").first).to_have_attribute("data-id", "copy")
