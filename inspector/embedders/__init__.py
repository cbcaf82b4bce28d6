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


@dataclass(frozen=True, slots=True)
class EmbedderKind:
    """A kind of model that can be loaded.

    Attributes:
        kind: Its short name.
        prefix: How names of its models begin in a contract; empty for the kind that names without a prefix mean.
        title: What people call it.
        module: The module of this room with `load(model, max_tokens) -> Embedder`.
        needs: Import name of the package it needs; empty where nothing more is needed.
        install: The command that installs that package.
        remote: Whether texts are sent to a service, which may cost money.
    """

    kind: str
    prefix: str
    title: str
    module: str
    needs: str = ""
    install: str = ""
    remote: bool = False


EMBEDDERS: tuple[EmbedderKind, ...] = (
    EmbedderKind(
        "sentence-transformers",
        "",
        "Sentence Transformers model",
        "inspector.embedders.sentence_transformer",
        "sentence_transformers",
        "pip install sentence-transformers",
    ),
    EmbedderKind(
        "wordllama",
        "wordllama:",
        "WordLlama model",
        "inspector.embedders.wordllama",
        "wordllama",
        "pip install wordllama",
    ),
    EmbedderKind("openai", "openai:", "Model of an OpenAI-compatible service", "inspector.embedders.http", remote=True),
)


def kind_of(model: str) -> EmbedderKind:
    """Say of which kind a model is, by how its name begins."""
    named = (row for row in EMBEDDERS if row.prefix and model.startswith(row.prefix))
    return next(named, next(row for row in EMBEDDERS if not row.prefix))


def load_embedder(model: str, *, max_tokens: int | None = None) -> Embedder:
    """Load a model, ready to encode.

    Args:
        model: A local folder, the name of a model that an installed package ships, or a name on the Hugging Face hub;
            or a name that begins with the prefix of another row of `EMBEDDERS`.
        max_tokens: How many tokens of a text it reads, special tokens included; None takes the model's own setting.

    Raises:
        EmbedderError: the model is missing or broken, or cannot read that many tokens.
        MissingDependencyError: the package for this kind of model is not installed.
        RequestError: what the environment says about the service cannot be used.
    """
    row = kind_of(model)
    if row.needs and find_spec(row.needs) is None:
        raise MissingDependencyError(f"{model} needs the package {row.needs}.", f"Run: {row.install}")
    embedder: Embedder = importlib.import_module(row.module).load(model, max_tokens)
    return embedder
