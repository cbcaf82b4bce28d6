"""House rule 9: a cosine distance is made in one function, `cosine_distance` in inspector/vectors.py."""

from __future__ import annotations

import ast
import re

import pytest

from tests.architecture.source import FUNCTIONS, Source, calls, dotted, house, imports

HOME = "inspector/vectors.py"
MAKERS = re.compile(r"^(cosine_distances?|paired_cosine_distances|pairwise_distances|cdist|pdist)$")
ALIKE = re.compile(r"simil|cosine|\bcos\b|dist|inner|\bdots?\b", re.IGNORECASE)


def distance_makers(source: Source) -> list[str]:
    """Places outside vectors.py that define, borrow or compute a cosine distance."""
    if source.path == HOME:
        return []
    found = [
        source.at(node, f"{node.name} is defined outside {HOME}")
        for node in ast.walk(source.tree)
        if isinstance(node, FUNCTIONS) and MAKERS.match(node.name)
    ]
    for one in imports(source):
        borrowed = one.module.startswith("scipy.spatial.distance") or any(
            MAKERS.match(name) for name in one.names if one.module != "inspector.vectors"
        )
        found += [source.at(one.node, f"{one.module} makes distances; use inspector.vectors")] if borrowed else []
    found += [
        source.at(node, f"{ast.unparse(node)} makes a distance") for node in ast.walk(source.tree) if _one_minus(node)
    ]
    found += [source.at(node, f"{ast.unparse(node)} makes a distance") for node in calls(source) if _subtracts(node)]
    return found


def _one_minus(node: ast.AST) -> bool:
    """1 - similarity, 1.0 - hits.similarities[0], 1 - (a @ b), 2 - 2 * cosine, and a distance turned back."""
    if not (isinstance(node, ast.BinOp) and isinstance(node.op, ast.Sub)):
        return False
    return _is_one(node.left) and _speaks_of_likeness(node.right)


def _subtracts(call: ast.Call) -> bool:
    """np.subtract(1, similarity)."""
    is_subtract = dotted(call.func).endswith("subtract") and len(call.args) >= 2
    return is_subtract and _is_one(call.args[0]) and _speaks_of_likeness(call.args[1])


def _is_one(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value in (1, 2) and not isinstance(node.value, bool)


def _speaks_of_likeness(node: ast.expr) -> bool:
    named = " ".join(_names(node))
    product = any(isinstance(one, ast.BinOp) and isinstance(one.op, ast.MatMult) for one in ast.walk(node))
    return product or bool(ALIKE.search(named))


def _names(node: ast.expr) -> list[str]:
    return [
        one.id if isinstance(one, ast.Name) else one.attr
        for one in ast.walk(node)
        if isinstance(one, ast.Name | ast.Attribute)
    ]


@pytest.mark.parametrize("source", house(), ids=lambda source: source.path)
def test_distances_are_made_in_vectors_alone(source: Source) -> None:
    assert distance_makers(source) == []


@pytest.mark.parametrize(
    "line",
    [
        "def cosine_distance(a, b): ...",
        "d = 1 - similarity",
        "d = 1.0 - hits.similarities[row]",
        "d = 1 - (queries @ documents.T)",
        "d = 1 - np.dot(a, b)",
        "d = 2 - 2 * cos",
        "s = 1 - distance / 2",
        "d = np.subtract(1.0, similarities)",
        "from scipy.spatial.distance import cosine",
        "from sklearn.metrics.pairwise import cosine_distances",
    ],
)
def test_a_distance_made_elsewhere_is_seen(line: str) -> None:
    assert len(distance_makers(Source("inspector/stores/x.py", line))) == 1
    assert distance_makers(Source(HOME, line)) == []


@pytest.mark.parametrize(
    "line",
    [
        "from inspector.vectors import cosine_distance",
        "from scipy.spatial import cKDTree",
        "r = 1 - p",
        "rest = 1 - weight",
        "n = k - distances.shape[0]",
    ],
)
def test_other_arithmetic_is_allowed(line: str) -> None:
    assert distance_makers(Source("inspector/stores/x.py", line)) == []
