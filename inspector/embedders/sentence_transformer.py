"""Sentence Transformers models as embedders: float32 on the CPU, one forward pass at a time.

Invariant: a text's vector is the same within 1e-6 whatever batch it stands in. Texts go straight to tokenizer and
network: the library's own `encode` first guesses what each input is and opens a text that looks like the address of a
picture; here a text is always a text. Cost: the forward pass plus about 2 %; loading takes seconds (torch).
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Sequence
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from inspector import fingerprint
from inspector.embedders.facts import ModelFacts
from inspector.embedders.network import Network
from inspector.embedders.pooling import split, split_refusal
from inspector.embedders.reading import Reader
from inspector.embedders.resolve import ModelLocation, resolve
from inspector.embedders.token_embedder import ReadTokens, Spans, TokenKind, TokenParts
from inspector.errors import EmbedderError
from inspector.vectors import BoolArray, Float32Array, IntArray, read_only

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
        self._network = Network(model, location.name)
        self.dim = int(self._network.vectors(self._reader.tokens([""]), 0).shape[1])

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
        skipped = self._prompt_length(prompt)
        for start in range(0, len(order), batch):
            rows = order[start : start + batch]
            out[rows] = self._network.vectors([read[row] for row in rows], skipped)
        return out

    def token_counts(self, texts: Sequence[str], *, prompt: str = "") -> IntArray:
        """Count the tokens of each text before any cut, special tokens and prompt included; shape (len(texts),)."""
        return self._reader.counts([prompt + text for text in texts] if prompt else texts)

    def read_end(self, text: str, *, prompt: str = "") -> int:
        """Say where the model stops reading: the offset in `text` behind the last code point that it reads.

        The length of the text where nothing is cut off, be its end white space or not.
        """
        return self._reader.read_end(text, prompt)

    @cached_property
    def split_refusal(self) -> str:
        """Why its vectors are no sums over tokens, as a sentence; empty where they are."""
        return split_refusal(self._network.modules, self.name)

    def read_tokens(self, text: str, *, prompt: str = "") -> ReadTokens:
        """Say which tokens of a text it reads."""
        return self._reader.placed(text, prompt)[1]

    def token_parts(self, texts: Sequence[str], *, prompt: str = "", batch: int = 32) -> list[TokenParts]:
        """Split the vector of each text over its tokens, as `TokenEmbedder` says.

        Raises:
            EmbedderError: its vectors are no sums over tokens, or the model failed.
        """
        if self.split_refusal:
            raise EmbedderError(self.split_refusal, "Look at what removing words does instead.")
        read = [self._reader.placed(text, prompt) for text in texts]
        skipped = self._prompt_length(prompt)
        found = []
        for start in range(0, len(read), batch):
            some = read[start : start + batch]
            vectors = self._network.token_vectors([tokens for tokens, _ in some], skipped)
            found += [self._split(*each, skipped) for each in zip(vectors, (placed for _, placed in some), strict=True)]
        return found

    def _split(self, vectors: Float32Array, placed: ReadTokens, skipped: int) -> TokenParts:
        pooled = np.arange(len(vectors)) >= skipped
        parts, biases = split(self._network.modules, vectors.astype(np.float64), pooled)
        spans = np.vstack([placed.spans, np.zeros((biases, 2), dtype=np.int64)])
        names, kinds = placed.names + ("bias",) * biases, placed.kinds + (TokenKind.BIAS,) * biases
        return TokenParts(ReadTokens(names, read_only(spans), kinds), read_only(parts[:, : self._network.dim]))

    def encode_without(self, text: str, removed: Sequence[Spans], *, prompt: str = "", batch: int = 32) -> Float32Array:
        """Embed a text with some of its tokens hidden, as `TokenEmbedder` says.

        Raises:
            EmbedderError: the model failed.
        """
        tokens, placed = self._reader.placed(text, prompt)
        kept = [~_touched(placed, spans) for spans in removed]
        rows = [row for row, seen in enumerate(kept) if seen.any()]
        out = np.zeros((len(removed), self.dim), dtype=np.float32)
        skipped = self._prompt_length(prompt)
        for start in range(0, len(rows), batch):
            some = rows[start : start + batch]
            out[some] = self._network.vectors([tokens] * len(some), skipped, [kept[row] for row in some])
        return out

    def _prompt_length(self, prompt: str) -> int:
        return self._reader.prompt_length(prompt) if self._network.skips_prompt and prompt else 0


def _touched(placed: ReadTokens, spans: Spans) -> BoolArray:
    """Say which tokens of the text overlap any of the spans; shape (tokens,)."""
    starts, ends = placed.spans[:, 0], placed.spans[:, 1]
    hit = np.zeros(len(starts), dtype=np.bool_)
    for start, end in spans:
        hit |= (starts < end) & (ends > start)
    return hit & (ends > starts)


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
