from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from inspector import fingerprint
from inspector.build.python_docs import write_python_docs
from inspector.contract import DEFAULT_MODEL
from inspector.embedders import load_embedder
from inspector.embedders.embedder import Embedder
from tests.build.python_docs_queries import EXPECTED, NEAREST

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return load_embedder(DEFAULT_MODEL)


@pytest.fixture(scope="module")
def neighbors(embedder, tmp_path_factory, pytestconfig) -> dict[str, list[str]]:
    """Give the nearest ids of every query by brute force; the vectors are kept between runs."""
    path = write_python_docs(tmp_path_factory.mktemp("docs")).path
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    texts = [f"{line['title']}\n{line['text']}" for line in lines]
    key = fingerprint.of_values(embedder.fingerprint, texts)
    kept = Path(pytestconfig.cache.mkdir("python-docs")) / f"{key}.npy"
    if not kept.exists():
        np.save(kept, embedder.encode(texts))
    vectors = np.load(kept, allow_pickle=False)
    similarities = embedder.encode(list(EXPECTED)) @ vectors.T
    order = np.argsort(-similarities, axis=1, kind="stable")[:, :NEAREST]
    return {query: [lines[place]["id"] for place in row] for query, row in zip(EXPECTED, order, strict=True)}


@pytest.mark.parametrize(("query", "expected"), EXPECTED.items())
def test_an_everyday_question_finds_its_docstring_among_the_first_five(neighbors, query, expected):
    assert expected in neighbors[query]
