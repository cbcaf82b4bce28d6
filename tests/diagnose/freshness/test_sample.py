"""The re-embedded sample: how large it must be, what it holds, and that it is embedded once."""

import math

import numpy as np
import pytest

from inspector import files
from inspector.diagnose.freshness.sample import load_reembedded, sample_size
from inspector.errors import CancelledError, EmbedderError
from tests import oracle
from tests.diagnose.trace.worlds import Words, embedded, far_words, line, lines_of, opened

COUNT = 60


def test_299_documents_without_a_deviation_say_at_most_one_in_a_hundred_deviates():
    assert sample_size() == 299
    assert 0.99**299 < 0.05 < 0.99**298


@pytest.mark.parametrize(("share", "confidence"), [(0.01, 0.99), (0.05, 0.95), (0.3, 0.9), (0.5, 0.5), (0.9, 0.95)])
def test_the_size_is_the_fewest_of_which_none_deviates_by_chance(share, confidence):
    size = sample_size(share, confidence)
    missed = 1 - share  # the chance that one draw misses
    assert missed**size <= (1 - confidence) * (1 + 1e-9)
    assert size == 1 or missed ** (size - 1) > (1 - confidence) * (1 - 1e-9)
    assert size == math.ceil(math.log(1 - confidence) / math.log(missed))


def world(folder, lines=None, change=None, embedder=None):
    words = far_words(COUNT)
    lines = lines_of(words) if lines is None else lines
    embedder = embedder or Words(words)
    vectors = embedded(embedder, lines)
    if change is not None:
        change(vectors)
    return opened(folder, lines, embedder, vectors)


def kept():
    return list(files.home().glob("*/reembedded-*.npy"))


def test_the_sample_holds_fresh_and_stored_vectors_side_by_side(tmp_path):
    def turn(vectors):
        vectors[7] = -vectors[7]

    index = world(tmp_path, change=turn)
    found = load_reembedded(index.collection, index.embedder)
    assert found.rows.tolist() == list(range(COUNT))
    assert np.allclose(found.fresh, Words(far_words(COUNT)).encode([f"far{place}" for place in range(COUNT)]))
    wanted = [oracle.similarity(new, old) for new, old in zip(found.fresh, found.stored, strict=True)]
    assert found.similarity.tolist() == pytest.approx(wanted, abs=1e-12)
    assert found.similarity[7] == pytest.approx(-1)


def test_a_second_call_encodes_nothing(tmp_path):
    index = world(tmp_path)
    before = index.embedder.calls
    first = load_reembedded(index.collection, index.embedder)
    assert index.embedder.calls - before == COUNT
    second = load_reembedded(index.collection, index.embedder)
    assert index.embedder.calls - before == COUNT
    assert np.array_equal(first.fresh, second.fresh)


def test_fewer_are_a_seeded_sample(tmp_path):
    index = world(tmp_path)
    found = load_reembedded(index.collection, index.embedder, size=20)
    assert found.rows.tolist() == index.collection.sample(20, 0).tolist()
    assert len(found.fresh) == len(found.stored) == 20


def test_another_model_shares_nothing_with_the_first(tmp_path):
    index, other = world(tmp_path), Words(far_words(COUNT, seed=8))
    load_reembedded(index.collection, index.embedder)
    found = load_reembedded(index.collection, other)
    assert other.calls == COUNT
    assert len(kept()) == 2
    assert found.similarity.max() < 0.99


@pytest.mark.parametrize("content", [b"", b"no array", b"\x93NUMPY\x01\x00", b"\x93NUMPY\x01\x00v\x00{'descr'"])
def test_a_broken_file_is_measured_again_and_replaced(tmp_path, content):
    index = world(tmp_path)
    first = load_reembedded(index.collection, index.embedder)
    (path,) = kept()
    path.write_bytes(content)
    before = index.embedder.calls
    assert np.array_equal(load_reembedded(index.collection, index.embedder).fresh, first.fresh)
    assert index.embedder.calls - before == COUNT
    load_reembedded(index.collection, index.embedder)
    assert index.embedder.calls - before == COUNT


@pytest.mark.parametrize("other", [np.zeros((COUNT, 63)), np.zeros((3, 64)), np.zeros((COUNT, 64)), np.array("x")])
def test_a_file_of_another_shape_or_type_is_measured_again(tmp_path, other):
    index = world(tmp_path)
    first = load_reembedded(index.collection, index.embedder)
    (path,) = kept()
    np.save(path, other)  # float64 where float32 is kept
    assert np.array_equal(load_reembedded(index.collection, index.embedder).fresh, first.fresh)


def test_a_home_that_cannot_be_written_to_means_measuring_each_time(tmp_path, monkeypatch):
    index = world(tmp_path)
    blocked = tmp_path / "file"
    blocked.write_text("")
    monkeypatch.setenv("INSPECTOR_HOME", str(blocked / "home"))
    before = index.embedder.calls
    for _ in range(2):
        assert len(load_reembedded(index.collection, index.embedder).rows) == COUNT
    assert index.embedder.calls - before == 2 * COUNT


def test_documents_without_a_text_are_left_out(tmp_path):
    lines = lines_of(far_words(COUNT))
    lines[5] = line("f5", "")
    index = world(tmp_path, lines)
    for _ in range(2):  # measured, and kept
        found = load_reembedded(index.collection, index.embedder)
        assert found.rows.tolist() == [row for row in range(COUNT) if row != 5]
        assert np.isfinite(found.fresh).all()


def test_documents_that_have_all_no_text_are_a_sample_of_none(tmp_path):
    index = world(tmp_path, [line(f"f{row}", "") for row in range(3)])
    found = load_reembedded(index.collection, index.embedder)
    assert (found.rows.shape, found.fresh.shape, found.stored.shape) == ((0,), (0, 64), (0, 64))
    assert found.similarity.shape == (0,)


class Broken(Words):
    def encode(self, texts, *, prompt="", batch=32):
        return super().encode(texts, prompt=prompt, batch=batch) * np.float32(np.nan)


def test_a_model_that_gives_no_numbers_is_an_error_and_nothing_is_kept(tmp_path):
    index = world(tmp_path)
    with pytest.raises(EmbedderError, match="not finite"):
        load_reembedded(index.collection, Broken(far_words(COUNT)))
    assert not kept()


def test_stopping_keeps_nothing(tmp_path):
    index = world(tmp_path)

    def stop(done, total, message):
        if done > 20:
            raise CancelledError("stopped")

    with pytest.raises(CancelledError):
        load_reembedded(index.collection, index.embedder, progress=stop)
    assert not kept()


def test_what_leaves_is_read_only(tmp_path):
    index = world(tmp_path)
    found = load_reembedded(index.collection, index.embedder)
    for array in (found.rows, found.fresh, found.stored):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0
