"""The contract as a table: every field and every source has its words."""

from dataclasses import fields

from inspector.contract import Contract, Source
from inspector.ui.parts.health.contract import LOOKS, MEANS, TITLES, UNKNOWN, value_of
from tests.ui.health_samples import health


def test_every_field_has_a_title_and_every_source_a_look_and_a_meaning():
    assert set(TITLES) == {field.name for field in fields(Contract)} - {"stated", "inferred"}
    assert set(LOOKS) == set(Source)
    assert all(source.value.capitalize() in MEANS for source in Source)


def test_a_hash_is_cut_and_an_unknown_value_is_said():
    model, weights, pooling = health().contract
    assert value_of(model) == "some/model"
    assert value_of(weights) == "0123456789abcdef…"
    assert value_of(pooling) == UNKNOWN
