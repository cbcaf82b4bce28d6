"""A check is one job for a content and for the result that it replaces."""

from inspector.diagnose.health.saved import save_health
from inspector.stores import open_index
from inspector.ui.runtime.health import job_of, last_result
from inspector.ui.runtime.job_queue import JobKind
from tests.ui.health_samples import health
from tests.ui.indexes import LINES, toy_index


def test_the_same_content_is_one_job_until_it_has_a_new_result(tmp_path):
    collection, other = open_index(toy_index(tmp_path / "faq")), open_index(toy_index(tmp_path / "half", LINES[:2]))
    first = job_of(collection, None)
    assert first == job_of(collection, None)
    assert first.kind is JobKind.CHECK
    assert len({first, job_of(other, None), job_of(collection, health(collection.fingerprint))}) == 3


def test_the_last_result_is_that_of_the_content(tmp_path):
    collection = open_index(toy_index(tmp_path / "faq"))
    assert last_result(collection) is None
    result = health(collection.fingerprint)
    save_health(collection, result)
    assert last_result(collection) == result
