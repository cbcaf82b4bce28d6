"""Unequal lengths are a finding only where they take part in the ranking."""

import numpy as np
import pytest

from inspector.contract import Metric
from inspector.diagnose.health.checks.lengths import CHECK
from inspector.embedders.facts import ModelFacts
from inspector.records.findings import Cause, Severity
from tests.diagnose.health.indexes import subject
from tests.toy import ToyEmbedder


def stretch(vectors):
    vectors[7] *= 3


@pytest.mark.parametrize("metric", [Metric.INNER_PRODUCT, Metric.L2])
def test_one_long_vector_under_inner_product_or_l2_is_a_warning_that_names_it(tmp_path, metric):
    finding = CHECK.run(subject(tmp_path, change=stretch, metric=metric)).finding
    assert (finding.cause, finding.severity) == (Cause.NOT_NORMALIZED, Severity.WARNING)
    assert finding.ids[0] == "d7"
    assert "from 1 to 3" in finding.summary
    assert finding.evidence[-1].value == "1 of 60 (by more than 0.1%)"


def test_under_the_cosine_lengths_do_not_matter(tmp_path):
    assert CHECK.run(subject(tmp_path, change=stretch)).finding is None


def test_vectors_of_one_length_rank_alike_under_every_metric(tmp_path):
    def double(vectors):
        vectors *= 2

    assert CHECK.run(subject(tmp_path, change=double, metric=Metric.INNER_PRODUCT)).finding is None


def test_rounding_to_sixteen_bits_is_no_unequal_length(tmp_path):
    def halve(vectors):
        vectors[:] = vectors.astype(np.float16)

    assert CHECK.run(subject(tmp_path, change=halve, metric=Metric.L2)).finding is None


class Unscaled(ToyEmbedder):
    facts = ModelFacts(pooling="sum", normalized=False)


def test_a_model_that_makes_any_length_makes_it_a_note(tmp_path):
    examined = subject(tmp_path, change=stretch, metric=Metric.INNER_PRODUCT, embedder=Unscaled())
    assert CHECK.run(examined).finding.severity is Severity.NOTE
