from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from inspector.build.build import build
from inspector.build.settings import BuildSettings
from inspector.contract import Source
from inspector.errors import StoreError
from inspector.stores.folder import open_folder
from tests.build.corpora import jsonl, numbered
from tests.toy import ToyEmbedder

DIM = 32


def unit_rows(count: int) -> np.ndarray:
    """Row i is the unit vector along axis i."""
    return np.eye(count, DIM, dtype=np.float32)


def saved(folder: Path, vectors: np.ndarray) -> Path:
    path = folder / "given.npy"
    np.save(path, vectors)
    return path


def adopt(folder: Path, vectors: np.ndarray, *rows: object, **settings: object) -> Path:
    corpus = jsonl(folder, *(rows or numbered(len(vectors))))  # type: ignore[arg-type]
    wanted = BuildSettings(vectors=saved(folder, vectors), **settings)  # type: ignore[arg-type]
    return build(corpus, folder / "index", wanted, embedder=ToyEmbedder(DIM)).path


def test_float32_vectors_are_stored_byte_for_byte_without_asking_the_model(tmp_path: Path) -> None:
    vectors = np.random.default_rng(0).normal(size=(9, DIM)).astype(np.float32)
    vectors[1] = np.nan
    vectors[2, 3] = np.inf
    vectors[3] = 0
    toy = ToyEmbedder(DIM)
    settings = BuildSettings(vectors=saved(tmp_path, vectors))
    done = build(jsonl(tmp_path, *numbered(9)), tmp_path / "index", settings, embedder=toy)
    assert (toy.calls, done.encoded, done.count) == (0, 0, 9)
    assert np.load(done.path / "vectors.npy").tobytes() == vectors.tobytes()
    assert [warning.split(" with ")[0].split(" of ")[0] for warning in done.warnings] == ["1 vector"] * 3
    assert "NaN" in done.warnings[0]
    assert "infinite" in done.warnings[1]
    assert "length zero" in done.warnings[2]


def test_odd_lengths_are_told_where_most_are_one(tmp_path: Path) -> None:
    vectors = unit_rows(10)
    vectors[4] *= 3
    settings = BuildSettings(vectors=saved(tmp_path, vectors))
    done = build(jsonl(tmp_path, *numbered(10)), tmp_path / "index", settings, embedder=ToyEmbedder(DIM))
    assert done.warnings == ("1 vector whose length is not 1, although most have length 1.",)
    assert open_folder(done.path).contract.normalized is False


@pytest.mark.parametrize("kind", [np.float64, np.float16, np.dtype(">f4")])
def test_other_float_types_are_stored_as_float32_and_it_is_said(tmp_path: Path, kind: np.dtype) -> None:
    settings = BuildSettings(vectors=saved(tmp_path, unit_rows(4).astype(kind)))
    done = build(jsonl(tmp_path, *numbered(4)), tmp_path / "index", settings, embedder=ToyEmbedder(DIM))
    assert np.array_equal(np.load(done.path / "vectors.npy"), unit_rows(4))
    assert any("are stored as float32" in warning for warning in done.warnings)


def test_a_matrix_stored_by_columns_is_read_right(tmp_path: Path) -> None:
    vectors = np.asfortranarray(np.random.default_rng(0).normal(size=(5, DIM)).astype(np.float32))
    assert np.array_equal(np.load(adopt(tmp_path, vectors) / "vectors.npy"), vectors)


def test_what_the_user_says_is_stated_and_what_the_data_shows_is_inferred(tmp_path: Path) -> None:
    contract = open_folder(adopt(tmp_path, unit_rows(4), max_tokens=128)).contract
    stated = {"model", "recipe", "metric", "query_prompt", "document_prompt", "max_tokens"}
    assert {field for field in stated if contract.source(field) is Source.STATED} == stated
    assert contract.source("dim") is contract.source("normalized") is Source.INFERRED
    assert (contract.normalized, contract.dim, contract.max_tokens) == (True, DIM, 128)
    assert contract.weights_sha256 == contract.pooling == contract.tokenizer == ""


def test_the_vectors_of_skipped_lines_are_left_out_with_them(tmp_path: Path) -> None:
    rows = ["nonsense", {"id": "a", "text": "x"}, {"id": "a", "text": "again"}, {"id": "b", "text": "y"}, "[]"]
    path = adopt(tmp_path, unit_rows(5), *rows, skip_bad=True)
    index = open_folder(path)
    assert index.ids_at(np.arange(2)) == ("a", "b")
    assert np.array_equal(index.vectors(np.arange(2)), unit_rows(5)[[1, 3]])


@pytest.mark.parametrize("count", [4, 6])
def test_another_number_of_vectors_than_rows_is_refused(tmp_path: Path, count: int) -> None:
    with pytest.raises(StoreError, match=rf"has {count} vectors, but corpus.jsonl has 5 rows"):
        adopt(tmp_path, unit_rows(count), *numbered(5))


def test_vectors_of_the_good_lines_alone_are_refused_with_the_numbers(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="has 5 rows, 1 of which are bad and skipped"):
        adopt(tmp_path, unit_rows(4), *numbered(4), "nonsense", skip_bad=True)


def test_a_dimension_the_model_does_not_make_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="The vectors have 300 dimensions, but toy/bag-of-words makes 32"):
        adopt(tmp_path, np.ones((3, 300), dtype=np.float32))


@pytest.mark.parametrize(
    ("vectors", "message"),
    [
        (np.ones((3, DIM), dtype=np.int8), "holds int8"),
        (np.ones(3, dtype=np.float32), r"shape \(3,\)"),
        (np.ones((3, 0), dtype=np.float32), r"shape \(3, 0\)"),
        (np.array([[object()]]), "is not a file of vectors"),
    ],
)
def test_what_is_no_matrix_of_floats_is_refused(tmp_path: Path, vectors: np.ndarray, message: str) -> None:
    with pytest.raises(StoreError, match=message):
        adopt(tmp_path, vectors, *numbered(3))


def test_other_files_are_refused(tmp_path: Path) -> None:
    corpus = jsonl(tmp_path, *numbered(3))
    text = tmp_path / "v.npy"
    text.write_text("1 2 3")
    archive = tmp_path / "v.npz"
    np.savez(archive, a=unit_rows(3))
    for path, message in ((text, "not a file of vectors"), (archive, "archive"), (tmp_path / "no.npy", "not exist")):
        with pytest.raises(StoreError, match=message):
            build(corpus, tmp_path / "index", BuildSettings(vectors=path), embedder=ToyEmbedder(DIM))
