"""Models as embedders: one protocol, one row per kind of model.

To add a kind of model: write its file beside this one, add a row, a test, and a help paragraph. Nothing heavy is
imported before a model is loaded.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from importlib.util import find_spec

from inspector.embedders.embedder import Embedder
from inspector.errors import MissingDependencyError

SENTENCE_TRANSFORMERS = "sentence-transformers"


@dataclass(frozen=True, slots=True)
class EmbedderKind:
    """A kind of model that can be loaded.

    Attributes:
        kind: Its short name.
        title: What people call it.
        module: The module of this room with `load(model, max_tokens) -> Embedder`.
        needs: Import name of the package it needs.
        install: The command that installs that package.
    """

    kind: str
    title: str
    module: str
    needs: str
    install: str


EMBEDDERS: tuple[EmbedderKind, ...] = (
    EmbedderKind(
        SENTENCE_TRANSFORMERS,
        "Sentence Transformers model",
        "inspector.embedders.sentence_transformer",
        "sentence_transformers",
        "pip install sentence-transformers",
    ),
)


def load_embedder(model: str, *, max_tokens: int | None = None, kind: str = SENTENCE_TRANSFORMERS) -> Embedder:
    """Load a model, ready to encode.

    Args:
        model: A local folder, the name of a model that an installed package ships, or a name on the Hugging Face hub.
        max_tokens: How many tokens of a text it reads, special tokens included; None takes the model's own setting.
        kind: A row of `EMBEDDERS`.

    Raises:
        EmbedderError: the model is missing or broken, or cannot read that many tokens.
        MissingDependencyError: the package for this kind of model is not installed.
    """
    row = next(row for row in EMBEDDERS if row.kind == kind)
    if find_spec(row.needs) is None:
        raise MissingDependencyError(f"{model} needs the package {row.needs}.", f"Run: {row.install}")
    embedder: Embedder = importlib.import_module(row.module).load(model, max_tokens)
    return embedder
