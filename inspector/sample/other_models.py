"""The sample's own model with one setting changed: what a team runs by mistake, made without any download."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from inspector.contract import DEFAULT_MODEL
from inspector.embedders import load_embedder
from inspector.embedders.embedder import Embedder
from inspector.embedders.resolve import resolve
from inspector.files import read_json, write_json

SHALLOW_LAYERS = 3


def shallow_model() -> Embedder:
    """Load another model with vectors of the same length: the first layers of the sample's own, the rest left out.

    Raises:
        EmbedderError: the model cannot be found or loaded.
    """

    def cut(folder: Path) -> None:
        _edit(folder / "config.json", lambda config: {**config, "num_hidden_layers": SHALLOW_LAYERS})

    return _changed(cut)


def unnormalized_model() -> Embedder:
    """Load the sample's model without its last step, which scales every vector to length 1.

    Raises:
        EmbedderError: the model cannot be found or loaded.
    """

    def leave_out(folder: Path) -> None:
        _edit(folder / "modules.json", lambda steps: [step for step in steps if not _normalizes(step)])

    return _changed(leave_out)


def _normalizes(step: Any) -> bool:
    return str(step["type"]).endswith("Normalize")


def _changed(change: Callable[[Path], None]) -> Embedder:
    """Load a copy of the model's folder with a change; big files are linked, not copied, where that is possible."""
    with tempfile.TemporaryDirectory(prefix="inspector-model-") as name:
        copy = Path(name) / "model"
        shutil.copytree(resolve(DEFAULT_MODEL).folder, copy, copy_function=_link)
        change(copy)
        return load_embedder(str(copy))


def _link(source: str, target: str) -> None:
    """Link weights, copy settings."""
    if source.endswith((".safetensors", ".bin")):
        try:
            os.symlink(os.path.realpath(source), target)
            return
        except OSError:  # no links on this system
            pass
    shutil.copyfile(source, target)


def _edit(path: Path, change: Callable[[Any], Any]) -> None:
    write_json(path, change(read_json(path)))
