"""Everyday questions on python-docs, sampled here, encoded by the real model and searched as the tool does.

The collection is what this machine offers: the docstrings of the running Python's library (3,802 in Python 3.11.7) and
of installed packages, 4,500 in all. The answers stand before the sixth neighbor by 0.02 of similarity or more, so
another version of Python or of a package changes little; one that drops or rewrites a named function may fail here.
Cost: one to two minutes where the vectors are not there yet; they are kept in pytest's cache, by model and texts.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from inspector import fingerprint
from inspector.build.build import build
from inspector.build.python_docs import LIMIT, write_python_docs
from inspector.build.settings import BuildSettings
from inspector.embedders.embedder import Embedder
from inspector.inspection import OpenIndex
from inspector.records.results import ExplainLevel, Request
from inspector.report import report
from inspector.search.keyword import open_keyword
from inspector.stores import open_index
from tests.build.python_docs_queries import EXPECTED, NEAREST

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> Path:
    """Give a folder that outlives the run, where pytest has one."""
    cache = getattr(pytestconfig, "cache", None)
    return tmp_path_factory.mktemp("vectors") if cache is None else Path(cache.mkdir("python-docs"))


@pytest.fixture(scope="module")
def index(minilm: Embedder, kept: Path, tmp_path_factory: pytest.TempPathFactory) -> OpenIndex:
    folder = tmp_path_factory.mktemp("docs")
    corpus = write_python_docs(folder).path
    lines = [json.loads(line) for line in corpus.read_text(encoding="utf-8").splitlines()]
    texts = [f"{line['title']}\n{line['text']}" for line in lines]
    vectors = kept / f"{fingerprint.of_values(minilm.fingerprint, texts)}.npy"
    if not vectors.exists():
        np.save(vectors, minilm.encode(texts))
    built = build(corpus, folder / "index", BuildSettings(vectors=vectors), embedder=minilm)
    collection = open_index(built.path)
    assert collection.count == LIMIT
    return OpenIndex(collection, open_keyword(collection.keyword_folder), minilm)


@pytest.mark.parametrize(("query", "expected"), EXPECTED.items())
def test_an_everyday_question_finds_its_docstring_among_the_first_five(index, query, expected):
    found = report(index, Request(query, k=NEAREST, explain=ExplainLevel.NONE))
    assert expected in [hit.id for hit in found.neighbors]
    assert [hit.exact_rank for hit in found.neighbors] == [1, 2, 3, 4, 5]
