"""The index of the page with whatever of it is ready, and whether its model is still on the way."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from inspector.inspection import OpenIndex
from inspector.stores.collection import Collection
from inspector.ui.parts.model_status import show_model_status
from inspector.ui.runtime import engine


@dataclass(frozen=True, slots=True)
class Opened:
    """An index as far as it is ready.

    Attributes:
        index: The index; without a model while that loads, or where it cannot be loaded.
        loading: Whether the model is still on the way.
    """

    index: OpenIndex
    loading: bool


def opened(collection: Collection) -> Opened:
    """Put together what is ready, and draw what the model is doing; asking for the rest starts it."""
    keyword, contract = engine.keyword(collection), collection.contract
    look = partial(engine.embedder, contract.model, contract.max_tokens)
    model = look()
    show_model_status(look)
    if model.value is None:
        return Opened(OpenIndex(collection, keyword, model_refusal=model.message), model.loading)
    loaded = model.value
    background = engine.background(collection, loaded).value
    cache, refusal = engine.vector_cache(loaded), engine.effects_refusal(loaded)
    return Opened(OpenIndex(collection, keyword, loaded, background, cache, refusal), loading=False)
