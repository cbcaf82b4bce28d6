"""Sentence Transformers models as embedders: float32 on the CPU, one forward pass at a time.

Invariant: a text's vector is the same within 1e-6 whatever batch it stands in. Texts go straight to tokenizer and
network: the library's own `encode` first guesses what each input is and opens a text that looks like the address of a
picture; here a text is always a text. Cost: the forward pass plus about 2 %; loading takes seconds (torch).
"""

from __future__ import annotations

import hashlib
import logging
import threading
from collections.abc import Sequence
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from inspector import fingerprint
from inspector.embedders.facts import ModelFacts
from inspector.embedders.reading import Reader, Tokens
from inspector.embedders.resolve import ModelLocation, resolve
from inspector.errors import EmbedderError
from inspector.vectors import Float32Array, IntArray

_TOOLS = ("sentence-transformers", "transformers", "torch")
_DOCUMENT_PROMPTS = ("document", "passage", "corpus")
_FEWEST_TOKENS = 4


class SentenceTransformerEmbedder:
    """One loaded model. Safe to call from several threads; forward passes wait for each other."""

    def __init__(self, location: ModelLocation, model: Any, max_tokens: int) -> None:
        """Wrap a loaded `SentenceTransformer`; use `load` instead."""
        self.name = location.name
        self.max_tokens = max_tokens
        self._folder = location.folder
        self._model = model
        self._tokenizer: Any = model.tokenizer
        self._tokenizer_json: str = self._tokenizer.backend_tokenizer.to_str()
        self._reader = Reader(self._tokenizer_json, max_tokens)
        self._skips_prompt = any(not getattr(module, "include_prompt", True) for module in model)
        self._lock = threading.Lock()
        self.dim = int(self._forward(self._reader.tokens([""]), "").shape[1])

    @cached_property
    def facts(self) -> ModelFacts:
        """What the model says about itself, for a contract; the first call reads all weights to hash them."""
        prompts: dict[str, str] = {name: text or "" for name, text in self._model.prompts.items()}
        pooling = next((module.pooling_mode for module in self._model if hasattr(module, "pooling_mode")), "")
        return ModelFacts(
            weights_sha256=_weights_sha256(self._folder),
            pooling=pooling if isinstance(pooling, str) else "+".join(pooling),
            normalized=type(list(self._model)[-1]).__name__ == "Normalize",
            tokenizer=type(self._tokenizer).__name__,
            query_prompt=prompts.get("query", ""),
            document_prompt=next((prompts[name] for name in _DOCUMENT_PROMPTS if prompts.get(name)), ""),
            tools=tuple(f"{name} {version(name)}" for name in _TOOLS),
        )

    @cached_property
    def fingerprint(self) -> str:
        """Fingerprint of weights, tokenizer, layers and read length; equal ones give equal vectors."""
        settings = [
            path for path in sorted(self._folder.rglob("*.json")) if path.name in ("config.json", "modules.json")
        ]
        hashes = [[str(path.relative_to(self._folder)), fingerprint.sha256_of_file(path)] for path in settings]
        tokenizer = fingerprint.of_text(self._tokenizer_json)
        return fingerprint.of_values(self.facts.weights_sha256, hashes, tokenizer, self.max_tokens, self.dim)

    def encode(self, texts: Sequence[str], *, prompt: str = "", batch: int = 32) -> Float32Array:
        """Embed texts, each with the prompt before it; longest first, so that little is padded.

        Args:
            texts: Any texts, the empty one included; what exceeds `max_tokens` is not read.
            prompt: Put before every text.
            batch: Texts in one forward pass, >= 1.

        Returns:
            Shape (len(texts), dim), row i for text i, as the model gives them.

        Raises:
            EmbedderError: the model failed, for instance for want of memory.
        """
        out = np.empty((len(texts), self.dim), dtype=np.float32)
        if not len(texts):
            return out
        read = self._reader.tokens([prompt + text for text in texts] if prompt else texts)
        order = np.argsort([-len(tokens.ids) for tokens in read], kind="stable")
        with self._lock:
            for start in range(0, len(order), batch):
                rows = order[start : start + batch]
                out[rows] = self._forward([read[row] for row in rows], prompt)
        return out

    def token_counts(self, texts: Sequence[str], *, prompt: str = "") -> IntArray:
        """Count the tokens of each text before any cut, special tokens and prompt included; shape (len(texts),)."""
        return self._reader.counts([prompt + text for text in texts] if prompt else texts)

    def read_end(self, text: str, *, prompt: str = "") -> int:
        """Say where the model stops reading: the offset in `text` behind the last code point that it reads.

        The length of the text where nothing is cut off, be its end white space or not.
        """
        return self._reader.read_end(text, prompt)

    def _forward(self, read: Sequence[Tokens], prompt: str) -> Float32Array:
        import torch

        features = self._features(read)
        if self._skips_prompt and prompt:
            features["prompt_length"] = self._reader.prompt_length(prompt)
        try:
            with torch.inference_mode():
                vectors = self._model(features)["sentence_embedding"]
        except (RuntimeError, IndexError, MemoryError) as error:
            raise EmbedderError(
                f"{self.name} failed on a batch of {len(read)} texts: {str(error).splitlines()[0]}.",
                "Try a smaller batch.",
            ) from error
        kept: Float32Array = vectors[:, : self._model.truncate_dim].to(torch.float32).numpy()
        return kept

    def _features(self, read: Sequence[Tokens]) -> dict[str, Any]:
        """Pad one batch into the tensors the network takes, on the side that its tokenizer names."""
        import torch

        shape = (len(read), max(len(tokens.ids) for tokens in read))
        ids = np.full(shape, self._tokenizer.pad_token_id or 0, dtype=np.int64)
        types = np.full(shape, self._tokenizer.pad_token_type_id, dtype=np.int64)
        mask = np.zeros(shape, dtype=np.int64)
        for row, tokens in enumerate(read):
            size = len(tokens.ids)
            place = slice(shape[1] - size, None) if self._tokenizer.padding_side == "left" else slice(0, size)
            ids[row, place], types[row, place], mask[row, place] = tokens.ids, tokens.types, 1
        found = {"input_ids": ids, "token_type_ids": types, "attention_mask": mask}
        wanted = {*self._tokenizer.model_input_names, "attention_mask"}
        return {name: torch.from_numpy(array) for name, array in found.items() if name in wanted}


