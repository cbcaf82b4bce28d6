"""Reading stories: every mistake in a line is told with its number."""

import json

import pytest

from inspector.errors import CorpusError
from inspector.records.documents import Condition
from inspector.records.findings import Cause
from inspector.sample.stories import read_stories

LINE = {"id": "one", "query": "E-1042", "expected": "KB-1", "cause": "exact_term_missed", "asked": "A.", "why": "B."}


def written(path, *lines):
    path.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
    return path


def test_a_story_is_read_whole(tmp_path):
    whole = {**LINE, "fault": "stale-texts", "where": ["version=7.x"]}
    (story,) = read_stories(written(tmp_path / "stories.jsonl", whole))
    assert (story.id, story.query, story.expected) == ("one", "E-1042", "KB-1")
    assert story.cause is Cause.EXACT_TERM_MISSED
    assert (story.fault, story.where) == ("stale-texts", (Condition("version", "7.x"),))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"why": ""}, "has no text for why"),
        ({"query": None}, "has no text for query"),
        ({"cause": "bad_luck"}, 'names the cause "bad_luck"'),
        ({"rank": 3}, "keys that no story has: rank"),
        ({}, 'repeats the id "one"'),
    ],
)
def test_a_line_that_is_no_story_is_told_with_its_number(tmp_path, change, said):
    path = written(tmp_path / "stories.jsonl", LINE, {**LINE, **change})
    with pytest.raises(CorpusError, match="line 2") as caught:
        read_stories(path)
    assert said in caught.value.message


def test_a_line_that_is_no_json_is_told_with_its_number(tmp_path):
    path = tmp_path / "stories.jsonl"
    path.write_text(f"{json.dumps(LINE)}\n{{\n")
    with pytest.raises(CorpusError, match="line 2: it is not JSON"):
        read_stories(path)
