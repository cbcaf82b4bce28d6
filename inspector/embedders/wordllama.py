"""WordLlama models as embedders: a text's vector is the mean of one stored vector per token.

Invariant: a text's vector does not depend on its batch, and nothing is downloaded: weights and tokenizer come from the
installed package or from its cache. The package itself is not imported (it sets up logging for the whole process); its
files are read here. Cost: 0.1 s to load, 33 MB, about 0.1 ms for a short text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import cached_property
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from inspector import fingerprint
from inspector.embedders.facts import ModelFacts
from inspector.embedders.reading import Reader
from inspector.embedders.token_embedder import ReadTokens, Spans, TokenKind, TokenParts
from inspector.errors import EmbedderError
from inspector.vectors import BoolArray, Float32Array, FloatArray, IntArray, read_only

PREFIX = "wordllama:"
READS_ALL = 1_000_000
"""Its read length where none is set: as many tokens as code points are looked at in any text."""

_NAME = re.compile(r"(?P<config>[a-z0-9_]+?)_(?P<dim>[0-9]{1,5})", flags=re.ASCII)
_TENSOR = "embedding.weight"
_TOOLS = ("wordllama", "tokenizers")
_AT_ONCE = 65_536


class WordLlamaEmbedder:
    """One loaded model. Safe to call from several threads."""

    def __init__(self, name: str, weights: Path, tokenizer_json: str, max_tokens: int) -> None:
        """Read weights and tokenizer; use `load` instead."""
        from safetensors import safe_open

        self.name = name
        self.max_tokens = max_tokens
        self._weights = weights
        self._tokenizer_json = tokenizer_json
        self._reader = Reader(tokenizer_json, max_tokens)
        with safe_open(weights, framework="np") as file:
            self._table: Float32Array = np.ascontiguousarray(file.get_tensor(_TENSOR), dtype=np.float32)
        self.dim = int(self._table.shape[1])

    @cached_property
    def facts(self) -> ModelFacts:
        """What the model says about itself, for a contract."""
        return ModelFacts(
            weights_sha256=fingerprint.sha256_of_file(self._weights),
            pooling="mean",
            tokenizer="BPE",
            tools=tuple(f"{name} {version(name)}" for name in _TOOLS),
        )

    @cached_property
    def fingerprint(self) -> str:
        """Fingerprint of weights, tokenizer and read length; equal ones give equal vectors."""
        tokenizer = fingerprint.of_text(self._tokenizer_json)
        return fingerprint.of_values("wordllama", self.facts.weights_sha256, tokenizer, self.max_tokens)

    def encode(self, texts: Sequence[str], *, prompt: str = "", batch: int = 32) -> Float32Array:
        """Embed texts, each with the prompt before it, as the library does without scaling.

        Args:
            texts: Any texts; what exceeds `max_tokens` is not read. A text without tokens gives the zero vector.
            prompt: Put before every text.
            batch: Without effect: each text is a mean of its own.

        Returns:
            Shape (len(texts), dim), row i for text i.
        """
        out = np.zeros((len(texts), self.dim), dtype=np.float32)
        for row, tokens in enumerate(self._reader.tokens([prompt + text for text in texts])):
            out[row] = self._mean(np.array(tokens.ids, dtype=np.int64))
        return out

    def token_counts(self, texts: Sequence[str], *, prompt: str = "") -> IntArray:
        """Count the tokens of each text before any cut, prompt included; shape (len(texts),)."""
        return self._reader.counts([prompt + text for text in texts])

    def read_end(self, text: str, *, prompt: str = "") -> int:
        """Say where the model stops reading: the offset in `text` behind the last code point that it reads."""
        return self._reader.read_end(text, prompt)

    @property
    def split_refusal(self) -> str:
        """Empty: its vectors are sums over tokens."""
        return ""

    def read_tokens(self, text: str, *, prompt: str = "") -> ReadTokens:
        """Say which tokens of a text it reads."""
        return self._reader.placed(text, prompt)[1]

    def token_parts(self, texts: Sequence[str], *, prompt: str = "", batch: int = 32) -> list[TokenParts]:
        """Split the vector of each text over its tokens: each adds its stored vector, divided by their number."""
        found = []
        for text in texts:
            tokens, placed = self._reader.placed(text, prompt)
            parts: FloatArray = self._rows(np.array(tokens.ids, dtype=np.int64)) / max(1, len(tokens.ids))
            found.append(TokenParts(placed, read_only(parts)))
        return found

    def encode_without(self, text: str, removed: Sequence[Spans], *, prompt: str = "", batch: int = 32) -> Float32Array:
        """Embed a text with some of its tokens left out of the mean; shape (groups, dim), as `TokenEmbedder` says."""
        tokens, placed = self._reader.placed(text, prompt)
        ids = np.array(tokens.ids, dtype=np.int64)
        out = np.zeros((len(removed), self.dim), dtype=np.float32)
        for row, spans in enumerate(removed):
            out[row] = self._mean(ids[~_touched(placed, spans)])
        return out

    def _rows(self, ids: IntArray) -> FloatArray:
        """Give the stored vectors of tokens in float64; a token beyond the table is its last row, as in the library."""
        rows: FloatArray = self._table[np.minimum(ids, len(self._table) - 1)].astype(np.float64)
        return rows

    def _mean(self, ids: IntArray) -> FloatArray:
        total = np.zeros(self.dim)
        for start in range(0, len(ids), _AT_ONCE):
            total += self._rows(ids[start : start + _AT_ONCE]).sum(axis=0)
        return total / max(1, len(ids))


def _touched(placed: ReadTokens, spans: Spans) -> BoolArray:
    """Say which tokens of the text overlap any of the spans; shape (tokens,)."""
    starts, ends = placed.spans[:, 0], placed.spans[:, 1]
    hit = np.zeros(len(starts), dtype=np.bool_)
    for start, end in spans:
        hit |= (starts < end) & (ends > start)
    own = np.array([kind is TokenKind.TEXT for kind in placed.kinds], dtype=np.bool_)
    return hit & own & (ends > starts)


def load(model: str, max_tokens: int | None = None) -> WordLlamaEmbedder:
    """Load a model by name.

    Args:
        model: "wordllama:" and the name of a weight file without its ending, such as l2_supercat_256.
        max_tokens: How many tokens it reads; None for all.

    Raises:
        EmbedderError: the name cannot be one, its files are not on this machine, or they are broken.
    """
    name = model.removeprefix(PREFIX)
    parts = _NAME.fullmatch(name)
    if parts is None:
        raise EmbedderError(f'"{name[:80]}" is no WordLlama model.', f"Name one of: {', '.join(_present())}.")
    if max_tokens is not None and max_tokens < 1:
        raise EmbedderError(f"A model cannot read {max_tokens} tokens of a text.", "Give at least 1.")
    weights = _find("weights", f"{name}.safetensors", model)
    tokenizer = _find("tokenizers", f"{parts['config']}_tokenizer_config.json", model)
    try:
        settings: dict[str, Any] = json.loads(tokenizer.read_text(encoding="utf-8"))
        settings["post_processor"] = None  # the library adds no special tokens
        embedder = WordLlamaEmbedder(PREFIX + name, weights, json.dumps(settings), max_tokens or READS_ALL)
    except Exception as error:  # the readers of both files raise whatever they like
        lines = str(error).splitlines() or [type(error).__name__]
        raise EmbedderError(f"{model} could not be loaded: {lines[0]}.", "Install wordllama anew.") from error
    if embedder.dim != int(parts["dim"]):
        raise EmbedderError(f"{weights} has {embedder.dim} dimensions, not {parts['dim']}.", "Install wordllama anew.")
    return embedder


def _folders() -> list[Path]:
    spec = find_spec("wordllama")
    package = [Path(place) for place in spec.submodule_search_locations or ()] if spec else []
    return [*package, Path.home() / ".cache" / "wordllama"]


def _find(kind: str, file: str, model: str) -> Path:
    found = next((folder / kind / file for folder in _folders() if (folder / kind / file).is_file()), None)
    if found is None:
        present = ", ".join(_present()) or "none"
        raise EmbedderError(
            f"{model} is not on this machine ({file} is missing), and nothing is downloaded. Present: {present}.",
            "Load it once with the wordllama package, which keeps it in its cache, or name one that is present.",
        )
    return found


def _present() -> list[str]:
    found = {file.stem for folder in _folders() for file in (folder / "weights").glob("*.safetensors")}
    return sorted(PREFIX + name for name in found if _NAME.fullmatch(name))
