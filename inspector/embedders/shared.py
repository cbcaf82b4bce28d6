"""One model for many callers: their texts are merged into forward passes, and bulk work lets single queries pass.

Invariants: a text's vector is the model's own (1e-6); an error reaches only the caller whose texts cause it; a query
waits for at most one slice of bulk work. One daemon thread runs the model. Cost: microseconds a call.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from inspector.embedders.embedder import Embedder
from inspector.embedders.facts import ModelFacts, facts_of
from inspector.embedders.token_embedder import ReadTokens, Spans, TokenEmbedder, TokenParts
from inspector.errors import EmbedderError
from inspector.vectors import Float32Array, IntArray

QUICK_CHARACTERS = 4_000
"""Requests up to so many code points go first; longer ones are bulk work. So many of them are merged into one pass that
it has no more either: with all of a crowd in one pass, all of it would wait for the last, and then nothing to read.
"""

SLICE_CHARACTERS = 4_000
"""Code points in one slice of bulk work, but at least one text."""


PADDED_CHARACTERS = 48
"""Code points that a short text may be filled up by, to go along with longer ones: a pass of its own costs more."""


class _Job:
    """What a caller waits for."""

    def __init__(self, texts: Sequence[str], prompt: str, dim: int, call: Callable[[], Any] | None = None) -> None:
        self.texts, self.prompt, self.call = texts, prompt, call
        self.size = sum(map(len, texts))
        self.left = sorted(range(len(texts)), key=lambda row: len(texts[row]))
        self.out: Any = np.empty((len(texts), dim), dtype=np.float32)
        self.error: BaseException | None = None
        self.dropped = False
        self.done = threading.Event()

    def finish(self, error: BaseException | None = None) -> None:
        self.error = error
        self.done.set()


class SharedEmbedder:
    """An embedder whose calls from many threads are merged; see `shared`."""

    def __init__(self, embedder: Embedder) -> None:
        """Start the thread that runs the model; `close` ends it."""
        self.name, self.fingerprint = embedder.name, embedder.fingerprint
        self.dim, self.max_tokens = embedder.dim, embedder.max_tokens
        self._inner = embedder
        self._quick: deque[_Job] = deque()
        self._bulk: deque[_Job] = deque()
        self._news = threading.Condition()
        self._closed = False
        self._thread = threading.Thread(target=self._work, name="shared embedder", daemon=True)
        self._thread.start()

    @property
    def facts(self) -> ModelFacts:
        """What the model says about itself."""
        return facts_of(self._inner)

    def encode(self, texts: Sequence[str], *, prompt: str = "", batch: int = 32) -> Float32Array:
        """Embed texts as the model does; shape (len(texts), dim).

        Raises:
            EmbedderError: the model failed on these texts, or was closed.
        """
        job = _Job(texts, prompt, self.dim)
        queue = self._quick if job.size <= QUICK_CHARACTERS else self._bulk
        found: Float32Array = self._wait(job, queue) if len(texts) else job.out
        return found

    def token_counts(self, texts: Sequence[str], *, prompt: str = "") -> IntArray:
        """Count tokens as the model does; shape (len(texts),)."""
        return self._inner.token_counts(texts, prompt=prompt)

    def read_end(self, text: str, *, prompt: str = "") -> int:
        """Say where the model stops reading: an offset in `text`."""
        return self._inner.read_end(text, prompt=prompt)

    def close(self) -> None:
        """End the thread after its slice; whoever still waits gets an error."""
        with self._news:
            self._closed = True
            self._news.notify_all()
        self._thread.join()

    def _wait(self, job: _Job, queue: deque[_Job]) -> Any:
        with self._news:
            if self._closed:
                raise EmbedderError(f"{self.name} was closed.", "Load it anew.")
            queue.append(job)
            self._news.notify_all()
        try:
            job.done.wait()
        except BaseException:
            job.dropped = True
            raise
        if job.error is not None:
            raise job.error
        return job.out

    def _work(self) -> None:
        while True:
            with self._news:
                while not (self._quick or self._bulk or self._closed):
                    self._news.wait()
                if self._closed:
                    waiting = [*self._quick, *self._bulk]
                    break
                quick = self._next_quick()
                bulk = None if quick else self._bulk.popleft()
            self._run_slice(bulk) if bulk else self._run_quick(quick)
        for job in waiting:
            job.finish(EmbedderError(f"{self.name} was closed.", "Load it anew."))

    def _next_quick(self) -> list[_Job]:
        """Take the first of those that wait, and who goes along with them in one pass of bounded length."""
        jobs: list[_Job] = []
        room = QUICK_CHARACTERS
        while self._quick and (not jobs or self._quick[0].size <= room):
            jobs.append(self._quick.popleft())
            room -= jobs[-1].size
        return jobs

    def _run_quick(self, jobs: list[_Job]) -> None:
        jobs = [job for job in jobs if not job.dropped]
        for prompt in dict.fromkeys(job.prompt for job in jobs if job.call is None):
            self._run_merged([job for job in jobs if job.call is None and job.prompt == prompt], prompt)
        for job in jobs:
            if job.call is not None:
                try:
                    job.out = job.call()
                    job.finish()
                except BaseException as error:
                    job.finish(error)

    def _run_merged(self, jobs: list[_Job], prompt: str) -> None:
        try:
            wanted = list(dict.fromkeys(text for job in jobs for text in job.texts))
            found: dict[str, Float32Array] = {}
            for alike in _alike(wanted):
                found.update(zip(alike, self._inner.encode(alike, prompt=prompt), strict=True))
            for job in jobs:
                job.out[:] = [found[text] for text in job.texts]
                job.finish()
        except BaseException as error:
            if len(jobs) == 1:
                jobs[0].finish(error)
                return
            for job in jobs:
                self._run_merged([job], prompt)

    def _run_slice(self, job: _Job) -> None:
        """Run one slice of bulk work and put the rest behind other bulk work."""
        if job.dropped:
            return
        rows = [job.left.pop()]
        size = len(job.texts[rows[0]])
        while job.left and size + len(job.texts[job.left[-1]]) <= SLICE_CHARACTERS:
            size += len(job.texts[job.left[-1]])
            rows.append(job.left.pop())
        try:
            job.out[rows] = self._inner.encode([job.texts[row] for row in rows], prompt=job.prompt)
        except BaseException as error:
            job.finish(error)
            return
        if job.left:
            with self._news:
                self._bulk.append(job)
        else:
            job.finish()


def _alike(texts: Sequence[str]) -> Iterator[list[str]]:
    """Sort texts by length into groups, the longest of each at most `PADDED_CHARACTERS` over twice the shortest."""
    group: list[str] = []
    for text in sorted(texts, key=len):
        if group and len(text) > 2 * len(group[0]) + PADDED_CHARACTERS:
            yield group
            group = []
        group.append(text)
    if group:
        yield group


class SharedTokenEmbedder(SharedEmbedder):
    """A shared embedder whose tokens can be looked at; forward passes take their turn on the same thread."""

    _inner: TokenEmbedder

    @property
    def split_refusal(self) -> str:
        """Why its vectors are no sums over tokens; empty where they are."""
        return self._inner.split_refusal

    def read_tokens(self, text: str, *, prompt: str = "") -> ReadTokens:
        """Say which tokens of a text it reads."""
        return self._inner.read_tokens(text, prompt=prompt)

    def token_parts(self, texts: Sequence[str], *, prompt: str = "", batch: int = 32) -> list[TokenParts]:
        """Split the vector of each text over its tokens, as `TokenEmbedder` says."""
        found: list[TokenParts] = self._call(lambda: self._inner.token_parts(texts, prompt=prompt, batch=batch))
        return found

    def encode_without(self, text: str, removed: Sequence[Spans], *, prompt: str = "", batch: int = 32) -> Float32Array:
        """Embed a text with some of its tokens hidden, as `TokenEmbedder` says; shape (groups, dim)."""
        found: Float32Array = self._call(lambda: self._inner.encode_without(text, removed, prompt=prompt, batch=batch))
        return found

    def _call(self, call: Callable[[], Any]) -> Any:
        return self._wait(_Job((), "", self.dim, call), self._quick)


def shared(embedder: Embedder) -> SharedEmbedder:
    """Let many threads share a model; what it shows of tokens stays to be seen."""
    return SharedTokenEmbedder(embedder) if isinstance(embedder, TokenEmbedder) else SharedEmbedder(embedder)
