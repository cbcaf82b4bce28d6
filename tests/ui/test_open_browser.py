"""The Open dialog in a real browser: another index, an uploaded corpus built and opened, and what is refused."""

import json

import pytest
from playwright.sync_api import expect

from tests.ui.harness import running_app
from tests.ui.indexes import LINES, toy_index
from tests.ui.views import KEYWORD, list_of, wait_for_link

pytestmark = pytest.mark.browser

SLOW_MILLISECONDS = 180_000
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
    """Open the dialog as a person who looks at the index "faq"."""
    page = visitor()
    page.goto(app.link(index="faq"))
    page.get_by_role("textbox", name="Query").wait_for()
    page.wait_for_function("document.querySelector('.stApp').dataset.testScriptState === 'notRunning'")
    page.get_by_role("button", name="Open", exact=True).click()
    opened = page.get_by_role("dialog")
    opened.wait_for()
    return opened


def upload(dialog, name, content):
    """Upload a corpus and ask for its index."""
    dialog.get_by_role("tab", name="Upload a corpus").click()
    file = {"name": name, "mimeType": "application/json", "buffer": content}
    dialog.locator("input[type=file]").set_input_files(file)
    dialog.get_by_role("button", name="Build and open").click()


def test_another_index_below_the_roots_opens_with_a_click(dialog):
    page = dialog.page
    expect(dialog.get_by_text("team/docs · 2 documents · bag-of-words")).to_be_visible()
    dialog.get_by_role("button", name="Open", exact=True).nth(1).click()
    expect(page.get_by_text("team/docs · 2 documents · bag-of-words")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert "team%2Fdocs" in page.url


@pytest.mark.parametrize("path", ["../secret", "/etc", "nowhere"])
def test_a_path_outside_the_roots_is_refused(dialog, path):
    box = dialog.get_by_role("textbox", name="Or the path of an index folder")
    box.fill(path)
    box.press("Enter")
    expect(dialog.get_by_role("alert")).to_contain_text("the folders this app may open")
    expect(dialog).to_be_visible()
    assert "index=faq" in dialog.page.url


def test_an_uploaded_corpus_is_built_and_opened(dialog):
    page = dialog.page
    content = "".join(json.dumps(line) + "\n" for line in LINES).encode()
    upload(dialog, "my faq.jsonl", content)
    expect(page.get_by_text("Building the index of my faq.jsonl")).to_be_visible()
    expect(page.get_by_text("my-faq · 3 documents · all-MiniLM-L6-v2")).to_be_visible(timeout=SLOW_MILLISECONDS)
    page.get_by_role("textbox", name="Query").fill("copy a list")
    page.get_by_role("textbox", name="Query").press("Enter")
    wait_for_link(page, "q", "copy a list")
    expect(list_of(page, KEYWORD).get_by_role("option").first).to_have_attribute("data-id", "copy")


def test_the_dialog_stays_open_while_the_page_behind_it_goes_on(dialog):
    page = dialog.page
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    page.get_by_role("textbox", name="Query").fill("copy a list")
    page.get_by_role("textbox", name="Query").press("Enter")
    list_of(page, KEYWORD).wait_for()
    expect(dialog).to_have_count(0)
    page.get_by_role("button", name="Open", exact=True).click()
    expect(dialog.get_by_role("tab", name="Upload a corpus")).to_be_visible()
    page.evaluate("window.history.back()")  # the page behind runs as a whole
    wait_for_link(page, "q", None)
    page.wait_for_function("document.querySelector('.stApp').dataset.testScriptState === 'notRunning'")
    expect(dialog.get_by_role("tab", name="Upload a corpus")).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)


def test_a_bad_line_is_named_by_its_number_and_the_page_stays(dialog):
    page = dialog.page
    upload(dialog, "broken.jsonl", b'{"id": "a", "text": "fine"}\n{"id": "b", "text": \n')
    alert = page.get_by_role("alert").filter(has_text="broken.jsonl could not be built.")
    expect(alert).to_contain_text("2", timeout=SLOW_MILLISECONDS)
    assert "ine 2" in alert.inner_text()
    expect(page.get_by_text("faq · 3 documents · bag-of-words")).to_be_visible()


def test_a_file_of_another_kind_is_refused_by_its_ending(dialog):
    dialog.get_by_role("tab", name="Upload a corpus").click()
    file = {"name": "picture.png", "mimeType": "image/png", "buffer": b"\x89PNG"}
    dialog.locator("input[type=file]").set_input_files(file)
    expect(dialog.get_by_text("not allowed")).to_be_visible()
    expect(dialog.get_by_role("button", name="Build and open")).to_have_count(0)
