"""The sample's queries and judgements fit its articles, and its README says of all of them what is there."""

from __future__ import annotations

import json
import re
from collections import Counter

import pytest

from inspector.sample import location
from inspector.sample.stories import stories

README = (location.FOLDER / "README.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def queries() -> list[dict[str, str]]:
    return [json.loads(line) for line in location.QUERIES.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def judgements() -> list[tuple[str, str, int]]:
    head, *lines = [line.split("\t") for line in location.QRELS.read_text(encoding="utf-8").splitlines()]
    assert head == ["query", "doc", "grade"]
    return [(query, document, int(grade)) for query, document, grade in lines]


def articles() -> list[dict[str, str]]:
    return [json.loads(line) for line in location.ARTICLES.read_text(encoding="utf-8").splitlines()]


def test_there_are_150_queries_and_more_each_once(queries):
    assert len(queries) >= 150
    assert len({query["id"] for query in queries}) == len({query["text"] for query in queries}) == len(queries)


def test_every_judgement_is_of_a_query_and_an_article_that_are_there_and_is_made_once(queries, judgements):
    assert {query for query, _, _ in judgements} == {query["id"] for query in queries}
    assert {document for _, document, _ in judgements} <= {article["id"] for article in articles()}
    assert {grade for _, _, grade in judgements} == {0, 1, 2, 3}
    assert max(Counter((query, document) for query, document, _ in judgements).values()) == 1


def test_every_query_has_an_article_that_answers_it_fully(queries, judgements):
    answered = {query for query, _, grade in judgements if grade == 3}
    assert [query["text"] for query in queries if query["id"] not in answered] == []


@pytest.mark.parametrize(
    ("file", "count"),
    [
        ("articles.jsonl", len(articles())),
        ("queries.jsonl", len(location.QUERIES.read_text(encoding="utf-8").splitlines())),
        ("qrels.tsv", len(location.QRELS.read_text(encoding="utf-8").splitlines()) - 1),
        ("stories.jsonl", len(stories())),
    ],
)
def test_the_readme_says_how_many_there_are(file, count):
    assert re.search(rf"^\| `{re.escape(file)}` \| {count:,} ", README, flags=re.MULTILINE)


def test_the_readme_lists_every_family_with_its_siblings():
    families = json.loads(location.FAMILIES.read_text(encoding="utf-8"))
    found = re.findall(r"^\| `([a-z-]+)` \| (\d+) \| .+ \|$", README, flags=re.MULTILINE)
    assert {name: int(count) for name, count in found} == {name: len(ids) for name, ids in families.items()}
