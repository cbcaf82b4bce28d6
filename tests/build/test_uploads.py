"""Uploaded corpora: kept once, by content, under names that lead nowhere else."""

import io
from pathlib import Path

import pytest

from inspector.build.uploads import ENDINGS, index_folder, keep_upload
from inspector.errors import CorpusError

LINE = b'{"id": "a", "text": "b"}\n'


def test_the_same_bytes_are_kept_once_whatever_they_are_called(inspector_home):
    first = keep_upload("faq.jsonl", io.BytesIO(LINE))
    second = keep_upload("other.jsonl", io.BytesIO(LINE))
    assert first == second
    assert first.read_bytes() == LINE
    assert len(list((inspector_home / "uploads").iterdir())) == 1


@pytest.mark.parametrize("name", ["corpus.pickle", "corpus", "corpus.jsonl.exe"])
def test_a_file_of_another_kind_is_refused_with_the_kinds_there_are(name):
    with pytest.raises(CorpusError) as caught:
        keep_upload(name, io.BytesIO(LINE))
    assert all(ending in caught.value.hint for ending in ENDINGS)


@pytest.mark.parametrize("name", ["../../etc/passwd.jsonl", "/abs/olute.jsonl", "...jsonl", "a b\n.jsonl", "x/..jsonl"])
def test_no_name_leads_out_of_the_uploads(inspector_home, name):
    corpus = keep_upload(name, io.BytesIO(LINE))
    folder = index_folder(corpus, name)
    uploads = (inspector_home / "uploads").resolve()
    for path in (corpus, folder):
        assert path.resolve().is_relative_to(uploads)
        assert len(path.resolve().relative_to(uploads).parts) == 2


def test_an_index_is_called_as_its_corpus_and_lies_beside_it(inspector_home):
    corpus = keep_upload("Our FAQ (2026).jsonl", io.BytesIO(LINE))
    assert index_folder(corpus, "Our FAQ (2026).jsonl") == corpus.parent / "Our-FAQ-2026"


def test_a_missing_corpus_is_said_to_be_missing(tmp_path):
    with pytest.raises(CorpusError, match="does not exist"):
        index_folder(Path(tmp_path / "none.jsonl"), "none.jsonl")
