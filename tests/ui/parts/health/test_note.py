"""The word on an index's health beside an answer: said only where its last check found a failure."""

from dataclasses import replace

from inspector.diagnose.health.saved import save_health
from inspector.records.findings import Severity
from inspector.ui.parts.health.note import grave
from tests.toy_index import toy_index
from tests.ui import health_samples as samples


def test_an_index_that_was_never_checked_is_not_spoken_of(tmp_path):
    assert grave(toy_index(tmp_path).collection) == 0


def test_failures_are_counted_and_warnings_and_notes_are_not(tmp_path):
    collection = toy_index(tmp_path).collection
    findings = (replace(samples.UNNAMED, severity=each) for each in (*Severity, Severity.FAILURE))
    save_health(collection, samples.health(collection.fingerprint, *findings))
    assert grave(collection) == 2
