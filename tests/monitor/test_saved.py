"""Comparisons kept on disk: what is read is what was written, and a broken file is none."""

import json

import pytest

from inspector.monitor.saved import (
    drift_path,
    key_of_indexes,
    key_of_parts,
    key_of_queries,
    load_drift,
    save_drift,
)
from tests.monitor.comparisons import DOCUMENTS, QUERIES
from tests.monitor.indexes import collection


@pytest.fixture
def opened(tmp_path):
    return collection(tmp_path, "now", {"a": "fox"})


@pytest.mark.parametrize("drift", [DOCUMENTS, QUERIES], ids=["documents", "queries"])
def test_what_is_read_is_what_was_kept(opened, drift):
    save_drift(opened, "key", drift)
    assert load_drift(opened, "key") == drift
    assert load_drift(opened, "other") is None


@pytest.mark.parametrize("spoil", [lambda kept: kept.pop("test"), lambda kept: kept.update(verdict="fine")])
def test_a_file_that_lacks_something_or_holds_something_unknown_is_none(opened, spoil):
    path = save_drift(opened, "key", DOCUMENTS)
    kept = json.loads(path.read_text(encoding="utf-8"))
    spoil(kept)
    path.write_text(json.dumps(kept), encoding="utf-8")
    assert load_drift(opened, "key") is None


def test_a_file_that_is_no_json_is_none(opened):
    save_drift(opened, "key", DOCUMENTS)
    drift_path(opened, "key").write_text("{", encoding="utf-8")
    assert load_drift(opened, "key") is None


def test_each_comparison_has_a_key_of_its_own():
    keys = [
        key_of_indexes("f"),
        key_of_indexes("g"),
        key_of_indexes("f", ("fox",)),
        key_of_indexes("f", k=5),
        key_of_parts("updated", "2025"),
        key_of_parts("updated", "2026"),
        key_of_queries(("fox",), ("owl",)),
        key_of_queries(("owl",), ("fox",)),
    ]
    assert len(set(keys)) == len(keys)
