"""How to read this: every topic has a text, every check has a paragraph, numbers come from the code."""

import re

from streamlit.testing.v1 import AppTest

from inspector.diagnose import CHECKS
from inspector.search.hybrid import RRF_CONSTANT
from inspector.settings import SETTINGS
from inspector.ui.pages import reading

FENCED = re.compile(r"^```.*?^```$", flags=re.MULTILINE | re.DOTALL)
VARIABLE = re.compile(r"INSPECTOR_[A-Z_]*[A-Z]")


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
    assert all("$" not in FENCED.sub("", reading.text_of(topic)) for topic in reading.TOPICS)


def test_the_list_of_settings_is_the_record_of_settings():
    deployment = next(topic for topic in reading.TOPICS if topic.name == "deployment")
    rows = re.findall(
        r"^- `(INSPECTOR_\w+)`(?: \[`(.+)`\])?: \*\*(.+?)\.\*\* (.+)$", reading.text_of(deployment), re.MULTILINE
    )
    assert rows == [
        (each.name, each.default, each.title, each.help + (reading.SECRET if each.secret else "")) for each in SETTINGS
    ]


def test_every_variable_of_ours_that_a_help_page_names_is_a_setting():
    named = {
        name for path in reading.FOLDER.glob("*.md") for name in VARIABLE.findall(path.read_text(encoding="utf-8"))
    }
    assert "INSPECTOR_HOME" in named
    assert named - {each.name for each in SETTINGS} == set()


def test_the_page_draws_twice_without_an_error():
    app = AppTest.from_function(page, default_timeout=120).run()
    again = app.run()
    for run in (app, again):
        assert not run.exception
        assert [header.value for header in run.header] == [topic.title for topic in reading.TOPICS]
