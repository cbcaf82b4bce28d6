"""The first start in a real browser: progress, keyword search meanwhile, a job stopped and gone on with."""

import pytest
from playwright.sync_api import expect

from tests.ui.harness import browser_page, running_app
from tests.ui.indexes import LINES, corpus
from tests.ui.waiting import until

pytestmark = pytest.mark.browser


@pytest.fixture
def home(tmp_path):
    """A home whose sample is collected already: three questions, and enough others to keep the model busy."""
    more = tuple({"id": str(number), "title": "", "text": f"word{number} " * 200} for number in range(2000))
    corpus(tmp_path / "samples" / ".python-docs.corpus" / "corpus.jsonl", LINES + more)
    return tmp_path


def test_keyword_search_works_while_the_job_runs_which_stops_goes_on_and_ends_with_its_page(home):
    lock = home / "samples" / ".python-docs.lock"
    with running_app(home) as app:
        with browser_page() as page:
            page.goto(app.link(q="copy a nested list"))
            expect(page.get_by_text("The sample's vectors are being made")).to_be_visible()
            expect(page.get_by_text("python-docs · 2,003 documents")).to_be_visible()
            expect(page.get_by_text("Copying").first).to_be_visible()
            expect(page.get_by_text("embedding documents")).to_be_visible()
            page.get_by_role("button", name="Stop").last.click()
            expect(page.get_by_text("Building the sample's index: stopped.")).to_be_visible()
            assert not (home / "samples" / "python-docs").exists()
            expect(page.get_by_text("Copying").first).to_be_visible()
            page.get_by_role("button", name="Go on").click()
            expect(page.get_by_text("embedding documents")).to_be_visible()
            assert lock.exists()
        until(lambda: not lock.exists(), seconds=60)  # nobody asks any more, and the lease is 10 s
