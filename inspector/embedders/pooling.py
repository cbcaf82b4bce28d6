"""How a model turns token vectors into one, read off its modules: whether a text's vector is a sum over its tokens.

It is for mean, weighted mean, mean by the square root of the length, first and last token, also side by side, followed
by nothing but scaling to length 1, dropout and linear layers (a bias counts as one more token). It is not where a
largest value is taken, or where anything bends or standardizes the pooled vector. Whatever is not known is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from inspector.vectors import BoolArray, FloatArray

_BEFORE = frozenset({"Dropout", "WeightedLayerPooling", "CNN", "LSTM"})
_POOLED = "sentence_embedding"


def _mean(read: BoolArray, places: FloatArray) -> FloatArray:
    return read.astype(np.float64) / max(1, int(read.sum()))


def _root_mean(read: BoolArray, places: FloatArray) -> FloatArray:
    return read.astype(np.float64) / float(np.sqrt(max(1, int(read.sum()))))


def _weighted_mean(read: BoolArray, places: FloatArray) -> FloatArray:
    weights = read * places
    return weights / max(1.0, float(weights.sum()))


def _one(read: BoolArray, place: int) -> FloatArray:
    weights = np.zeros(len(read))
    weights[np.flatnonzero(read)[place]] = 1.0
    return weights


WEIGHTS: dict[str, Callable[[BoolArray, FloatArray], FloatArray]] = {
    "mean": _mean,
    "mean_sqrt_len_tokens": _root_mean,
    "weightedmean": _weighted_mean,
    "cls": lambda read, places: _one(read, 0),
    "lasttoken": lambda read, places: _one(read, -1),
}
"""For each way of pooling: weights of tokens, from those that are pooled and the places of all, counted from 1."""


def split_refusal(modules: Sequence[Any], name: str) -> str:
    """Say why a model's vectors are no sums over tokens, as one sentence; empty where they are.

    Args:
        modules: The model's modules in order, the transformer first.
        name: What the model is called in the sentence.
    """
    kinds = [type(module).__name__ for module in modules]
    if kinds.count("Pooling") != 1:
        return f"{name} does not pool its token vectors in one step, so its vector is not known to be a sum over them."
    place = kinds.index("Pooling")
    strange = [kind for kind in kinds[1:place] if kind not in _BEFORE]
    if strange:
        return f"{name} changes its token vectors by {strange[0]} before pooling, so they cannot be told apart."
    unsplit = [mode for mode in _modes(modules[place]) if mode not in WEIGHTS]
    if unsplit:
        how = "takes the largest value over all tokens" if unsplit == ["max"] else f"pools by {unsplit[0]}"
        return f"{name} {how}, so its vector is no sum over tokens."
    return next((reason for module in modules[place + 1 :] if (reason := _after_refusal(module, name))), "")


def _after_refusal(module: Any, name: str) -> str:
    kind = type(module).__name__
    if kind == "Dropout":
        return ""
    if getattr(module, "module_input_name", _POOLED) != _POOLED:
        return f"{name} changes its token vectors by {kind} after pooling, so they are not what was pooled."
    if kind == "Normalize":
        return ""
    if kind == "Dense":
        bend = type(module.activation_function).__name__
        return "" if bend == "Identity" else f"{name} bends the pooled vector by {bend}, so it is no sum over tokens."
    return f"{name} changes the pooled vector by {kind}, so it is no sum over tokens."


def split(modules: Sequence[Any], tokens: FloatArray, read: BoolArray) -> tuple[FloatArray, int]:
    """Split a text's vector over its tokens, for a model without a `split_refusal`.

    Args:
        modules: The model's modules in order.
        tokens: Shape (tokens, width): last-layer vectors of the text's tokens, none of them padding.
        read: Shape (tokens,): which of them are pooled.

    Returns:
        The parts, shape (tokens + biases, dim), whose sum is the text's vector; and how many of the last rows are
        biases.
    """
    place = next(row for row, module in enumerate(modules) if type(module).__name__ == "Pooling")
    places = np.arange(1.0, len(tokens) + 1.0)
    weights = [WEIGHTS[mode](read, places) for mode in _modes(modules[place])]
    parts: FloatArray = np.hstack([tokens * weight[:, None] for weight in weights])
    for module in modules[place + 1 :]:
        kind = type(module).__name__
        if kind == "Normalize":
            length = float(np.linalg.norm(parts.sum(axis=0)))
            parts = parts / length if length else parts
        elif kind == "Dense":
            parts = _through(module, parts)
    return parts, len(parts) - len(tokens)


def _through(layer: Any, parts: FloatArray) -> FloatArray:
    """Send parts through a linear layer; its bias becomes a row of its own."""
    moved = parts @ _array(layer.linear.weight).T
    if getattr(layer, "use_residual", False):
        own = layer.in_features == layer.out_features
        moved = moved + (parts if own else parts @ _array(layer.residual.weight).T)
    return moved if layer.linear.bias is None else np.vstack([moved, _array(layer.linear.bias)[None]])


def _modes(pooling: Any) -> tuple[str, ...]:
    mode = pooling.pooling_mode
    return (mode,) if isinstance(mode, str) else tuple(mode)


def _array(tensor: Any) -> FloatArray:
    found: FloatArray = tensor.detach().numpy().astype(np.float64)
    return found
