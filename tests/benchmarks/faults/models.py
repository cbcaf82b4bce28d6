"""The models of the benchmark: one that remembers what it embedded, a second real one, and copies of MiniLM changed.

A model's answers are remembered by prompt and text across all faulty indexes of a collection, so that a text is read
once; the vectors are the model's own. Times of traces are measured without this.
"""

from __future__ import annotations

import json
import shutil
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from inspector import fingerprint
from inspector.embedders import load_embedder
from inspector.embedders.embedder import Embedder
from inspector.embedders.resolve import resolve
from inspector.embedders.sentence_transformer import SentenceTransformerEmbedder
from inspector.vectors import Float32Array, IntArray

MINILM = "all-MiniLM-L6-v2"
SECOND = "wordllama/l2-supercat-256"
E5_STYLE = {"query": "query: ", "document": "passage: "}
OWN_STYLE = {"query": "A reader wants to know: ", "document": "From the handbook, one page: "}
_MANY = 1_000_000


class Remembering(SentenceTransformerEmbedder):
    """A Sentence Transformers model that embeds no text twice."""

    def __init__(self, inner: Embedder) -> None:
        """Take over a loaded model."""
        self.__dict__.update(vars(inner))
        self._known: dict[tuple[str, str], Float32Array] = {}

    def encode(self, texts: Sequence[str], *, prompt: str = "", batch: int = 32) -> Float32Array:
        """Embed texts; those it has seen are not read again."""
        new = [text for text in dict.fromkeys(texts) if (prompt, text) not in self._known]
        for text, vector in zip(new, super().encode(new, prompt=prompt, batch=batch), strict=True):
            self._known[prompt, text] = vector
        out = np.empty((len(texts), self.dim), dtype=np.float32)
        for row, text in enumerate(texts):
            out[row] = self._known[prompt, text]
        return out


class WordLlamaEmbedder:
    """WordLlama: the mean of one stored vector per token, scaled to length 1; reads texts of any length."""

    name = SECOND
    dim = 256
    max_tokens = _MANY

    def __init__(self) -> None:
        """Load it from its package; nothing is downloaded."""
        import wordllama

        folder = Path(str(wordllama.__file__)).parent
        self._model: Any = wordllama.WordLlama.load(cache_dir=folder, disable_download=True)
        self.fingerprint = fingerprint.of_values(SECOND, self.dim)

    def encode(self, texts: Sequence[str], *, prompt: str = "", batch: int = 32) -> Float32Array:
        """Embed texts one by one, so that no neighbor in a batch matters; a text without tokens is the zero vector."""
        out = np.zeros((len(texts), self.dim), dtype=np.float32)
        with warnings.catch_warnings(), np.errstate(invalid="ignore", divide="ignore"):
            warnings.simplefilter("ignore")
            for row, text in enumerate(texts):
                if (prompt + text).strip():
                    out[row] = np.nan_to_num(self._model.embed([prompt + text], norm=True)[0])
        return out

    def token_counts(self, texts: Sequence[str], *, prompt: str = "") -> IntArray:
        """Count the tokens of each text."""
        return np.array([len(self._model.tokenizer.encode(prompt + text).ids) for text in texts], dtype=np.int64)

    def read_end(self, text: str, *, prompt: str = "") -> int:
        """It reads to the end."""
        return len(text)


def fewer_layers(scratch: Path, layers: int) -> Embedder:
    """Load MiniLM with its last layers left out: another model of the same size."""
    return load_embedder(str(_copy(scratch / f"layers-{layers}", "config.json", {"num_hidden_layers": layers})))


def with_prompts(folder: Path, prompts: dict[str, str]) -> Embedder:
    """Load MiniLM from a folder whose configuration names prompts for queries and documents."""
    return load_embedder(str(_copy(folder, "config_sentence_transformers.json", {"prompts": prompts})))


def shorter_reading(tokens: int) -> Embedder:
    """Load MiniLM so that it reads fewer tokens of a text."""
    return load_embedder(MINILM, max_tokens=tokens)


def _copy(folder: Path, name: str, changes: dict[str, Any]) -> Path:
    """Copy the model's folder, weights by link, with some settings of one file changed."""
    if not folder.exists():
        shutil.copytree(resolve(MINILM).folder, folder, copy_function=_linked)
        path = folder / name
        settings = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
        path.write_text(json.dumps(settings | changes), encoding="utf-8")
    return folder


def _linked(source: str, target: str) -> None:
    make: Callable[[], object] = lambda: shutil.copyfile(source, target)  # noqa: E731
    if not source.endswith((".safetensors", ".bin")):
        make()
        return
    try:
        Path(target).symlink_to(Path(source).resolve())
    except OSError:  # no links on this system
        make()


def turn(dim: int, rng: np.random.Generator) -> Float32Array:
    """Draw a random rotation, shape (dim, dim), uniform over all."""
    square, upper = np.linalg.qr(rng.normal(size=(dim, dim)))
    return (square * np.sign(np.diag(upper))).astype(np.float32)
