"""The sample's articles: as many, as long and as different from each other as the sample promises."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from datetime import date
from itertools import combinations

import numpy as np
import pytest

from inspector.sample import location
from inspector.stores import open_index
from inspector.stores.corpus.survey import documents, survey
from inspector.stores.recipe import embedded_text

KEYS = ["id", "title", "text", "product", "section", "audience", "version", "updated"]
PRODUCTS = {"sync", "billing", "api", "admin", "cli"}
AUDIENCES = {"everyone", "admins", "developers"}
FEWEST_SIBLINGS = 15
LONG_WORDS = 600
SHARED_AT_MOST = 0.20
SHINGLE = 5


@pytest.fixture(scope="module")
def articles() -> list[dict[str, str]]:
    return [json.loads(line) for line in location.ARTICLES.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def families() -> dict[str, list[str]]:
    found: dict[str, list[str]] = json.loads(location.FAMILIES.read_text(encoding="utf-8"))
    return found


def shingles(article: dict[str, str]) -> set[tuple[str, ...]]:
    """Every run of five words of an article, title first, case ignored."""
    words = re.findall(r"\w+", f"{article['title']} {article['text']}".lower())
    return {tuple(words[start : start + SHINGLE]) for start in range(len(words) - SHINGLE + 1)}


def test_there_are_400_articles_and_more_each_with_every_key(articles):
    assert len(articles) >= 400
    assert all(list(article) == KEYS for article in articles)
    assert len({article["id"] for article in articles}) == len(articles)
    assert {article["product"] for article in articles} == PRODUCTS
    assert {article["audience"] for article in articles} == AUDIENCES
    assert all(date(2024, 1, 1) <= date.fromisoformat(article["updated"]) for article in articles)


def test_articles_of_no_common_family_share_at_most_a_fifth_of_their_five_word_runs(articles, families):
    family = {each: name for name, members in families.items() for each in members}
    runs = {article["id"]: shingles(article) for article in articles}
    holders = defaultdict(list)
    for each, found in runs.items():
        for run in found:
            holders[run].append(each)
    common: dict[tuple[str, str], int] = defaultdict(int)
    for holding in holders.values():
        for pair in combinations(holding, 2):
            common[pair] += 1
    shares = {
        pair: count / min(len(runs[pair[0]]), len(runs[pair[1]]))
        for pair, count in common.items()
        if family.get(pair[0]) is None or family.get(pair[0]) != family.get(pair[1])
    }
    assert {pair: share for pair, share in shares.items() if share > SHARED_AT_MOST} == {}
    assert shares  # the measure itself sees something: phrases of the product are shared


def test_every_family_has_fifteen_siblings_and_more_that_are_there(articles, families):
    ids = {article["id"] for article in articles}
    assert {name: len(members) for name, members in families.items() if len(set(members)) < FEWEST_SIBLINGS} == {}
    assert {each for members in families.values() for each in members} <= ids


def test_fifteen_articles_and_more_are_long(articles):
    assert sum(len(article["text"].split()) >= LONG_WORDS for article in articles) >= 15


def test_the_shipped_index_holds_the_articles_as_they_are_now():
    stored = [each for batch in open_index(location.INDEX).iterate() for each in batch]
    assert stored == list(documents(survey(location.ARTICLES)))


@pytest.mark.model
def test_the_shipped_vectors_are_what_the_model_makes_of_the_articles(minilm):
    collection = open_index(location.INDEX)
    rows = collection.sample(24, seed=7)
    texts = [embedded_text(collection.contract.recipe, each) for each in collection.documents(collection.ids_at(rows))]
    assert np.abs(collection.vectors(rows) - minilm.encode(texts)).max() < 1e-5
