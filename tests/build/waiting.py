"""A build to be killed: `python -m tests.build.waiting CORPUS OUT` stops for ever in its second window and says so."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from inspector.build.build import build
from inspector.build.embedding import WINDOW
from inspector.vectors import Float32Array
from tests.toy import ToyEmbedder


class WaitingEmbedder(ToyEmbedder):
    """Embeds one window, then reads from a standard input that never ends."""

    def encode(self, texts: Sequence[str], *, prompt: str = "", batch: int = 32) -> Float32Array:
        if self.calls >= WINDOW:
            print("waiting", flush=True)
            sys.stdin.read()
        return super().encode(texts, prompt=prompt, batch=batch)


if __name__ == "__main__":
    build(Path(sys.argv[1]), Path(sys.argv[2]), embedder=WaitingEmbedder())