def load(model: str, max_tokens: int | None = None) -> SentenceTransformerEmbedder:
    """Load a model by folder or name.

    Args:
        model: As for `resolve`.
        max_tokens: How many tokens it reads, special tokens included; None takes the model's own setting.

    Raises:
        EmbedderError: the model is missing, broken, of another kind, or cannot read that many tokens.
    """
    location = resolve(model)
    _quiet()
    from sentence_transformers import SentenceTransformer

    try:
        loaded = SentenceTransformer(str(location.folder), device="cpu", local_files_only=True).float().eval()
    except Exception as error:  # the library raises whatever its parts raise
        lines = str(error).splitlines() or [type(error).__name__]
        raise EmbedderError(
            f"The model {location.name} could not be loaded from {location.folder}: {lines[0]}",
            "Check that the folder is complete, or choose another model.",
        ) from error
    _check_kind(location.name, loaded)
    return SentenceTransformerEmbedder(location, loaded, _read_length(location.name, loaded, max_tokens))


def _check_kind(name: str, model: Any) -> None:
    tokenizer = getattr(model, "tokenizer", None)
    if getattr(tokenizer, "backend_tokenizer", None) is None or not hasattr(model[0], "auto_model"):
        raise EmbedderError(
            f"{name} is not a text model with a fast tokenizer, so what it reads of a text cannot be known.",
            "Choose a transformer model for sentences.",
        )
    if getattr(tokenizer, "truncation_side", "right") != "right":
        raise EmbedderError(f"{name} reads the end of a long text instead of its start.", "Choose another model.")


def _read_length(name: str, model: Any, wanted: int | None) -> int:
    limit = _positional_limit(model)
    if wanted is None:
        own = model.max_seq_length
        known = [int(length) for length in (own, limit) if length and length < 1 << 20]
        return min(known, default=512)
    if wanted < _FEWEST_TOKENS:
        raise EmbedderError(f"A model cannot read {wanted} tokens of a text.", f"Give at least {_FEWEST_TOKENS}.")
    if limit and wanted > limit:
        raise EmbedderError(f"{name} reads at most {limit} tokens, {wanted} were asked for.", f"Give at most {limit}.")
    return wanted


def _positional_limit(model: Any) -> int:
    """Give how many places the network has positions for; 0 where that is not bounded.

    RoBERTa and its kin number places from behind their padding index.
    """
    network = model[0].auto_model
    places = int(getattr(network.config, "max_position_embeddings", 0) or 0)
    table = getattr(getattr(network, "embeddings", None), "position_embeddings", None)
    padding = getattr(table, "padding_idx", None)
    return places if padding is None else places - padding - 1


def _weights_sha256(folder: Path) -> str:
    """Hash the weights: the file's own SHA-256 where there is one, else that of the sorted list of hashes."""
    files = sorted(folder.rglob("*.safetensors")) or sorted(folder.rglob("*.bin"))
    hashes = [f"{file.relative_to(folder).as_posix()} {fingerprint.sha256_of_file(file)}" for file in files]
    if len(hashes) == 1:
        return hashes[0].rsplit(" ", 1)[1]
    return hashlib.sha256("\n".join(hashes).encode()).hexdigest() if hashes else ""


def _quiet() -> None:
    """Silence the libraries' progress bars and advice: standard output belongs to the answer."""
    from transformers.utils import logging as transformers_logging

    untyped: Any = transformers_logging
    untyped.disable_progress_bar()
    untyped.set_verbosity_error()
    logging.getLogger("sentence_transformers").setLevel(logging.ERROR)
