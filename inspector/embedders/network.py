"""One forward pass of a Sentence Transformers model: tokens in, token vectors and pooled vectors out.

Invariant: forward passes wait for each other, so that threads may share a model.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Any

import numpy as np

from inspector.embedders.reading import Tokens
from inspector.errors import EmbedderError
from inspector.vectors import BoolArray, Float32Array


class Network:
    """A loaded model, fed with tokens. Safe to call from several threads."""

    def __init__(self, model: Any, name: str) -> None:
        """Wrap a loaded `SentenceTransformer`, called `name` in errors."""
        self.modules: list[Any] = list(model)
        self.skips_prompt = any(not getattr(module, "include_prompt", True) for module in self.modules)
        self._model = model
        self._name = name
        self._tokenizer: Any = model.tokenizer
        self._lock = threading.Lock()

    @property
    def dim(self) -> int | None:
        """How many dimensions of each vector are kept; None for all."""
        kept: int | None = self._model.truncate_dim
        return kept

    def vectors(
        self, read: Sequence[Tokens], prompt_length: int, kept: Sequence[BoolArray] | None = None
    ) -> Float32Array:
        """Give the pooled vector of each text, shape (texts, dim), for one batch.

        Args:
            read: At least one text's tokens.
            prompt_length: How many tokens stand before each text; used by models that leave them out of the pooling.
            kept: For each text which of its tokens are attended to and pooled, at least one; None for all of them.

        Raises:
            EmbedderError: the model failed, for instance for want of memory.
        """
        found: Float32Array = self._run(read, prompt_length, kept)["sentence_embedding"][:, : self.dim].float().numpy()
        return found

    def token_vectors(self, read: Sequence[Tokens], prompt_length: int) -> list[Float32Array]:
        """Give the last-layer vectors of each text's tokens, shape (tokens, width), for one batch.

        Raises:
            EmbedderError: as for `vectors`.
        """
        found = self._run(read, prompt_length, None)
        vectors, masks = found["token_embeddings"].float().numpy(), found["attention_mask"].numpy()
        return [row[mask > 0] for row, mask in zip(vectors, masks, strict=True)]

    def _run(self, read: Sequence[Tokens], prompt_length: int, kept: Sequence[BoolArray] | None) -> dict[str, Any]:
        import torch

        features = self._features(read, kept)
        if self.skips_prompt and prompt_length:
            features["prompt_length"] = prompt_length
        try:
            with self._lock, torch.inference_mode():
                found: dict[str, Any] = self._model(features)
        except (RuntimeError, IndexError, MemoryError) as error:
            lines = str(error).splitlines() or [type(error).__name__]
            raise EmbedderError(
                f"{self._name} failed on a batch of {len(read)} texts: {lines[0]}.",
                "Try a smaller batch.",
            ) from error
        return found

    def _features(self, read: Sequence[Tokens], kept: Sequence[BoolArray] | None) -> dict[str, Any]:
        """Pad one batch into the tensors the network takes, on the side that its tokenizer names."""
        import torch

        shape = (len(read), max(len(tokens.ids) for tokens in read))
        ids = np.full(shape, self._tokenizer.pad_token_id or 0, dtype=np.int64)
        types = np.full(shape, self._tokenizer.pad_token_type_id, dtype=np.int64)
        mask = np.zeros(shape, dtype=np.int64)
        for row, tokens in enumerate(read):
            size = len(tokens.ids)
            place = slice(shape[1] - size, None) if self._tokenizer.padding_side == "left" else slice(0, size)
            ids[row, place], types[row, place] = tokens.ids, tokens.types
            mask[row, place] = 1 if kept is None else kept[row]
        found = {"input_ids": ids, "token_type_ids": types, "attention_mask": mask}
        wanted = {*self._tokenizer.model_input_names, "attention_mask"}
        return {name: torch.from_numpy(array) for name, array in found.items() if name in wanted}
