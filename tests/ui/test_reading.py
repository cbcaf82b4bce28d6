"""How to read this: every topic has a text, every check has a paragraph, numbers come from the code."""

from streamlit.testing.v1 import AppTest

from inspector.diagnose import CHECKS
from inspector.search.hybrid import RRF_CONSTANT
from inspector.ui.pages import reading


def page():
    from inspector.ui.pages.reading import render

    render()


def test_each_help_file_is_a_topic_and_each_topic_a_file():
    assert {path.stem for path in reading.FOLDER.glob("*.md")} == {topic.name for topic in reading.TOPICS}


def test_each_check_has_its_paragraph_and_no_paragraph_lacks_its_check():
    lines = (reading.FOLDER / "checks.md").read_text(encoding="utf-8").split("\n")
    headings = [line.removeprefix(reading.HEADING) for line in lines if line.startswith(reading.HEADING)]
    assert sorted(headings) == sorted(check.name for check in CHECKS)


def test_numbers_are_put_in_from_the_code():
    lists = next(topic for topic in reading.TOPICS if topic.name == "lists")
    assert f"1 / ({RRF_CONSTANT} + its place)" in reading.text_of(lists)
    assert all("$" not in reading.text_of(topic) for topic in reading.TOPICS)


def test_the_page_draws_twice_without_an_error():
    app = AppTest.from_function(page, default_timeout=120).run()
    again = app.run()
    for run in (app, again):
        assert not run.exception
        assert [header.value for header in run.header] == [topic.title for topic in reading.TOPICS]
