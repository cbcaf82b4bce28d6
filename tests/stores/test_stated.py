from __future__ import annotations

import numpy as np
import pytest

from inspector.contract import DEFAULT_RECIPE, Metric
from inspector.errors import RequestError
from inspector.stores.spec import IndexSpec
from inspector.stores.stated import STATED, check_stated, stated_contract, stated_metric, stated_recipe
from inspector.stores.vector_facts import measure

LONG = measure(np.full((3, 4), 2.0, dtype=np.float32))
UNIT = measure(np.full((3, 4), 0.5, dtype=np.float32))


def spec(**values: str) -> IndexSpec:
    return IndexSpec("numpy", "/v.npy", tuple(values.items()))


def test_nothing_stated_is_all_inferred() -> None:
    made = stated_contract(spec(), LONG, 4, None, ())
    assert (made.model, made.metric, made.normalized, made.dim) == ("", Metric.COSINE, False, 4)
    assert (made.recipe, made.stated) == (DEFAULT_RECIPE, ())
    assert set(made.inferred) == {
        "dim", "normalized", "metric", "recipe", "query_prompt", "document_prompt", "max_tokens"
    }  # fmt: skip


def test_all_that_can_be_stated_is_marked_so_and_not_inferred() -> None:
    values = {"model": "m", "recipe": "{text}", "metric": "l2", "max_tokens": "64"}
    prompts = {"query_prompt": "q: ", "document_prompt": "d: "}
    made = stated_contract(spec(**values, **prompts), LONG, 4, Metric.INNER_PRODUCT, ())
    assert set(made.stated) == {setting.name for setting in STATED} == {*values, *prompts}
    assert made.inferred == ("dim", "normalized")
    assert (made.model, made.recipe, made.metric, made.max_tokens) == ("m", "{text}", Metric.L2, 64)
    assert (made.query_prompt, made.document_prompt) == ("q: ", "d: ")


@pytest.mark.parametrize(
    ("facts", "own", "expected"),
    [
        (LONG, None, Metric.COSINE),
        (LONG, Metric.L2, Metric.L2),
        (LONG, Metric.INNER_PRODUCT, Metric.INNER_PRODUCT),
        (UNIT, Metric.L2, Metric.COSINE),
        (UNIT, Metric.INNER_PRODUCT, Metric.COSINE),
    ],
)
def test_the_metric_is_the_indexs_own_unless_the_vectors_make_all_metrics_the_same(facts, own, expected) -> None:
    assert stated_contract(spec(), facts, 4, own, ()).metric is expected
    assert stated_contract(spec(metric="ip"), facts, 4, own, ()).metric is Metric.INNER_PRODUCT


def test_a_recipe_may_stand_where_the_text_column_does() -> None:
    assert stated_recipe(spec(text="{title}\\n{text}")) == "{title}\n{text}"
    assert stated_recipe(spec(text="body")) == DEFAULT_RECIPE
    assert "recipe" in stated_contract(spec(text="{text}"), LONG, 4, None, ()).stated


def test_a_recipe_may_name_metadata_and_nothing_unknown() -> None:
    assert stated_contract(spec(recipe="{lang}: {text}"), LONG, 4, None, ("lang",)).recipe == "{lang}: {text}"
    with pytest.raises(RequestError, match=r"\{lang\}"):
        stated_contract(spec(recipe="{lang}: {text}"), LONG, 4, None, ())


@pytest.mark.parametrize(
    ("values", "said"),
    [({"metric": "euclid"}, "cosine, ip, l2"), ({"max_tokens": "-1"}, "whole number"), ({"max_tokens": "x"}, "256")],
)
def test_a_value_that_is_none_is_refused_before_anything_is_read(values: dict[str, str], said: str) -> None:
    with pytest.raises(RequestError, match=said):
        check_stated(spec(**values))


def test_no_metric_stated_is_none() -> None:
    assert stated_metric(spec()) is None
    assert stated_metric(spec(metric="ip")) is Metric.INNER_PRODUCT
