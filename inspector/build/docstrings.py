"""The docstrings of one Python source file, read from its syntax tree.

Nothing is ever imported or run: a file is decoded, parsed and walked. About 5 ms a file.
"""

from __future__ import annotations

import ast
import re
import tokenize
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from inspector.build.signature import Function, Signature, signature_of

_POINTER = re.compile(r"\bsee (the )?module('s)?\s+(__doc__|doc\s?string)", re.IGNORECASE)
_PROPERTIES = frozenset({"property", "cached_property", "abstractproperty"})


class Kind(StrEnum):
    """What a docstring describes."""

    MODULE = "module"
    CLASS = "class"
    FUNCTION = "function"
    METHOD = "method"


@dataclass(frozen=True, slots=True)
class Docstring:
    """One docstring.

    Attributes:
        path: Names from the module down: () for the module itself, ("Counter", "most_common") for a method.
        kind: What it describes.
        signature: How it is called.
        text: The docstring, its indentation taken away. One that says "see the module's __doc__ string" is followed by
            that string, for it says little without.
    """

    path: tuple[str, ...]
    kind: Kind
    signature: Signature
    text: str


@dataclass(frozen=True, slots=True)
class Import:
    """A name that a module takes from another one.

    Attributes:
        level: Dots before the module: 0 = absolute.
        module: The other module, without the dots.
        name: The name, or "*" for all public ones.
    """

    level: int
    module: str
    name: str


@dataclass(frozen=True, slots=True)
class Source:
    """What a source file says about itself.

    Attributes:
        docstrings: Of its public definitions, in the order of the file; of several definitions of a name the first.
        imports: What it takes from other modules.
        exported: The names in its `__all__`; None where it has none that can be read.
    """

    docstrings: tuple[Docstring, ...]
    imports: tuple[Import, ...]
    exported: frozenset[str] | None


def read_source(path: Path) -> Source | None:
    """Read the docstrings of a source file; None where it cannot be read, decoded or parsed."""
    try:
        with tokenize.open(path) as file, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(file.read())
    except (OSError, SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    statements = list(_statements(tree.body))
    return Source(tuple(_docstrings(tree, statements)), tuple(_imports(statements)), _exported(statements))


def is_public(name: str) -> bool:
    """Tell whether a name is meant for others: it does not begin with an underscore."""
    return not name.startswith("_")


def _statements(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """Go through statements, those below `if` and `try` included, in the order of the file."""
    for statement in body:
        yield statement
        if isinstance(statement, ast.If):
            yield from _statements(statement.body + statement.orelse)
        elif isinstance(statement, ast.Try):
            handlers = [inner for handler in statement.handlers for inner in handler.body]
            yield from _statements(statement.body + handlers + statement.orelse)


def _docstrings(tree: ast.Module, statements: list[ast.stmt]) -> Iterator[Docstring]:
    whole = _text(tree)
    yield Docstring((), Kind.MODULE, Signature(), whole)
    renamed = _shared_methods(statements)
    seen = set()
    for docstring in _definitions(statements, ()):
        path = renamed.get(docstring.path, docstring.path)
        if path in seen or not docstring.text:
            continue
        seen.add(path)
        kind = Kind.FUNCTION if len(path) < len(docstring.path) else docstring.kind
        text = f"{docstring.text}\n\n{whole}" if _POINTER.search(docstring.text) else docstring.text
        yield replace(docstring, path=path, kind=kind, text=text)


def _definitions(statements: Iterable[ast.stmt], above: tuple[str, ...]) -> Iterator[Docstring]:
    for node in statements:
        if isinstance(node, ast.ClassDef) and is_public(node.name):
            path = (*above, node.name)
            inner = list(_statements(node.body))
            yield Docstring(path, Kind.CLASS, _constructor(inner), _text(node))
            yield from _definitions(inner, path)
        elif isinstance(node, Function) and is_public(node.name):
            kind = Kind.METHOD if above else Kind.FUNCTION
            yield Docstring((*above, node.name), kind, _called(node, kind), _text(node))


def _text(node: ast.Module | ast.ClassDef | Function) -> str:
    return (ast.get_docstring(node) or "").strip()


def _called(node: Function, kind: Kind) -> Signature:
    decorators = {_last_name(decorator) for decorator in node.decorator_list}
    if decorators & _PROPERTIES:
        return Signature()
    return signature_of(node, bound=kind is Kind.METHOD and "staticmethod" not in decorators)


def _constructor(inner: list[ast.stmt]) -> Signature:
    found = {node.name: node for node in inner if isinstance(node, Function)}
    constructor = found.get("__init__") or found.get("__new__")
    return signature_of(constructor, bound=True) if constructor else Signature()


def _last_name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _shared_methods(statements: list[ast.stmt]) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Find methods that a module offers as functions of one shared instance: `shuffle = _inst.shuffle`."""
    instances: dict[str, str] = {}
    renamed: dict[tuple[str, ...], tuple[str, ...]] = {}
    for target, value in _assignments(statements):
        if isinstance(value, ast.Call) and isinstance(value.func, ast.Name):
            instances[target] = value.func.id
        elif isinstance(value, ast.Attribute) and isinstance(value.value, ast.Name) and is_public(target):
            owner = instances.get(value.value.id)
            if owner:
                renamed[owner, value.attr] = (target,)
    return renamed


def _assignments(statements: list[ast.stmt]) -> Iterator[tuple[str, ast.expr]]:
    for node in statements:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            yield node.targets[0].id, node.value


def _imports(statements: list[ast.stmt]) -> Iterator[Import]:
    for node in statements:
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                if alias.asname in (None, alias.name):
                    yield Import(node.level, node.module or "", alias.name)


def _exported(statements: list[ast.stmt]) -> frozenset[str] | None:
    for target, value in _assignments(statements):
        if target == "__all__" and isinstance(value, ast.List | ast.Tuple):
            return frozenset(str(item.value) for item in value.elts if isinstance(item, ast.Constant))
    return None
