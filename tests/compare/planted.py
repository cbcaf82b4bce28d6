"""Small pairs of indexes to be done by hand: a text's vector points at the angle its first number says.

The query "0" stands at 0 degrees, so documents rank by their angle, and every change can be planted one by one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from inspector import fingerprint
from inspector.build.build import build
from inspector.build.settings import BuildSettings
from inspector.inspection import OpenIndex
from inspector.records.runs import Query
from inspector.search.keyword import open_keyword
from inspector.stores import open_index
from inspector.vectors import Float32Array, IntArray

NUMBER = re.compile(r"\d+(?:\.\d+)?")
FIVE = {f"d{angle}": f"{angle} degrees" for angle in (1, 2, 3, 4, 5)}
AT_ZERO = (Query("q", "0"),)


class AngleEmbedder:
    """Points a text at the angle of its first number, in degrees; a number in the prompt is added.

    `turned` gives texts another angle, `lengths` another length than 1; both stand for a change in the store, so the
    name stays the same.
    """

    dim = 2
    max_tokens = 1_000

    def __init__(
        self, turned: Mapping[str, float] = {}, lengths: Mapping[str, float] = {}, name: str = "toy/angle"
    ) -> None:
        self.name = name
        self.turned, self.lengths = turned, lengths
        self.fingerprint = fingerprint.of_values(name, dict(turned), dict(lengths))

    def angle(self, text: str) -> float:
        if text in self.turned:
            return self.turned[text]
        found = NUMBER.search(text)
        return float(found[0]) if found else 180.0

    def encode(self, texts: Sequence[str], *, prompt: str = "", batch: int = 32) -> Float32Array:
        extra = sum(map(float, NUMBER.findall(prompt)))
        angles = np.radians([extra + self.angle(text) for text in texts])
        lengths = np.array([self.lengths.get(text, 1.0) for text in texts])
        return (np.stack((np.cos(angles), np.sin(angles)), axis=1) * lengths[:, None]).astype(np.float32)

    def token_counts(self, texts: Sequence[str], *, prompt: str = "") -> IntArray:
        return np.array([len(text.split()) for text in texts], dtype=np.int64)

    def read_end(self, text: str, *, prompt: str = "") -> int:
        return len(text)


def planted(
    folder: Path,
    texts: Mapping[str, str] = FIVE,
    embedder: AngleEmbedder | None = None,
    *,
    metadata: Mapping[str, Mapping[str, object]] = {},
    asks: AngleEmbedder | None = None,
    **settings: object,
) -> OpenIndex:
    """Build and open an index of texts by id.

    `embedder` makes the documents' vectors, `asks` the queries' (the same name, nothing turned, where it is left out).
    """
    model = embedder or AngleEmbedder()
    folder.mkdir(parents=True, exist_ok=True)
    lines = [{"id": id_, "text": text, "kind": "howto", **metadata.get(id_, {})} for id_, text in texts.items()]
    corpus = folder / "corpus.jsonl"
    corpus.write_text("\n".join(map(json.dumps, lines)) + "\n", encoding="utf-8")
    settings = {"recipe": "{text}", "name": folder.name, **settings}
    build(corpus, folder / "index", BuildSettings(**settings), embedder=model)  # type: ignore[arg-type]
    collection = open_index(folder / "index")
    assert collection.keyword_folder is not None
    return OpenIndex(collection, open_keyword(collection.keyword_folder), asks or AngleEmbedder(name=model.name))
