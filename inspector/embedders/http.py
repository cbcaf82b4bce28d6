"""Models behind an OpenAI-compatible service as embedders; what is sent is counted and capped.

Invariants: nothing is sent beyond the process's limit of tokens; an index chooses the model's name at most, never the
address or the key. The model's tokenizer is not known: tokens are estimated as a quarter of a text's UTF-8 bytes, and
`facts.tokens_estimated` says so. The empty text, which services refuse, is sent as one space. Remote models are not
stable to the last bit: two calls may differ by 1e-4, which the self-test measures.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Sequence
from os import environ
from urllib.parse import urlsplit

import numpy as np

from inspector import fingerprint, settings
from inspector.embedders.facts import ModelFacts
from inspector.embedders.http_name import KNOWN_READS, served_model
from inspector.embedders.http_service import Service
from inspector.errors import EmbedderError
from inspector.vectors import Float32Array, IntArray, cosine_similarity

OPENAI_KEY = "OPENAI_API_KEY"
OPENAI_HOST = "api.openai.com"
MOST_TOKENS_AT_ONCE = 50_000
PROBES = ("How do I reset a forgotten password?", "Nested lists are copied by deepcopy.", "E-1042", "Rain in Bergen")
_BYTES_PER_TOKEN = 4
_SURROGATE = re.compile("[\ud800-\udfff]")


def estimate_tokens(texts: Sequence[str]) -> IntArray:
    """Estimate the tokens of texts: a quarter of their UTF-8 bytes, rounded up, at least 1; shape (len(texts),)."""
    sizes = (len(text.encode("utf-8", "replace")) for text in texts)
    return np.array([max(1, -(-size // _BYTES_PER_TOKEN)) for size in sizes], dtype=np.int64)


class Ledger:
    """What was sent to services, and the limit. Safe to use from several threads.

    Attributes:
        requests: How many requests were sent, repeats not counted.
        tokens: How many tokens were sent, as the service counted them, else as estimated.
    """

    def __init__(self) -> None:
        """Begin at nothing."""
        self.requests = 0
        self.tokens = 0
        self._lock = threading.Lock()

    def reserve(self, tokens: int) -> None:
        """Count tokens that are about to be sent.

        Raises:
            EmbedderError: they go beyond the limit.
            RequestError: the limit in the environment is no number.
        """
        limit = settings.count(settings.EMBEDDING_TOKENS)
        with self._lock:
            if self.tokens + tokens > limit:
                raise EmbedderError(
                    f"This needs about {tokens:,} tokens of the embedding service, {self.tokens:,} of {limit:,} are "
                    "used up; nothing was sent.",
                    f"Raise {settings.EMBEDDING_TOKENS.name} if that is what you want to pay for.",
                )
            self.requests += 1
            self.tokens += tokens

    def correct(self, reserved: int, counted: int) -> None:
        """Put what the service counted in the place of what was reserved."""
        with self._lock:
            self.tokens += counted - reserved


SPENT = Ledger()
"""What this process has sent."""


class HttpEmbedder:
    """One model of a service. Safe to call from several threads."""

    def __init__(self, model: str, service: Service, ledger: Ledger, place: str, max_tokens: int | None) -> None:
        """Ask for a few vectors, which costs one request; use `load` instead.

        Raises:
            EmbedderError: the name cannot be one, or the service fails.
        """
        served = served_model(model)
        self.name = model
        self.max_tokens = max_tokens or served.max_tokens or KNOWN_READS
        self.facts = ModelFacts(tokens_estimated=True)
        self.ledger = ledger
        self._served = served
        self._service = service
        self.dim = served.dimensions
        probes = self._request(PROBES)
        self.dim = int(probes.shape[1])
        # Equal means: same service, name and settings, and probes that lie alike to two digits. Finer digits would
        # change from call to call, and with them every key of a cache.
        alike = np.round(cosine_similarity(probes, probes), 2) + 0.0
        upper = [round(100 * float(value)) for value in alike[np.triu_indices(len(PROBES), 1)]]
        self.fingerprint = fingerprint.of_values(place, served.name, self.dim, self.max_tokens, upper)

    def estimate(self, texts: Sequence[str], *, prompt: str = "") -> int:
        """Estimate how many tokens embedding these texts would send; nothing is sent."""
        return int(np.minimum(estimate_tokens([prompt + text for text in texts]), self.max_tokens).sum())

    def encode(self, texts: Sequence[str], *, prompt: str = "", batch: int = 32) -> Float32Array:
        """Embed texts, each with the prompt before it.

        Args:
            texts: Any texts; what exceeds `max_tokens` by estimate is not sent; the empty one is sent as a space.
            prompt: Put before every text.
            batch: The most texts in one request, >= 1.

        Returns:
            Shape (len(texts), dim), row i for text i.

        Raises:
            EmbedderError: the service failed, or the limit of tokens is reached.
        """
        out = np.empty((len(texts), self.dim), dtype=np.float32)
        sent = [self._cut(prompt + text) or " " for text in texts]
        for part in _parts(estimate_tokens(sent), batch):
            out[part] = self._request(sent[part])
        return out

    def token_counts(self, texts: Sequence[str], *, prompt: str = "") -> IntArray:
        """Estimate the tokens of each text before any cut, prompt included; shape (len(texts),)."""
        return estimate_tokens([prompt + text for text in texts])

    def read_end(self, text: str, *, prompt: str = "") -> int:
        """Say where the text that is sent ends, by estimate; the service may stop reading before."""
        return max(0, len(self._cut(prompt + text)) - len(prompt))

    def _cut(self, text: str) -> str:
        clean = _SURROGATE.sub("\ufffd", text)
        most = self.max_tokens * _BYTES_PER_TOKEN
        return clean if 4 * len(clean) <= most else clean.encode()[:most].decode("utf-8", "ignore")

    def _request(self, texts: Sequence[str]) -> Float32Array:
        reserved = int(estimate_tokens(texts).sum())
        self.ledger.reserve(reserved)
        found, counted = self._service.vectors(self._served.name, texts, self._served.dimensions)
        if counted is not None:
            self.ledger.correct(reserved, counted)
        if self.dim and found.shape[1] != self.dim:
            raise EmbedderError(
                f"{self.name} gave vectors of {found.shape[1]} dimensions, {self.dim} were expected.",
                "The service may not know the setting dimensions, or has changed its model.",
            )
        return found


def _parts(tokens: IntArray, batch: int) -> Iterator[slice]:
    """Cut texts into requests of at most so many texts and tokens; a text beyond the bound stands alone."""
    start, total = 0, 0
    for row, count in enumerate(tokens):
        if row > start and (row - start >= batch or total + count > MOST_TOKENS_AT_ONCE):
            yield slice(start, row)
            start, total = row, 0
        total += int(count)
    if start < len(tokens):
        yield slice(start, len(tokens))


def load(model: str, max_tokens: int | None = None) -> HttpEmbedder:
    """Reach a model by its name, at the service that the environment names.

    Args:
        model: As `inspector.embedders.http_name` says.
        max_tokens: How many tokens of a text are sent, by estimate; None for what the name states, else 8191.

    Raises:
        EmbedderError: the name cannot be one, the read length is longer than stated, or the service fails.
        RequestError: the environment's address or limit cannot be used.
    """
    served = served_model(model)
    limit = served.max_tokens or KNOWN_READS
    if max_tokens is not None and not 1 <= max_tokens <= limit:
        raise EmbedderError(f"{model} reads 1 to {limit} tokens, {max_tokens} were asked for.", "State ?max_tokens=N.")
    address = settings.address(settings.EMBEDDING_URL)
    return HttpEmbedder(model, Service(address, _key(address)), SPENT, fingerprint.of_text(address), max_tokens)


def _key(address: str) -> str:
    """Give the key for an address; OpenAI's own key goes to OpenAI alone."""
    key = settings.text(settings.EMBEDDING_KEY)
    parts = urlsplit(address)
    if not key and (parts.scheme, parts.hostname) == ("https", OPENAI_HOST):
        key = environ.get(OPENAI_KEY, "").strip()
    if key and not (key.isascii() and key.isprintable()):
        raise EmbedderError("The key of the embedding service holds characters that no key can have.", "Set it anew.")
    return key
