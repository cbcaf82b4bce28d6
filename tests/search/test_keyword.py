"""BM25 against the formula in plain Python, against bm25s and against rank_bm25; and the files it lives in."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

import bm25s
import numpy as np
import pytest
from bm25s.stopwords import STOPWORDS_EN

from inspector.errors import CancelledError, StoreError
from inspector.search.keyword import SETTINGS, KeywordIndex, build_keyword, open_keyword
from inspector.search.tokens import Tokenizer
from tests.search import bm25

TEXTS = (
    "Printing fails\nThe printer reports E-1042 when the tray is empty.",
    "Printing works\nThe printer reports E-1024, which is harmless.",
    "Join paths\nUse os.path.join to join two paths; os.path.split takes them apart.",
    "C++ and C#\nTwo languages, not one.",
    "",
    "日本語のテキスト naïve café İstanbul 🙂 Ünïcode",
    "copy copies copying a copied copy of the copies",
    "printer printer printer",
)


def made(tmp_path: Path, texts=TEXTS) -> KeywordIndex:
    build_keyword(tmp_path / "keyword", iter(texts), count=len(texts))
    return open_keyword(tmp_path / "keyword")


def tokenized(texts=TEXTS) -> list[list[str]]:
    return [Tokenizer(STOPWORDS_EN).tokens(text) for text in texts]


def random_texts(count: int, seed: int = 0) -> list[str]:
    chance = random.Random(seed)
    words = [f"w{n}" for n in range(60)] + ["e-17", "os.path", "the", "c++"]
    return [" ".join(chance.choices(words, k=chance.randint(0, 30))) for _ in range(count)]


# --- scores ---------------------------------------------------------------------------------------------------------

QUERIES = ("printer", "printer printer tray", "E-1042", "join paths with os.path.join", "copy the copies", "naïve CAFÉ",
           "日本語のテキスト", "C++", "nothing of this occurs", "not the", "", " \n ", "🙂")  # fmt: skip


@pytest.mark.parametrize("query", QUERIES)
def test_scores_are_those_of_the_formula(tmp_path, query):
    scores = made(tmp_path).score(query).scores_of(range(len(TEXTS)))
    asked = Tokenizer(STOPWORDS_EN).tokens(query)
    expected = [bm25.score(tokenized(), row, asked) for row in range(len(TEXTS))]
    np.testing.assert_allclose(scores, expected, rtol=1e-6, atol=0)


def test_scores_of_many_random_texts_are_those_of_bm25s(tmp_path):
    texts = random_texts(300)
    index = made(tmp_path, texts)
    other = bm25s.BM25()
    other.index(tokenized(texts), show_progress=False)
    for query in ("w1 w2 w3", "e-17", "os.path w7 w7", "c++ w59 w0"):
        expected = other.get_scores(Tokenizer(STOPWORDS_EN).tokens(query))
        found = index.score(query)
        np.testing.assert_allclose(found.scores_of(range(300)), expected, rtol=1e-5)
        rows, scores = found.top(300)
        np.testing.assert_array_equal(np.sort(rows), np.flatnonzero(expected))
        assert np.all(np.diff(expected[rows]) < 1e-5)
        assert np.all(np.diff(scores) <= 0)


def test_a_single_word_ranks_as_in_rank_bm25(tmp_path):
    """Its idf and its factor k1 + 1 differ, so only the order of documents by one common-enough word compares."""
    from rank_bm25 import BM25Okapi

    texts = [text for text in random_texts(200, seed=5) if text.strip()]
    rows, _ = made(tmp_path, texts).score("w3").top(len(texts))
    other = BM25Okapi(tokenized(texts), k1=1.5, b=0.75).get_scores(["w3"])
    assert set(rows) == set(np.flatnonzero(other))
    assert np.all(np.diff(other[rows]) < 1e-6)


def test_the_arrays_are_those_of_bm25s_and_it_can_search_them(tmp_path):
    texts = random_texts(100)
    index = made(tmp_path, texts)
    other = bm25s.BM25()
    other.index(tokenized(texts), show_progress=False)
    mine = bm25s.BM25()
    mine.load_scores(tmp_path / "keyword", num_docs=100, mmap=True)
    mine.nonoccurrence_array = None
    for token in ("w3", "e-17", "c++", "path"):
        asked = mine.get_scores_from_ids([index._postings.list_of(token)])
        np.testing.assert_array_equal(asked, other.get_scores([token]))


# --- identifiers, filters, odd input --------------------------------------------------------------------------------


def test_an_identifier_finds_its_document_and_not_its_likes(tmp_path):
    rows, _ = made(tmp_path).score("E-1042").top(10)
    assert rows.tolist() == [0]


@pytest.mark.parametrize(("query", "row"), [("c++", 3), ("C#", 3), ("OS.PATH.JOIN?", 2), ("(e-1024)", 1)])
def test_identifiers_are_found_whatever_case_and_punctuation(tmp_path, query, row):
    assert made(tmp_path).score(query).top(1)[0].tolist() == [row]


def test_a_filter_takes_documents_out_and_changes_no_score(tmp_path):
    index = made(tmp_path)
    mask = np.array([row not in (0, 7) for row in range(len(TEXTS))])
    whole, filtered = index.score("printer tray"), index.score("printer tray", mask)
    assert set(whole.top(9)[0]) - set(filtered.top(9)[0]) == {0, 7}
    np.testing.assert_array_equal(filtered.scores_of([1]), whole.scores_of([1]))
    assert filtered.scores_of([0, 7]).tolist() == [0, 0]
    assert mask.sum() == len(TEXTS) - 2


def test_a_query_of_two_thousand_words_is_the_sum_of_its_words(tmp_path):
    texts = random_texts(50)
    query = " ".join(random.Random(1).choices([f"w{n}" for n in range(80)], k=2000))
    scores = made(tmp_path, texts).score(query).scores_of(range(50))
    expected = [bm25.score(tokenized(texts), row, Tokenizer(STOPWORDS_EN).tokens(query)) for row in range(50)]
    np.testing.assert_allclose(scores, expected, rtol=1e-6)


def test_lone_surrogates_and_control_characters_are_no_trouble(tmp_path):
    index = made(tmp_path, ["\ud800 broken\x00text \ud83d", "whole text"])
    assert index.score("\udfff broken").top(5)[0].tolist() == [0]


def test_ten_megabytes_in_one_document_are_indexed(tmp_path):
    index = made(tmp_path, ["needle " + "straw hay " * 1_000_000, "straw"])
    assert index.score("needle").top(5)[0].tolist() == [0]


@pytest.mark.parametrize("texts", [[], [""], ["", "the", "a"]])
def test_a_collection_without_words_has_no_hits(tmp_path, texts):
    index = made(tmp_path, texts)
    assert index.count == len(texts)
    assert index.score("anything").hits == 0
    assert index.analyze("anything").unknown == ("anything",)


def test_several_threads_get_what_one_gets(tmp_path):
    from concurrent.futures import ThreadPoolExecutor

    index = made(tmp_path, random_texts(200))
    queries = [f"w{n} w{n + 1} e-17" for n in range(50)]
    alone = [index.score(query).top(5)[0].tolist() for query in queries]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda query: index.score(query).top(5)[0].tolist(), queries)) == alone


def test_opening_and_searching_import_neither_bm25s_nor_numba(tmp_path):
    made(tmp_path)
    code = (
        "import sys; from pathlib import Path; from inspector.search.keyword import open_keyword;"
        f"print(open_keyword(Path({str(tmp_path / 'keyword')!r})).score('E-1042').hits,"
        "[name for name in ('bm25s', 'numba', 'jax', 'torch', 'scipy') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[0] == "1 []"


# --- building and opening -------------------------------------------------------------------------------------------


def test_progress_names_every_document_and_can_stop_the_build(tmp_path):
    calls = []
    build_keyword(tmp_path / "a", iter(TEXTS), count=len(TEXTS), progress=lambda *call: calls.append(call))
    assert (len(TEXTS), len(TEXTS), "Indexing words") in calls

    def stop(done: int, total: int, message: str) -> None:
        raise CancelledError("stopped")

    with pytest.raises(CancelledError):
        build_keyword(tmp_path / "b", iter(TEXTS), count=len(TEXTS), progress=stop)


def test_another_number_of_texts_than_promised_is_an_error(tmp_path):
    with pytest.raises(StoreError, match="to hold 9 documents, but 8 texts came"):
        build_keyword(tmp_path / "keyword", iter(TEXTS), count=9)


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="could not be written"):
        build_keyword(tmp_path / "file" / "keyword", iter(TEXTS), count=len(TEXTS))


def test_every_missing_or_shortened_file_is_named(tmp_path):
    made(tmp_path)
    files = sorted((tmp_path / "keyword").iterdir())
    assert len(files) == 6
    for path in files:
        content = path.read_bytes()
        for broken in (None, b"", content[: len(content) // 2], content[:-1] if path.suffix == ".npy" else b"{}"):
            path.unlink()
            if broken is not None:
                path.write_bytes(broken)
            with pytest.raises(StoreError) as caught:
                open_keyword(tmp_path / "keyword")
            assert path.name in caught.value.message
            path.write_bytes(content)
    open_keyword(tmp_path / "keyword")


def test_a_file_of_another_type_or_size_is_refused(tmp_path):
    made(tmp_path)
    path = tmp_path / "keyword" / "data.csc.index.npy"
    np.save(path, np.load(path).astype(np.float64))
    with pytest.raises(StoreError, match=r"holds float64.* but float32"):
        open_keyword(tmp_path / "keyword")


def test_a_list_that_names_a_document_beyond_the_last_is_a_damaged_index(tmp_path):
    made(tmp_path)
    path = tmp_path / "keyword" / "indices.csc.index.npy"
    np.save(path, np.load(path) + 100)
    with pytest.raises(StoreError, match="damaged"):
        open_keyword(tmp_path / "keyword").score("printer")


@pytest.mark.parametrize(("name", "value"), [("rules", 0), ("k1", 1.2), ("stemmer", "german"), ("method", "robertson")])
def test_an_index_made_under_other_rules_is_refused_with_the_next_step(tmp_path, name, value):
    made(tmp_path)
    path = tmp_path / "keyword" / SETTINGS
    path.write_text(json.dumps({**json.loads(path.read_text()), name: value}))
    with pytest.raises(StoreError, match=rf"made with {name} {value!r} instead of") as caught:
        open_keyword(tmp_path / "keyword")
    assert "Rebuild" in caught.value.hint
