"""A contract knows where each of its fields comes from."""

from __future__ import annotations

import dataclasses

import pytest

from inspector.contract import DEFAULT_MODEL, DEFAULT_RECIPE, Contract, Metric, Source


def test_a_field_is_declared_unless_it_was_stated_or_inferred() -> None:
    contract = Contract("m", 384, stated=("model",), inferred=("dim",))
    assert contract.source("model") is Source.STATED
    assert contract.source("dim") is Source.INFERRED
    assert contract.source("metric") is Source.DECLARED


def test_what_a_user_stated_stays_stated_even_where_the_data_says_it_too() -> None:
    assert Contract("m", 384, stated=("dim",), inferred=("dim",)).source("dim") is Source.STATED


def test_a_contract_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Contract("m", 384).dim = 768


def test_contracts_with_equal_fields_are_equal() -> None:
    assert Contract("m", 384) == Contract("m", 384, metric=Metric.COSINE, recipe=DEFAULT_RECIPE)
    assert Contract("m", 384) != Contract("m", 384, metric=Metric.L2)


def test_metrics_are_written_as_the_command_line_takes_them() -> None:
    assert [str(metric) for metric in Metric] == ["cosine", "ip", "l2"]


def test_the_default_recipe_joins_title_and_text() -> None:
    assert DEFAULT_RECIPE.format(title="Copy", text="Copies.") == "Copy\nCopies."
    assert DEFAULT_MODEL == "sentence-transformers/all-MiniLM-L6-v2"
