"""Vectors on their way to Milvus and back: 32 bits as lists of numbers, 16 bits as bytes."""

from __future__ import annotations

import importlib
from typing import Any

import numpy as np

from inspector.errors import MissingDependencyError
from inspector.vectors import Vectors

HALF = "FLOAT16_VECTOR"
BRAIN = "BFLOAT16_VECTOR"
DENSE = ("FLOAT_VECTOR", HALF, BRAIN)
"""The types of vector field that are read, by Milvus's own names."""


def numbers_of(value: Any, kind: str) -> Any:
    """Read one stored vector, as a client gives it, as something numpy takes for dim numbers."""
    if isinstance(value, (list, tuple)) and len(value) == 1 and isinstance(value[0], bytes):
        value = value[0]
    if not isinstance(value, bytes):
        return value
    if kind == HALF:
        return np.frombuffer(value, dtype="<f2").astype(np.float32)
    return (np.frombuffer(value, dtype="<u2").astype(np.uint32) << 16).view(np.float32)


def sendable(queries: Vectors, kind: str) -> Any:
    """Give queries, shape (m, dim), as a search takes them, in the type of the field.

    Raises:
        MissingDependencyError: the field is of BFLOAT16, and numpy's type of it is not installed.
    """
    if kind == HALF:
        return list(queries.astype(np.float16))
    if kind == BRAIN:
        return list(queries.astype(_bfloat16()))
    return queries.astype(np.float32).tolist()


def _bfloat16() -> Any:
    try:
        return importlib.import_module("ml_dtypes").bfloat16
    except ImportError as error:
        raise MissingDependencyError(
            "The collection keeps BFLOAT16 vectors, which need the package ml_dtypes.",
            "Install it: pip install ml_dtypes",
        ) from error
