"""A sample embedded anew: exact bounds, and every deviation judged or the rest left out of the count."""

import numpy as np
import pytest
from scipy.stats import binom

from inspector.diagnose.freshness.judge import Origin
from inspector.diagnose.health.agreement import JUDGED, agree, at_least, at_most, percent
from tests.diagnose.health.indexes import documents, index
from tests.toy import ToyEmbedder


@pytest.mark.parametrize(("found", "of"), [(0, 299), (1, 299), (7, 40), (39, 40)])
def test_at_most_is_the_share_at_which_so_few_come_in_one_draw_of_twenty(found, of):
    assert binom.cdf(found, of, at_most(found, of) / 100) == pytest.approx(0.05)


@pytest.mark.parametrize(("found", "of"), [(1, 299), (7, 40), (40, 40)])
def test_at_least_is_the_share_at_which_so_many_come_in_one_draw_of_twenty(found, of):
    assert binom.sf(found - 1, of, at_least(found, of) / 100) == pytest.approx(0.05)


def test_none_of_299_is_at_most_one_percent_and_the_ends_are_the_ends():
    assert at_most(0, 298) > 1 > at_most(0, 299)
    assert (at_least(0, 10), at_most(10, 10)) == (0, 100)


def test_shares_are_written_with_two_digits():
    assert [percent(share) for share in (0.341, 0.997, 7.46, 88.3, 100.0)] == ["0.34", "1", "7.5", "88", "100"]


def test_a_faithful_collection_agrees_whole(tmp_path):
    agreement = agree(index(tmp_path), ToyEmbedder())
    assert (agreement.size, agreement.agreeing, agreement.looked, agreement.whole) == (60, 60, 60, True)
    assert agreement.account == "60 of 60 documents embedded anew agree"


def test_a_sample_says_what_it_means_for_all(tmp_path):
    agreement = agree(index(tmp_path, documents(320)), ToyEmbedder())
    assert (agreement.size, agreement.whole) == (299, False)
    assert agreement.account.endswith("at most 1 % of all deviate, with 95 % confidence")


def test_vectors_without_a_direction_are_not_compared(tmp_path):
    def spoil(vectors):
        vectors[0], vectors[1] = 0, np.nan

    agreement = agree(index(tmp_path, change=spoil), ToyEmbedder())
    assert (agreement.size, agreement.agreeing) == (58, 58)


def test_a_few_deviations_are_all_judged_furthest_first(tmp_path):
    def swap(vectors):
        vectors[[4, 5, 6]] = vectors[[5, 6, 4]]

    agreement = agree(index(tmp_path, change=swap), ToyEmbedder())
    stale = agreement.of(Origin.STALE)
    assert {each.row for each in stale} == {4, 5, 6}
    assert [each.judgement.deviation for each in stale] == sorted(
        (each.judgement.deviation for each in stale), reverse=True
    )
    assert agreement.most_agree


def test_of_many_deviations_a_part_is_judged_and_only_that_part_counted(tmp_path):
    def swap(vectors):
        vectors[:40] = vectors[:40][::-1].copy()

    agreement = agree(index(tmp_path, change=swap), ToyEmbedder())
    assert agreement.agreeing == 20
    assert len(agreement.of(Origin.STALE)) == JUDGED
    assert agreement.looked == len(agreement.judged) < 60
    assert not agreement.most_agree
