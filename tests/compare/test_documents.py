"""What became of each document: exactly those that were changed, by the kind of the change."""

import numpy as np
import pytest

from inspector.compare.documents import EQUAL, join
from inspector.contract import Metric
from inspector.inspection import OpenIndex
from inspector.progress import silent
from inspector.records.index_changes import DocumentKind
from tests.compare.planted import FIVE, AngleEmbedder, planted


@pytest.fixture(scope="module")
def five(tmp_path_factory) -> OpenIndex:
    return planted(tmp_path_factory.mktemp("five") / "five")


def joined(before, after):
    return join(before.collection, after.collection, silent)


def ids_of(changes, kind):
    return next(set(each.ids) for each in changes.counts if each.kind is kind)


def test_each_document_is_of_one_kind_and_found_by_its_id_whatever_its_row(five, tmp_path):
    texts = {"new": "7 degrees", "d5": FIVE["d5"], "d4": "44 degrees", "d2": FIVE["d2"], "d1": FIVE["d1"]}
    found = joined(five, planted(tmp_path / "b", texts, AngleEmbedder({FIVE["d1"]: 31.0})))
    assert {each.kind: each.count for each in found.changes.counts} == {
        DocumentKind.ADDED: 1,
        DocumentKind.REMOVED: 1,
        DocumentKind.EDITED: 1,
        DocumentKind.OTHER_VECTOR: 1,
        DocumentKind.SAME: 2,
    }
    for kind, id_ in (("added", "new"), ("removed", "d3"), ("edited", "d4"), ("other_vector", "d1")):
        assert ids_of(found.changes, DocumentKind(kind)) == {id_}
    assert found.kinds_before(["d3", "d4", "d1", "d2"]) == tuple(
        map(DocumentKind, ("removed", "edited", "other_vector", "same"))
    )
    assert found.kinds_after(["new", "d4", "d1", "d5"]) == tuple(
        map(DocumentKind, ("added", "edited", "other_vector", "same"))
    )
    # d1 turned from 1 to 31 degrees.
    assert found.changes.largest_distance == pytest.approx(1 - np.cos(np.radians(30)), abs=1e-6)


def test_a_turn_below_the_rounding_of_another_batch_is_no_other_vector(five, tmp_path):
    small, large = np.degrees(np.sqrt(EQUAL)), np.degrees(2 * np.sqrt(EQUAL))  # distances of 0.5 and 2 times 1e-6
    for angle, kind in ((small, DocumentKind.SAME), (large, DocumentKind.OTHER_VECTOR)):
        after = planted(tmp_path / kind.value, embedder=AngleEmbedder({FIVE["d1"]: 1 + angle}))
        assert joined(five, after).kinds_after(["d1"]) == (kind,)


def test_lengths_count_only_where_an_index_ranks_by_them(five, tmp_path):
    longer = AngleEmbedder(lengths={FIVE["d1"]: 2.0})
    cosine = planted(tmp_path / "cosine", embedder=longer)
    product = planted(tmp_path / "product", embedder=longer, metric=Metric.INNER_PRODUCT)
    assert joined(five, cosine).changes.count(DocumentKind.OTHER_VECTOR) == 0
    assert ids_of(joined(five, product).changes, DocumentKind.OTHER_VECTOR) == {"d1"}


def test_another_length_is_another_vector_but_no_distance(five, tmp_path):
    longer = AngleEmbedder(lengths={FIVE["d1"]: 2.0})
    changes = joined(five, planted(tmp_path / "b", embedder=longer, metric=Metric.INNER_PRODUCT)).changes
    assert changes.count(DocumentKind.OTHER_VECTOR) == 1
    assert changes.largest_distance == pytest.approx(0.0, abs=EQUAL)  # d1 still points at 1 degree


def test_another_recipe_edits_nothing(five, tmp_path):
    after = planted(tmp_path / "b", recipe="90 {text}")
    changes = joined(five, after).changes
    assert (changes.count(DocumentKind.EDITED), changes.count(DocumentKind.OTHER_VECTOR)) == (0, 5)


def test_a_vector_of_zeros_has_no_distance_but_is_counted(five, tmp_path):
    after = planted(tmp_path / "b", embedder=AngleEmbedder(lengths={FIVE["d2"]: 0.0}))
    changes = joined(five, after).changes
    assert (changes.undirected, changes.median_distance) == (1, None)
    assert ids_of(changes, DocumentKind.OTHER_VECTOR) == {"d2"}


@pytest.mark.model
def test_the_stale_copy_of_the_sample_differs_by_its_rewritten_articles_alone(tmp_path):
    from inspector.sample import location
    from inspector.sample.copies import write_copy
    from inspector.sample.faults import fault_named
    from inspector.stores import open_index
    from inspector.stores.corpus.survey import documents, survey

    write_copy(tmp_path / "stale", fault_named("stale-texts"))
    changes = join(open_index(location.INDEX), open_index(tmp_path / "stale"), silent).changes
    rewritten = {each.id for each in documents(survey(location.EARLIER))}
    assert ids_of(changes, DocumentKind.OTHER_VECTOR) == rewritten
    assert changes.count(DocumentKind.SAME) == 450 - len(rewritten)
