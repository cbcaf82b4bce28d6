"""The contract of a build: what is declared, what the user stated, what was read off the data."""

from __future__ import annotations

from datetime import UTC, datetime

from inspector import __version__
from inspector.build.settings import BuildSettings
from inspector.contract import Contract
from inspector.embedders.embedder import Embedder
from inspector.embedders.facts import ModelFacts, facts_of
from inspector.stores.vector_facts import VectorFacts

_STATED = ("model", "recipe", "metric", "query_prompt", "document_prompt")
_READ_OFF = ("dim", "normalized")


def contract_of_build(settings: BuildSettings, embedder: Embedder, found: VectorFacts) -> Contract:
    """Describe vectors that this build made; every field is declared."""
    facts = facts_of(embedder)
    return Contract(
        model=embedder.name,
        dim=embedder.dim,
        weights_sha256=facts.weights_sha256,
        pooling=facts.pooling,
        normalized=found.normalized,
        metric=settings.metric,
        max_tokens=embedder.max_tokens,
        query_prompt=query_prompt(settings, facts),
        document_prompt=document_prompt(settings, facts),
        recipe=settings.recipe,
        tokenizer=facts.tokenizer,
        made_at=_now(),
        tools=(f"neighbor-inspector {__version__}", *facts.tools),
    )


def contract_of_adoption(settings: BuildSettings, embedder: Embedder, found: VectorFacts) -> Contract:
    """Describe vectors made elsewhere: what the user said is stated, what only the maker knows stays empty."""
    facts = facts_of(embedder)
    return Contract(
        model=embedder.name,
        dim=embedder.dim,
        normalized=found.normalized,
        metric=settings.metric,
        max_tokens=settings.max_tokens or 0,
        query_prompt=query_prompt(settings, facts),
        document_prompt=document_prompt(settings, facts),
        recipe=settings.recipe,
        made_at=_now(),
        tools=(f"neighbor-inspector {__version__}",),
        stated=(*_STATED, "max_tokens") if settings.max_tokens else _STATED,
        inferred=_READ_OFF,
    )


def query_prompt(settings: BuildSettings, facts: ModelFacts) -> str:
    """Give what is put before queries: as asked for, else as the model's own configuration says."""
    return facts.query_prompt if settings.query_prompt is None else settings.query_prompt


def document_prompt(settings: BuildSettings, facts: ModelFacts) -> str:
    """Give what is put before documents: as asked for, else as the model's own configuration says."""
    return facts.document_prompt if settings.document_prompt is None else settings.document_prompt


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
