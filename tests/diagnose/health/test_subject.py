"""What several checks look at: lengths, what production really ranks by, and why something cannot be used."""

import numpy as np
import pytest

from inspector.contract import Metric
from inspector.diagnose.health.subject import Subject
from tests.diagnose.health.indexes import index, subject
from tests.toy import ToyEmbedder


def stretch(vectors):
    vectors *= np.linspace(0.5, 2, len(vectors), dtype=np.float32)[:, None]


def double(vectors):
    vectors *= 2


def test_lengths_are_those_of_numpy(tmp_path):
    examined = subject(tmp_path, change=stretch)
    stored = examined.collection.vectors(np.arange(60)).astype(np.float64)
    np.testing.assert_allclose(examined.lengths, np.linalg.norm(stored, axis=1), rtol=1e-12)


def test_one_length_is_equal_whatever_it_is(tmp_path):
    assert subject(tmp_path / "a", change=double).equal_lengths
    assert not subject(tmp_path / "b", change=stretch).equal_lengths


def test_vectors_without_a_direction_are_marked(tmp_path):
    def spoil(vectors):
        vectors[0], vectors[1] = 0, np.inf

    np.testing.assert_array_equal(np.flatnonzero(~subject(tmp_path, change=spoil).directed), [0, 1])


@pytest.mark.parametrize("metric", list(Metric))
@pytest.mark.parametrize("ann", ["flat", "hnsw"])
def test_the_metric_of_a_structure_is_told_from_its_scores(tmp_path, metric, ann):
    assert subject(tmp_path, change=stretch, metric=metric, ann=ann).ranks_by is metric


def test_without_a_structure_there_is_nothing_to_tell(tmp_path):
    assert subject(tmp_path).ranks_by is None


def test_no_model_is_explained(tmp_path):
    collection = index(tmp_path)
    assert Subject(collection, None, no_model="it is gone").no_sample == "it is gone"
    assert Subject(collection, None).no_model == "the model is not loaded"
    assert "8" in Subject(collection, ToyEmbedder(dim=8)).no_model


def test_no_more_than_the_worst_five_are_named(tmp_path):
    assert subject(tmp_path).named(np.arange(9)) == ("d0", "d1", "d2", "d3", "d4")
