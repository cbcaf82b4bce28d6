"""Which documents an expected id stands for."""

import json

from inspector.build.build import build
from inspector.build.settings import BuildSettings
from inspector.stores import open_index
from inspector.triage.wanted import place_of, wanted_of
from tests.toy import ToyEmbedder
from tests.triage.samples import cases


def test_an_id_stands_for_itself_a_parent_for_its_chunks_and_a_stranger_for_none(tmp_path):
    rows = [
        {"id": "guide", "text": "a guide"},
        {"id": "m#1", "text": "part one", "parent": "manual"},
        {"id": "m#2", "text": "part two", "parent": "manual"},
        {"id": "g#1", "text": "of the guide", "parent": "guide"},
    ]
    (tmp_path / "c.jsonl").write_text("\n".join(map(json.dumps, rows)))
    build(tmp_path / "c.jsonl", tmp_path / "index", BuildSettings(), embedder=ToyEmbedder())
    found = wanted_of(open_index(tmp_path / "index"), cases(("q", "guide", "manual", "gone")))
    assert found == {"guide": {"guide"}, "manual": {"m#1", "m#2"}, "gone": frozenset()}


def test_the_place_is_that_of_the_first_of_them():
    assert place_of(("a", "b", "c"), frozenset("cb")) == 2
    assert place_of(("a",), frozenset("b")) is None
