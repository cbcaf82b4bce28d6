"""Small collections for comparing then and now, made with the toy encoder; rows of id, text and date."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from inspector.build.build import build
from inspector.build.settings import BuildSettings
from inspector.stores import open_index
from inspector.stores.collection import Collection
from tests.toy import ToyEmbedder

ANIMALS = ("fox", "frog", "bird", "hare", "newt", "owl", "toad", "wolf")
MACHINES = ("lamp", "motor", "pump", "crane", "drill", "valve", "gear", "press")


def sentences(words: Sequence[str], count: int, seed: int) -> list[str]:
    """Give different texts of six words and a name of their own."""
    rng = np.random.default_rng(seed)
    return [f"{' '.join(rng.choice(words, 6))} {words[0]}{seed}x{row}" for row in range(count)]


def collection(
    folder: Path, name: str, rows: dict[str, str], *, vectors: np.ndarray | None = None, **more: Sequence[object]
) -> Collection:
    """Build and open an index of texts by id; further columns are metadata, or parents with their positions."""
    folder.mkdir(parents=True, exist_ok=True)
    source = folder / f"{name}.jsonl"
    with source.open("w", encoding="utf-8") as file:
        for place, (each, text) in enumerate(rows.items()):
            extra = {key: values[place] for key, values in more.items()}
            file.write(json.dumps({"id": each, "text": text, **extra}) + "\n")
    settings, embedder = BuildSettings(), ToyEmbedder()
    if vectors is not None:
        np.save(folder / f"{name}.npy", vectors.astype(np.float32))
        settings = BuildSettings(vectors=folder / f"{name}.npy")
        embedder = ToyEmbedder(dim=vectors.shape[1])
    return open_index(build(source, folder / name, settings, embedder=embedder).path)


def numbered(prefix: str, texts: Sequence[str]) -> dict[str, str]:
    """Give texts ids: the prefix and a number."""
    return {f"{prefix}{place}": text for place, text in enumerate(texts)}
