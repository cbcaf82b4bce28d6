"""One query and one document to be explained, and the two ways of asking the model about them.

Invariant: the model is asked in steps of about 1,000 tokens, which a small model on two cores reads in 0.1 to 0.2
seconds; before each step the work may be stopped. A vector that is not finite is an error, never a number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from inspector.embedders.embedder import Embedder
from inspector.embedders.token_embedder import Spans, TokenEmbedder
from inspector.errors import EmbedderError
from inspector.progress import Progress, silent
from inspector.vectors import Float32Array, FloatArray, cosine_similarity

STEP_TOKENS = 1024


@dataclass(frozen=True, slots=True)
class Subject:
    """What is explained.

    Attributes:
        embedder: The model of the index.
        query: The query, without its prompt.
        text: The document's embedded text, without its prompt.
        query_prompt: Put before the query.
        document_prompt: Put before the document and before each of its passages.
        progress: Told before every step, may stop the work.
    """

    embedder: Embedder
    query: str
    text: str
    query_prompt: str = ""
    document_prompt: str = ""
    progress: Progress = silent

    def query_vector(self) -> Float32Array:
        """Give the query's vector, shape (1, dim).

        Raises:
            EmbedderError: the model failed, or gave a vector that is not finite.
        """
        return self._finite(self.embedder.encode([self.query], prompt=self.query_prompt), "the query")

    def similarities(self, query: Float32Array, texts: Sequence[str], message: str) -> FloatArray:
        """Compare the query with texts, each embedded as a document of its own.

        Args:
            query: The query's vector, shape (1, dim).
            texts: Any texts.
            message: What is being done, for the progress.

        Returns:
            Shape (texts,), in [-1, 1].

        Raises:
            EmbedderError: the model failed, or gave a vector that is not finite.
            CancelledError: progress asked to stop.
        """
        counts = self.embedder.token_counts(texts, prompt=self.document_prompt) if texts else np.empty(0)
        order = np.argsort(counts, kind="stable")
        out = np.empty(len(texts))
        start = 0
        while start < len(order):
            self.progress(start, len(order), message)
            end = start + 1
            while end < len(order) and (end + 1 - start) * self._read(counts[order[end]]) <= STEP_TOKENS:
                end += 1
            rows = order[start:end]
            vectors = self.embedder.encode([texts[row] for row in rows], prompt=self.document_prompt, batch=len(rows))
            out[rows] = cosine_similarity(query, self._finite(vectors, "a passage"))[0]
            start = end
        self.progress(len(order), len(order), message)
        return out

    def similarities_without(self, query: Float32Array, removed: Sequence[Spans], message: str) -> FloatArray:
        """Compare the query with the document, some of it hidden; the embedder must be a `TokenEmbedder`.

        Args:
            query: The query's vector, shape (1, dim).
            removed: Groups of spans of the text.
            message: What is being done, for the progress.

        Returns:
            Shape (groups,), in [-1, 1].

        Raises:
            EmbedderError: the model failed, gave a vector that is not finite, or shows no tokens.
            CancelledError: progress asked to stop.
        """
        if not isinstance(self.embedder, TokenEmbedder):
            raise EmbedderError(f"{self.embedder.name} cannot hide tokens of a text.")
        size = max(1, STEP_TOKENS // max(1, self.tokens_read()))
        out = np.empty(len(removed))
        for start in range(0, len(removed), size):
            self.progress(start, len(removed), message)
            some = removed[start : start + size]
            vectors = self.embedder.encode_without(self.text, some, prompt=self.document_prompt, batch=size)
            out[start : start + size] = cosine_similarity(query, self._finite(vectors, "the document"))[0]
        self.progress(len(removed), len(removed), message)
        return out

    def tokens(self) -> int:
        """Count the tokens of the document before any cut, special tokens and prompt included."""
        return int(self.embedder.token_counts([self.text], prompt=self.document_prompt)[0])

    def tokens_read(self) -> int:
        """Count the tokens of the document that are read, special tokens and prompt included; its end costs nothing."""
        if self.embedder.read_end(self.text, prompt=self.document_prompt) < len(self.text):
            return self.embedder.max_tokens
        return self._read(self.tokens())

    def _read(self, tokens: int) -> int:
        return min(int(tokens), self.embedder.max_tokens)

    def _finite(self, vectors: Float32Array, what: str) -> Float32Array:
        if np.isfinite(vectors).all():
            return vectors
        raise EmbedderError(
            f"{self.embedder.name} gave a vector that is not finite for {what}, so nothing can be compared with it.",
            "Its weights may be damaged: run it on another text, or load it anew.",
        )
