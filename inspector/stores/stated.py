"""The contract of an index made elsewhere: what the user stated, and what was read off the data."""

from __future__ import annotations

from inspector.contract import DEFAULT_RECIPE, Contract, Metric
from inspector.errors import RequestError
from inspector.stores.recipe import check_recipe
from inspector.stores.spec import IndexSpec, Setting
from inspector.stores.vector_facts import VectorFacts

STATED: tuple[Setting, ...] = (
    Setting("model", "Model", "Which model made the vectors; without it queries cannot be embedded."),
    Setting("recipe", "Text recipe", 'How the embedded text was made, such as "{title} {text}"; title, then text.'),
    Setting("metric", "Metric", "What it ranks by: cosine, ip or l2; without it, what the vectors and the index say."),
    Setting("max_tokens", "Read length", "How many tokens of a document the model read; without it, all it can read."),
    Setting("query_prompt", "Query prompt", "What is put before every query; nothing without it."),
    Setting("document_prompt", "Document prompt", "What was put before every document; nothing without it."),
)
"""What a user can say about vectors made elsewhere, whatever holds them."""


_PRESUMED = ("metric", "recipe", "query_prompt", "document_prompt", "max_tokens")


def stated_metric(spec: IndexSpec) -> Metric | None:
    """Give the metric the user stated; None where nothing was said.

    Raises:
        RequestError: it is no metric.
    """
    said = spec.get("metric")
    if not said:
        return None
    known = [metric.value for metric in Metric]
    if said not in known:
        raise RequestError(f'The metric "{said}" is none.', f"Give one of: {', '.join(known)}.")
    return Metric(said)


def check_stated(spec: IndexSpec) -> None:
    """Refuse what can be seen to be no such value before anything is read.

    Raises:
        RequestError: the metric is none, or the read length no whole number.
    """
    stated_metric(spec)
    _tokens(spec.get("max_tokens", "0"))


def stated_recipe(spec: IndexSpec, default: str = DEFAULT_RECIPE) -> str:
    """Give the text recipe the user stated, as "recipe" or as a "text" with names in braces; else the default."""
    text = spec.get("text")
    return (spec.get("recipe") or (text if "{" in text else "") or default).replace("\\n", "\n")


def stated_contract(
    spec: IndexSpec,
    facts: VectorFacts,
    dim: int,
    metric: Metric | None,
    fields: tuple[str, ...],
    recipe: str = DEFAULT_RECIPE,
) -> Contract:
    """Describe vectors made elsewhere.

    Args:
        spec: What the user stated.
        facts: What was measured of the vectors.
        dim: Length of each.
        metric: What the index itself ranks by; None where it has no say.
        fields: Names of the metadata fields.
        recipe: How the embedded text is made where nothing was stated.

    Returns:
        The contract. Over vectors of length 1 every metric ranks as the cosine does, so that is what it says unless
        the user stated otherwise.

    Raises:
        RequestError: a stated value cannot be read, or the recipe names an unknown field.
    """
    said = stated_metric(spec)
    made_of = stated_recipe(spec, recipe)
    check_recipe(made_of, fields)
    inferred = Metric.COSINE if facts.normalized or metric is None else metric
    named = [setting.name for setting in STATED if spec.get(setting.name)]
    if stated_recipe(spec, "") and "recipe" not in named:
        named.append("recipe")
    return Contract(
        model=spec.get("model"),
        dim=dim,
        normalized=facts.normalized,
        metric=said or inferred,
        max_tokens=_tokens(spec.get("max_tokens", "0")),
        query_prompt=spec.get("query_prompt"),
        document_prompt=spec.get("document_prompt"),
        recipe=made_of,
        stated=tuple(named),
        inferred=("dim", "normalized", *(each for each in _PRESUMED if each not in named)),
    )


def _tokens(text: str) -> int:
    if not text.isdecimal() or len(text) > 9:
        raise RequestError(f'max_tokens is "{text}", a whole number was expected.', "Write it like max_tokens=256.")
    return int(text)
