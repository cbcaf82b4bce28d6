"""The inverted lists do not depend on how much is counted at a time."""

from __future__ import annotations

import numpy as np
import pytest

from inspector.progress import silent
from inspector.search import postings
from inspector.search.postings import PostingsWriter, open_postings
from tests.search.test_keyword import random_texts, tokenized


def written(folder, documents):
    folder.mkdir()
    writer = PostingsWriter(folder)
    for tokens in documents:
        writer.add(tokens)
    tokens, total = writer.finish(silent)
    return open_postings(folder, count=len(documents), tokens=tokens, postings=total)


@pytest.mark.parametrize("run", [1, 7, 100, 10_000])
def test_the_size_of_a_run_changes_no_file(tmp_path, monkeypatch, run):
    documents = tokenized(random_texts(60))
    written(tmp_path / "whole", documents)
    monkeypatch.setattr(postings, "RUN", run)
    written(tmp_path / "parts", documents)
    for path in (tmp_path / "whole").iterdir():
        assert (tmp_path / "parts" / path.name).read_bytes() == path.read_bytes()
    assert len(list((tmp_path / "parts").iterdir())) == 5  # no run is left behind


def test_every_token_has_its_documents_in_order(tmp_path):
    documents = tokenized(random_texts(40))
    opened = written(tmp_path / "keyword", documents)
    for token in {token for tokens in documents for token in tokens}:
        rows, scores = opened.posting(opened.list_of(token))
        assert rows.tolist() == [row for row, tokens in enumerate(documents) if token in tokens]
        assert np.all(scores > 0)


@pytest.mark.parametrize("token", ["", "absent", "w1x", "\U0010ffff", "\ud800"])
def test_a_token_that_no_document_has_has_no_list(tmp_path, token):
    assert written(tmp_path / "keyword", [["w1", "é", "日本"], ["w2"]]).list_of(token) is None


def test_tokens_are_found_whatever_their_script(tmp_path):
    tokens = ["a", "é", "日本", "🙂x", "zz", "ß"]
    opened = written(tmp_path / "keyword", [tokens])
    assert sorted(opened.list_of(token) for token in tokens) == list(range(6))
