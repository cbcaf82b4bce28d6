"""The Python files of the house, parsed once, and the questions that several rules ask about them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
Function = ast.FunctionDef | ast.AsyncFunctionDef
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True)
class Source:
    """A Python file: its path from the repository's root, and its text."""

    path: str
    text: str

    @property
    def tree(self) -> ast.Module:
        return _parse(self.text)

    @property
    def module(self) -> str:
        """The dotted name: inspector/stores/__init__.py is inspector.stores."""
        return self.path.removesuffix(".py").replace("/", ".").removesuffix(".__init__")

    def at(self, node: ast.AST, sentence: str) -> str:
        """A violation, as one line an editor can jump to."""
        return f"{self.path}:{getattr(node, 'lineno', 1)}: {sentence}"


@dataclass(frozen=True)
class Import:
    """One imported module, with the names taken from it; `at_import_time` is false inside functions."""

    module: str
    names: tuple[str, ...]
    alias: bool
    node: ast.stmt
    at_import_time: bool


@cache
def _parse(text: str) -> ast.Module:
    return ast.parse(text)


@cache
def house() -> tuple[Source, ...]:
    """Every Python file of the product: app.py and inspector/."""
    paths = [*ROOT.glob("app.py"), *sorted((ROOT / "inspector").rglob("*.py"))]
    return tuple(Source(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")) for path in paths)


def modules() -> frozenset[str]:
    """The dotted names of all modules of the house."""
    return frozenset(source.module for source in house())


def imports(source: Source) -> list[Import]:
    """Everything a file imports, at its top or inside its functions; relative names are made absolute."""
    found: list[Import] = []
    for node, inside in _statements(source.tree, False):
        if isinstance(node, ast.Import):
            found += [Import(name.name, (), name.asname is not None, node, not inside) for name in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = tuple(name.name for name in node.names)
            found.append(Import(_absolute(source, node), names, False, node, not inside))
    return found


def _absolute(source: Source, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    package = source.module.split(".") + ([""] if source.path.endswith("__init__.py") else [])
    return ".".join([*package[: -node.level], *([node.module] if node.module else [])])


def _statements(node: ast.AST, inside: bool) -> Iterator[tuple[ast.AST, bool]]:
    """All nodes; `inside` is true for those that do not run when the module is imported."""
    for child in ast.iter_child_nodes(node):
        deferred = inside or isinstance(child, FUNCTIONS) or _is_type_checking(child)
        yield child, deferred
        yield from _statements(child, deferred)


def _is_type_checking(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test) in ("TYPE_CHECKING", "typing.TYPE_CHECKING")


def dotted(node: ast.AST) -> str:
    """The dotted name of an expression such as np.load; empty where it is not one."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and (head := dotted(node.value)):
        return f"{head}.{node.attr}"
    return ""


def calls(source: Source) -> Iterator[ast.Call]:
    """Every call in a file."""
    return (node for node in ast.walk(source.tree) if isinstance(node, ast.Call))
