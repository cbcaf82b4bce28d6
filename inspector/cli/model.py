"""The model of an index, or why there is none: for commands that answer without one too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inspector.cli.spending import announce
from inspector.contract import Contract
from inspector.errors import EmbedderError, MissingDependencyError
from inspector.progress import Progress

if TYPE_CHECKING:
    from inspector.embedders.embedder import Embedder


def load_model(contract: Contract, progress: Progress) -> tuple[Embedder | None, str]:
    """Load the model of a contract, or say why not, as the end of a sentence."""
    from inspector.embedders import load_embedder

    if not contract.model:
        return None, "nobody said which model made these vectors"
    announce(contract.model)
    progress(0, 0, "Loading the model")
    try:
        return load_embedder(contract.model, max_tokens=contract.max_tokens or None), ""
    except (EmbedderError, MissingDependencyError) as error:
        return None, f"the model cannot be loaded: {error.message.rstrip('.')}"
