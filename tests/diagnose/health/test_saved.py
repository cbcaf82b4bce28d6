"""A kept result comes back as it was, and a broken file is none."""

import pytest

from inspector.diagnose.health import check_index
from inspector.diagnose.health.saved import health_path, load_health, save_health
from inspector.errors import StoreError
from tests.diagnose.health.indexes import documents, index
from tests.toy import ToyEmbedder


@pytest.fixture
def collection(tmp_path):
    return index(tmp_path, (*documents(20), documents(1)[0].__class__("again", "x", documents(1)[0].text)))


def test_a_kept_result_comes_back_as_it_was(collection):
    health = check_index(collection, ToyEmbedder())
    assert load_health(collection) is None
    assert save_health(collection, health) == health_path(collection)
    assert load_health(collection) == health
    assert health.findings


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"name": 1, "findings": [{}]}', "null"])
def test_a_broken_file_is_none(collection, content):
    save_health(collection, check_index(collection)).write_text(content)
    assert load_health(collection) is None


def test_the_result_of_another_content_is_none(collection, tmp_path):
    other = index(tmp_path / "other", documents(5))
    save_health(other, check_index(other))
    health_path(collection).parent.mkdir(parents=True)
    health_path(collection).write_bytes(health_path(other).read_bytes())
    assert load_health(collection) is None


def test_a_home_that_cannot_be_written_to_is_said(collection, tmp_path, monkeypatch):
    blocked = tmp_path / "file"
    blocked.write_text("")
    monkeypatch.setenv("INSPECTOR_HOME", str(blocked / "home"))
    with pytest.raises(StoreError):
        save_health(collection, check_index(collection))
    assert load_health(collection) is None
